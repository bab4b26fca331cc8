#!/usr/bin/env python3
"""Folders that an earlier version of the program has done: makes them with that version, and lays them out for a test.

    earlier.py make PROGRAM        runs the older PROGRAM and writes what it left into ./VERSION, the version it tells
    earlier.py lay VERSION HOME    lays the folders of that version out below HOME, which must not exist

Making needs Debian's python3-tifffile and an OpenCL device, laying out nothing but Python. Neither inodes nor times nor
places survive a checkout, and results speak of all three. So in the texts (summaries, the configuration, the ledger as
SQL) they are replaced by @home@, @inode:PATH@ and @ctime:PATH@, with paths below the home; laying out puts in those of
the files laid there. Modification times stand in manifest.json and are set. To keep a version for later tests, build the
commit before the one that changes what is written, and call `make` with that program; an existing folder is replaced.

The home that is made:

    beside/       recipes nuclei and around: three images done by both, one of them touched afterwards, so that the ledger
                  keeps its digest; cut.tif, which failed; taken.tif, which failed for `nuclei` as a file of somebody
                  else's has the name of its table; late.tif, over which the daemon was killed by its first recipe
    redo/         on_new_classifier = "redo", results in a sub-folder, settings of every kind; a cut image
    mirror/       results below mirrored/; one recipe without a name, a time-lapse
    by_hand/      done by `segmentd run`, without a configuration
    state/        the daemon's state: the ledger and the classifiers it kept
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CLASSIFIERS = HERE.parent / "classifiers"
USED = ["nuclei_uint8", "surroundings", "tissue", "nuclei_probability"]
LEDGER = "state/segmentd/ledger.sqlite"
KEPT = "state/segmentd/classifiers"
TEXTS = {".json", ".toml"}
# 1 May 2024, nanoseconds since 1970.
FIRST_TIME = 1_714_521_600_000_000_000

CONFIGURATION = """
[[folder]]
path = "@home@/beside"
quiet = "300ms"
  [[folder.recipe]]
  name = "nuclei"
  classifier = "nuclei_uint8.cl"
  [[folder.recipe]]
  name = "around"
  classifier = "surroundings.cl"
  outputs = ["labels"]

[[folder]]
path = "@home@/redo"
quiet = "300ms"
output = "results"
on_new_classifier = "redo"
  [[folder.recipe]]
  name = "tissue"
  classifier = "tissue.cl"
  outputs = ["classes", "mask", "labels", "objects", "probabilities"]
  positive_class = 3
  [[folder.recipe]]
  name = "chance"
  classifier = "nuclei_probability.cl"
  outputs = ["probabilities", "mask"]
  threshold = 0.3
  [[folder.recipe]]
  name = "named"
  classifier = "surroundings.cl"
  outputs = ["mask"]
  axes = "YX"

[[folder]]
path = "@home@/mirror"
quiet = "300ms"
output = "@home@/mirrored"
on_new_classifier = "redo"
  [[folder.recipe]]
  classifier = "surroundings.cl"
