"""The virtual environment that the peers live in; standard library only, as it runs before that environment exists.

requirements.txt pins every package, also those that the named ones bring along. pocl-binary-distribution is left out on
purpose: without it the peers use the OpenCL driver that the system has, the same as segmentd.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import venv

PINS = pathlib.Path(__file__).resolve().with_name("requirements.txt")


class Missing(Exception):
    """Something that this computer lacks; the text says what, and the remedy."""


def enter(folder):
    """Goes on inside the environment in `folder`, which is made first where it is missing or has other pins.

    Returns only inside it: otherwise the process is replaced by the same command there.
    """
    folder = pathlib.Path(folder).resolve()
    if pathlib.Path(sys.prefix).resolve() == folder and is_complete(folder):
        return
    if not is_complete(folder):
        make(folder)
    python = folder / "bin" / "python"
    os.execv(python, [str(python), *sys.argv])


def is_complete(folder):
    """Whether the environment was made to its end, with today's pins."""
    mark = folder / PINS.name
    return mark.exists() and mark.read_text() == PINS.read_text()


def make(folder):
    """Makes the environment, or brings it to today's pins; some 700 MB, minutes on a first run."""
    if sys.version_info[:2] != (3, 11):
        raise Missing(
            f"the pinned packages are those of Python 3.11, this is {sys.version.split()[0]}: "
            "run the script with python3.11"
        )
    print(f"installing the peers into {folder}", file=sys.stderr)
    try:
        venv.create(folder, with_pip=True, clear=False)
    except (subprocess.CalledProcessError, ImportError) as error:
        raise Missing(f"no virtual environment could be made ({error}): install the package python3-venv") from None
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    installed = subprocess.run([*pip, "--requirement", str(PINS)], stdout=sys.stderr)
    if installed.returncode != 0:
        raise Missing("pip did not install the peers; its messages above say why")
    shutil.copyfile(PINS, folder / PINS.name)
