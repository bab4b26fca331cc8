"""Several programs on one folder at once, and a folder whose mode changes: nothing is torn, failed or left behind.

    one-folder.py PROGRAM [IMAGES [TOGGLED [TOGGLES]]]

prints a line a check, and at the end how many passed and failed. Needs nothing but Python. Started as root, the checks
run as user 1234, for whom modes count. 1,000 images are run over twice at once, 400 more arrive under 200 toggles.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Soak"))
from lab import digest, plain_tiff, threshold  # noqa: E402

failures = 0


def check(name, found, expected):
    global failures
    isRight = found == expected
    failures += not isRight
    print(f"pass  {name}: {found}" if isRight else f"FAIL  {name}: {found} instead of {expected}", flush=True)


def image(number, size=64):
    """A plain uint16 TIFF: 20 around, two squares of 120 and 200, which the two classifiers tell apart."""
    pixels = [20] * (size * size)
    for value, left in ((120, 4), (200, 30)):
        for y in range(4, 12):
            for x in range(left, left + 8 + number % 16):
                pixels[y * size + x] = value
    pixels[0] = number % 20
    return plain_tiff([[pixels[row * size : (row + 1) * size] for row in range(size)]])


def results(folder):
    """How many summaries say done and failed, how many name files with another content, and what else lies there."""
    counts = {"done": 0, "failed": 0, "torn": 0, "hidden": len([name for name in os.listdir(folder) if name[0] == "."])}
    for path in folder.glob("*_summary.json"):
        summary = json.loads(path.read_bytes())
        counts[summary["status"]] += 1
        for output in summary["outputs"]:
            name = base64.b64decode(output["name_base64"]) if output.get("name_base64") else output["name"].encode()
            file = pathlib.Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
            if not file.exists() or digest(file) != output["sha256"]:
                counts["torn"] += 1
                break
    return counts


class Place:
    def __init__(self, program):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="segmentd-one-folder-"))
        # The folder of the build may be closed to other users.
        self.program = shutil.copy(program, self.home / "segmentd")
        if os.geteuid() == 0:
            os.chown(self.home, 1234, 1234)
            os.setgroups([])
            os.setgid(1234)
            os.setuid(1234)
        self.environment = {
            "HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
            "POCL_CACHE_DIR": str(self.home / "pocl"),
        }
        for name, value in (("low", 100), ("high", 150)):
            (self.home / f"{name}.cl").write_text(threshold(value))

    def folder(self, name):
        folder = self.home / name
        folder.mkdir()
        return folder

    def start(self, *arguments):
        log = open(self.home / "log", "a")
        return subprocess.Popen([self.program, *map(str, arguments)], env=self.environment, stdout=log, stderr=log)

    def run(self, folder, classifier, *options):
        return self.start("run", *options, "--classifier", self.home / f"{classifier}.cl", folder)


def two_at_once(place, count):
    folder = place.folder("at-once")
    for number in range(count):
        (folder / f"{number:04}.tif").write_bytes(image(number))
    runs = [place.run(folder, "low") for _ in range(2)]
    check("two runs on one folder both end well", [run.wait() for run in runs], [0, 0])
    check("with one whole result an image", results(folder), {"done": count, "failed": 0, "torn": 0, "hidden": 0})
    begin = time.monotonic()
    runs = [place.run(folder, name, "--again") for name in ("low", "high")]
    check("two runs with two classifiers both end well", [run.wait() for run in runs], [0, 0])
    check("and tear nothing", results(folder), {"done": count, "failed": 0, "torn": 0, "hidden": 0})
    print(f"      {count} images, twice, in {time.monotonic() - begin:.1f} s")


def toggled(place, count, toggles):
    folder = place.folder("toggled")
    configuration = place.home / "segmentd.toml"
    configuration.write_text(
        f'[[folder]]\npath = "{folder}"\nquiet = "100ms"\nrescan = "5s"\n'
        f'  [[folder.recipe]]\n  classifier = "{place.home / "low.cl"}"\n'
    )
    daemon = place.start("watch", "--config", configuration)
    done = 0
    try:
        for toggle in range(toggles):
            for number in range(count * toggle // toggles, count * (toggle + 1) // toggles):
                (folder / f"{number:04}.tif").write_bytes(image(number))
            for mode in (0o555, 0o000, 0o755):
                time.sleep(0.02)
                folder.chmod(mode)
        end = time.monotonic() + 600
        while done < count and time.monotonic() < end and daemon.poll() is None:
            time.sleep(0.5)
            done = len(list(folder.glob("*_summary.json")))
    finally:
        folder.chmod(0o755)
        daemon.terminate()
        status = daemon.wait()
    check("a folder whose mode changes costs no image", results(folder),
          {"done": count, "failed": 0, "torn": 0, "hidden": 0})
    check("and the daemon ends well", status, 0)


def main():
    counts = [int(text) for text in sys.argv[2:]] + [1000, 400, 200][len(sys.argv) - 2:]
    place = Place(sys.argv[1])
    try:
        two_at_once(place, counts[0])
        toggled(place, counts[1], counts[2])
    finally:
        if failures:
            print(f"      what they said is in {place.home / 'log'}")
        else:
            shutil.rmtree(place.home)
    print("all passed" if failures == 0 else f"{failures} failed")
    sys.exit(1 if failures else 0)


main()