""".lstrip()


def environment(home):
    return {
        "HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"), "XDG_RUNTIME_DIR": str(home / "run"),
    }


def images(home):
    """Writes generated nuclei of 48 × 40 pixels, each with a seed of its own, for the daemon to find when it starts."""
    sys.path.insert(0, str(HERE.parent))
    import cell_model
    import numpy
    import tifffile

    def picture(seed, dtype="uint8"):
        rng = numpy.random.default_rng(seed)
        return cell_model.expose(rng, cell_model.nuclei(cell_model.place(rng, 40, 48), 40, 48), dtype)

    def write(path, pixels, **options):
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        tifffile.imwrite(home / path, pixels, **({"metadata": None} | options))

    for number, path in enumerate(["beside/a.tif", "beside/b.tif", "beside/series 1/c.tif", "beside/taken.tif"]):
        write(path, picture(number))
    (home / "beside/taken_nuclei_objects.csv").write_text("somebody's own notes\n")
    write("redo/a.tif", picture(11, "uint16"))
    write("redo/series/pos_1/b.ome.tif", picture(12, "uint16"), metadata={"axes": "YX"})
    frames = numpy.stack([picture(13), picture(14)])
    write("mirror/series/a.tif", frames, imagej=True, metadata={"axes": "TYX"})
    write("mirror/b.tif", picture(15))
    write("by_hand/a.tif", picture(16))
    for path in ["beside/cut.tif", "redo/cut.tif", "by_hand/cut.tif"]:
        (home / path).write_bytes((home / "beside/a.tif").read_bytes()[:1000])
    # Of the past wherever the clock of a machine stands, and all different.
    for number, path in enumerate(sorted(home.rglob("*.tif"))):
        os.utime(home / path, ns=(FIRST_TIME + number * 1_234_567_890,) * 2)


def wait(what, condition):
    end = time.monotonic() + 120
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"waited too long for {what}")
        time.sleep(0.05)


def rows(home, sql):
    with sqlite3.connect(f"file:{home / LEDGER}?mode=ro", uri=True) as ledger:
        return ledger.execute(sql).fetchall()


class Watching:
    def __init__(self, program, home):
        self.log = open(home / "log", "a")
        self.process = subprocess.Popen(
            [program, "watch", "--config", home / "segmentd.toml"], env=environment(home), stderr=self.log
        )

    def worker(self):
        path = pathlib.Path(f"/proc/{self.process.pid}/task")
        return [int(p) for thread in path.iterdir() for p in (thread / "children").read_text().split()][0]

    def end(self):
        self.process.terminate()
        if self.process.wait() != 0:
            sys.exit("the daemon did not end well")


def work(program, home):
    """Has the older program do the folders."""
    images(home)
    for name in USED:
        shutil.copy(CLASSIFIERS / f"{name}.cl", home)
    (home / "segmentd.toml").write_text(CONFIGURATION.replace("@home@", str(home)))
    expected = 2 * 5 + 3 * 3 + 2
    daemon = Watching(program, home)
    wait("all images", lambda: len([path for path in home.rglob("*_summary.json")]) == expected)
    daemon.end()

    os.chmod(home / "beside/b.tif", 0o600)
    daemon = Watching(program, home)
    wait("the digest of the touched image", lambda: rows(home, "SELECT * FROM content"))
    # The worker stands still with an image in its hands, and then the daemon is killed.
    worker = daemon.worker()
    os.kill(worker, signal.SIGSTOP)
    shutil.copy2(home / "beside/a.tif", home / "late.part")
    os.rename(home / "late.part", home / "beside/late.tif")
    wait("the image in work", lambda: rows(home, "SELECT * FROM image WHERE state = 'running'"))
    daemon.process.kill()
    daemon.process.wait()
    os.kill(worker, signal.SIGKILL)

    subprocess.run(
        [program, "run", "--classifier", home / "nuclei_uint8.cl", "--output", "labels", home / "by_hand"],
        env=environment(home), stderr=open(home / "log", "a"),
    )


def make(program):
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    target = HERE / version
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="segmentd-earlier-") as name:
        home = pathlib.Path(name).resolve() / "home"
        home.mkdir()
        work(program, home)
        keep(home, target, version)


def kept_name(classifier):
    """What the daemon calls its copy of a classifier; it must be there."""
    name = f"{hashlib.sha256(classifier.read_bytes()).hexdigest()}.cl"
    if not (classifier.parent / KEPT / name).exists():
        sys.exit(f"the daemon kept no copy of {classifier.name}")
    return name


def is_old(state):
    """Whether it is one of the images: all else was written just now."""
    return state.st_mtime_ns < FIRST_TIME + 1_000_000_000_000


def keep(home, target, version):
    """Copies what the program left, with marks in place of what is true in its home alone."""
    kept = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith(".")]
    kept = {str(path.relative_to(home)): path for path in kept}
    kept = {path: file for path, file in kept.items() if path.split("/")[0] not in ("state", "cache", "run", "log")}
    states = {path: file.stat() for path, file in kept.items()}

    def marked(text):
        text = text.replace(str(home), "@home@")
        for path, state in states.items():
            inode, time = f'"inode" : {state.st_ino},', f'"ctime_ns" : {state.st_ctime_ns},'
            # Files that are written quickly have one time; where it was another, it stays another.
            if inode in text:
                text = text.replace(inode, f'"inode" : @inode:{path}@,')
                text = text.replace(time, f'"ctime_ns" : @ctime:{path}@,')
        return text

    for path, file in kept.items():
        copy = target / "home" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(marked(file.read_text())) if file.suffix in TEXTS else shutil.copyfile(file, copy)
    ledger = [
        re.sub(r"X'([0-9A-F]*)'", lambda match: f"CAST('{bytes.fromhex(match[1]).decode()}' AS BLOB)", line)
        for line in sqlite3.connect(home / LEDGER).iterdump()
    ]
    ledger.append(f"PRAGMA user_version = {rows(home, 'PRAGMA user_version')[0][0]};")
    text = "\n".join(ledger) + "\n"
    for path, state in states.items():
        # In the table of contents inode and change time stand beside each other.
        text = text.replace(f",{state.st_ino},{state.st_ctime_ns},", f",@inode:{path}@,@ctime:{path}@,")
    (target / "ledger.sql").write_text(text.replace(str(home), "@home@"))
    manifest = {
        "version": version,
        "classifiers kept": {f"{name}.cl": kept_name(home / f"{name}.cl") for name in USED},
        "modification times": {path: state.st_mtime_ns for path, state in sorted(states.items()) if is_old(state)},
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def lay(version, home):
    source = HERE / version
    home = pathlib.Path(home).resolve()
    shutil.copytree(source / "home", home)
    manifest = json.loads((source / "manifest.json").read_text())
    for path, nanoseconds in manifest["modification times"].items():
        os.utime(home / path, ns=(nanoseconds, nanoseconds))

    def filled(text):
        text = text.replace("@home@", str(home))
        text = re.sub(r"@inode:([^@]*)@", lambda match: str((home / match[1]).stat().st_ino), text)
        return re.sub(r"@ctime:([^@]*)@", lambda match: str((home / match[1]).stat().st_ctime_ns), text)

    for file in [file for file in home.rglob("*") if file.suffix in TEXTS]:
        file.write_text(filled(file.read_text()))
    (home / KEPT).mkdir(parents=True)
    for name, kept in manifest["classifiers kept"].items():
        shutil.copyfile(home / name, home / KEPT / kept)
    with sqlite3.connect(home / LEDGER) as ledger:
        ledger.executescript(filled((source / "ledger.sql").read_text()))


if __name__ == "__main__":
    {"make": make, "lay": lay}[sys.argv[1]](*sys.argv[2:])
