#!/usr/bin/python3
"""Ends the daemon and its worker again and again while they work on images, and looks whether anything is lost.

    kill-check.py PROGRAM [--images 300] [--daemon-kills 100] [--worker-kills 100] [--folder FOLDER]

The kills are spread over the images and hit while an image is in work. Each image must be done in the end, with the
labels that an undisturbed run gives; no result may be torn, and nothing hidden may be left behind. Needs python3-tifffile.
"""

import argparse
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import numpy
import tifffile

CLASSIFIER = pathlib.Path(__file__).resolve().parent.parent / "Fixtures/classifiers/nuclei.cl"
SIZE = 384


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--daemon-kills", type=int, default=100)
    parser.add_argument("--worker-kills", type=int, default=100)
    parser.add_argument("--folder", help="instead of a new one, which is removed afterwards")
    parser.add_argument("--patience", type=int, default=400, help="seconds without a new result until it is given up")
    return parser.parse_args()


def image(number):
    """Blobs on a noisy background, other ones in each image."""
    generator = numpy.random.default_rng(number)
    rows, columns = numpy.mgrid[:SIZE, :SIZE]
    pixels = generator.normal(300, 40, (SIZE, SIZE))
    for row, column in generator.uniform(0, SIZE, (40, 2)):
        pixels += 1500 * numpy.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 60)
    return numpy.clip(pixels, 0, 65535).astype(numpy.uint16)


class Daemon:
    """The daemon, in a life after the other."""

    def __init__(self, program, home, acquisition):
        self.program = program
        self.home = home
        self.configuration = home / "segmentd.toml"
        self.configuration.write_text(
            f'[[folder]]\npath = "{acquisition}"\nquiet = "300ms"\n'
            f'  [[folder.recipe]]\n  classifier = "{CLASSIFIER}"\n'
        )
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"), "XDG_RUNTIME_DIR": str(home / "run"),
        }
        self.log = open(home / "log", "w")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "watch", "--config", self.configuration], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=self.log,
        )

    def workers(self):
        """Its children: each thread has its own."""
        found = []
        for children in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                pass
        return found

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.start()

    def kill_worker(self, number):
        """By turns as the kernel does for want of memory, and as a fault of its own; a handler eats the first SIGSEGV."""
        for worker in self.workers():
            for kind in [signal.SIGKILL] if number % 2 == 0 else [signal.SIGSEGV, signal.SIGSEGV]:
                try:
                    os.kill(worker, kind)
                except ProcessLookupError:
                    pass
            return True
        return False


def hidden(folder):
    return [name for name in os.listdir(folder) if name.startswith(".")]


def summaries(folder):
    return [name for name in os.listdir(folder) if name.endswith("_summary.json") and not name.startswith(".")]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reference(program, daemon, images, folder):
    """The labels of an undisturbed run."""
    subprocess.run(
        [program, "run", "--classifier", CLASSIFIER, "--output-dir", folder, images],
        env=daemon.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def work(options, daemon, images, acquisition):
    """Brings the images and ends processes until both are used up; then waits for what is left."""
    kills = ["daemon"] * options.daemon_kills + ["worker"] * options.worker_kills
    random.seed(1)
    random.shuffle(kills)
    total, brought, used = len(images), 0, 0
    counts = {"daemon": 0, "worker": 0}
    stale = []
    last, seen, begun = time.monotonic(), -1, time.monotonic()
    while True:
        done = len(summaries(acquisition))
        if done != seen:
            seen, last = done, time.monotonic()
        if time.monotonic() - last > options.patience:
            print(f"nothing new for {options.patience} s", file=sys.stderr)
            break
        while brought < total and brought - done < 8:
            shutil.copy(images[brought], acquisition / f".{images[brought].name}.part")
            os.rename(acquisition / f".{images[brought].name}.part", acquisition / images[brought].name)
            brought += 1
        if done == total:
            break
        # A kill for each so many images, as soon as one is in work: hidden files that nobody left behind tell of it.
        is_due = used < len(kills) and used * total <= (done + max(3, total // 30)) * len(kills)
        if is_due and any(name not in stale for name in hidden(acquisition)):
            time.sleep(random.uniform(0, 0.03))
            kind = kills[used]
            if kind == "daemon":
                daemon.kill()
            elif not daemon.kill_worker(counts[kind]):
                continue
            stale = hidden(acquisition)
            used += 1
            counts[kind] += 1
            last = time.monotonic()
            if used % 20 == 0:
                print(f"{time.monotonic() - begun:6.0f} s: {used} kills, {done} images done", file=sys.stderr)
        time.sleep(0.001)
    return counts, time.monotonic() - begun


def check(images, acquisition, expected):
    """How many images are done and right, failed, missing, torn; and what was left behind."""
    result = {"right": 0, "failed": 0, "missing": 0, "torn": 0, "wrong": 0}
    for path in images:
        file = acquisition / f"{path.stem}_summary.json"
        if not file.exists():
            result["missing"] += 1
            continue
        summary = json.loads(file.read_text())
        if summary["status"] != "done":
            result["failed"] += 1
            print(f"{path.name}: {summary['error']}", file=sys.stderr)
            continue
        whole = digest(acquisition / path.name) == summary["image"]["sha256"]
        for output in summary["outputs"]:
            written = acquisition / output["name"]
            whole = whole and written.exists() and digest(written) == output["sha256"]
        labels = tifffile.imread(acquisition / f"{path.stem}_labels.tif")
        right = numpy.array_equal(labels, tifffile.imread(expected / f"{path.stem}_labels.tif"))
        result["torn" if not whole else "right" if right else "wrong"] += 1
    result["left behind"] = len(hidden(acquisition))
    return result


def main():
    options = arguments()
    home = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="segmentd-kills-"))
    folders = [home / name for name in ("images", "expected", "acquisition")]
    for folder in folders:
        folder.mkdir(parents=True)
    source, expected, acquisition = folders
    images = [source / f"image_{number:04}.tif" for number in range(options.images)]
    for number, path in enumerate(images):
        tifffile.imwrite(path, image(number))
    daemon = Daemon(options.program, home, acquisition)
    reference(options.program, daemon, source, expected)

    daemon.start()
    try:
        counts, seconds = work(options, daemon, images, acquisition)
        daemon.process.terminate()
        status = daemon.process.wait(timeout=90)
    finally:
        if daemon.process.poll() is None:
            daemon.process.kill()
    result = check(images, acquisition, expected)
    print(
        f"{options.images} images, {counts['daemon']} daemons and {counts['worker']} workers ended, {seconds:.0f} s: "
        + ", ".join(f"{count} {word}" for word, count in result.items())
        + f"; exit status {status}"
    )
    is_good = result["right"] == options.images and result["left behind"] == 0 and status == 0
    asked = {"daemon": options.daemon_kills, "worker": options.worker_kills}
    if counts != asked:
        # Images that are done faster than they can be hit leave kills over.
        print(f"fewer kills than asked for: {counts} of {asked}", file=sys.stderr)
    is_good = is_good and all(counts[kind] > 0 for kind in asked if asked[kind] > 0)
    if not options.folder:
        if is_good:
            shutil.rmtree(home)
        else:
            print(f"everything lies in {home}", file=sys.stderr)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
