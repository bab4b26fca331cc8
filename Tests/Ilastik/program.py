"""segmentd, called as people call it, and its results as arrays of frame, class, z, y, x."""

import json
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import tifffile

OUTPUTS = ("probabilities", "classes", "uncertainty")


class Program:
    """The program, with state, cache and socket in a folder of its own."""

    def __init__(self, path, home):
        self.path = pathlib.Path(path).resolve()
        home = pathlib.Path(home).resolve()
        folders = {name: home / name.lower() for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        kept = ("PATH", "LANG", "OCL_ICD_VENDORS", "LD_LIBRARY_PATH")
        inherited = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment = inherited | {"HOME": str(home)} | {name: str(folder) for name, folder in folders.items()}

    def call(self, arguments, host=False, memory=None, timeout=900):
        """Runs it; gives exit status, standard output and what it said on standard error.

        On the host there is no OpenCL; with `memory` the computer seems to have so many bytes (needs root).
        """
        command = [str(self.path), *map(str, arguments)]
        environment = self.environment | ({"OCL_ICD_VENDORS": "/nonexistent"} if host else {})
        with tempfile.NamedTemporaryFile("w", suffix="-meminfo") as fake:
            if memory:
                fake.write(f"MemTotal: {memory // 1024} kB\n")
                fake.flush()
                script = 'mount --bind "$0" /proc/meminfo && exec "$@"'
                command = ["unshare", "--mount", "sh", "-c", script, fake.name, *command]
            result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout)
        return result.returncode, result.stdout, result.stderr

    def segment(self, classifier, images, output, outputs=OUTPUTS, **options):
        """Runs a classifier on images; gives exit status and what was said on standard error."""
        words = ["run", "--classifier", classifier, "--output-dir", output, "--again"]
        for kind in outputs:
            words += ["--output", kind]
        status, _, said = self.call([*words, *images], **options)
        return status, said.strip()


def result(folder, image, kind):
    """An output of an image as an array of frame, class, z, y, x."""
    with tifffile.TiffFile(pathlib.Path(folder) / f"{pathlib.Path(image).stem}_{kind}.tif") as file:
        series = file.series[0]
        axes, values = series.axes, series.asarray()
    for axis in "TCZYX":
        if axis not in axes:
            axes += axis
            values = values[..., None]
    return values.transpose([axes.index(axis) for axis in "TCZYX"])


def device(folder, image):
    """What computed an image, by its summary: the kind of device."""
    summary = json.loads((pathlib.Path(folder) / f"{pathlib.Path(image).stem}_summary.json").read_text())
    return summary["engine"]["kind"]


def uncertainty(probabilities):
    """What ilastik calls uncertainty: one less the distance of the two most probable classes, in single precision."""
    ordered = np.sort(probabilities.astype(np.float32), axis=1)
    return (np.float32(1) - (ordered[:, -1:] - ordered[:, -2:-1])).astype(np.float32)
