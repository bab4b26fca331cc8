#!/usr/bin/python3
"""A real full disk that a writer shares, emptied again, and a real read-only remount: every image done, no restart.

    disk.py PROGRAM [--short] [--reserve "24 MB"]

An ext4 file system on a loop device. A writer brings 200 images; half way somebody else's file fills the disk for some
seconds, later it is made read-only for some seconds. The writer tries again like a patient microscope. With `--reserve`
the folder has that setting, and what we wrote while less was free is held against it. Needs root.
"""

import errno
import threading
import time

import numpy
import tifffile
from lab import *

SIZE_MB = 96
SIDE = 384


def bytes_of(text):
    number, unit = text.split()
    return int(float(number) * {"kB": 1e3, "MB": 1e6, "GB": 1e9}[unit])


def image(number):
    """Noise with squares in it, other ones in each image: it does not become smaller by compression."""
    generator = numpy.random.default_rng(number)
    pixels = generator.normal(300, 40, (SIDE, SIDE))
    for row, column in generator.integers(0, SIDE - 20, (30, 2)):
        pixels[row : row + 12, column : column + 12] += 1500
    return numpy.clip(pixels, 0, 65535).astype(numpy.uint16)


class Writer(threading.Thread):
    """Brings images one after the other; where there is no room or no writing, it tries again."""

    def __init__(self, images, target):
        super().__init__(daemon=True)
        self.images, self.target = images, target
        self.brought, self.allowed, self.refusals, self.codes = 0, 0, [], {}

    def run(self):
        for path in self.images:
            while self.brought >= self.allowed:
                time.sleep(0.005)
            while True:
                part = self.target / f".{path.name}.part"
                try:
                    with open(part, "wb") as file:
                        file.write(path.read_bytes())
                        file.flush()
                        os.fsync(file.fileno())
                    os.rename(part, self.target / path.name)
                    break
                except OSError as error:
                    code = errno.errorcode[error.errno]
                    self.codes[code] = self.codes.get(code, 0) + 1
                    self.refusals.append((time.monotonic(), code))
                    time.sleep(0.1)
            self.brought += 1
            time.sleep(0.01)


class Meter(threading.Thread):
    """Looks often at how much is free, and at how much of it is ours."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.samples, self.is_open = folder, [], True

    def run(self):
        while self.is_open:
            state = os.statvfs(self.folder)
            ours = 0
            for entry in os.scandir(self.folder):
                if ".segmentd-" in entry.name or any(
                        entry.name.endswith(f"_{kind}") for kind in
                        ("mask.tif", "labels.tif", "probabilities.tif", "objects.csv", "summary.json")):
                    try:
                        ours += entry.stat().st_blocks * 512
                    except FileNotFoundError:
                        pass
            self.samples.append((time.monotonic(), state.f_bavail * state.f_frsize, ours))
            time.sleep(0.02)

    def growth(self, reserve):
        """How many bytes ours grew by in the longest time in which less than the reserve was free."""
        worst, floor = 0, None
        for _, free, ours in self.samples:
            if free >= reserve:
                floor = None
            else:
                floor = ours if floor is None else min(floor, ours)
                worst = max(worst, ours - floor)
        return worst


def main():
    options = arguments(__doc__, reserve=("", 'the folder\'s `reserve`, for example "24 MB"'))
    mounting()
    need_program("mkfs.ext4", "e2fsprogs")
    if not os.path.exists("/dev/loop-control"):
        raise Absent("there are no loop devices")
    count, pause = (40, 4) if options.short else (200, 15)
    row, place = Row("disk", options), Place(options, "disk")
    disk, file = place.folder("disk"), place.home / "disk.img"
    # All images and their results fit beside the reserve.
    size = (SIZE_MB << 20) + (bytes_of(options.reserve) * 3 // 2 if options.reserve else 0)
    with open(file, "wb") as handle:
        handle.truncate(size)
    call("mkfs.ext4", "-q", "-m", "0", file)
    try:
        call("mount", "-o", "loop", file, disk)
    except RuntimeError as error:
        raise Absent(f"loop devices cannot be mounted here: {error}") from None
    acquisition = disk / "acquisition"
    acquisition.mkdir()
    classifier = place.classifier("nuclei_probability")
    place.configure(
        classifier, folders=[acquisition], folder_keys=f'reserve = "{options.reserve}"' if options.reserve else "",
        recipe_keys='outputs = ["mask", "labels", "objects", "probabilities"]\n  threshold = 0.5',
    )
    place.warm(classifier)
    source, expected = place.folder("images"), place.folder("expected")
    images = [source / f"image_{number:04}.tif" for number in range(count)]
    kinds = 20
    for number, path in enumerate(images):
        tifffile.imwrite(path, image(number % kinds))
    for path in images[:kinds]:
        place.run("run", "--classifier", classifier, "--threshold", "0.5", "--output-dir", expected, path)

    daemon = Daemon(place).start()
    process = daemon.process.pid
    writer, meter = Writer(images, acquisition), Meter(acquisition)
    writer.start()
    meter.start()
    statuses = []

    # Full: somebody else takes all that is left, for some seconds, and again when ours made room by failing.
    writer.allowed = count // 4
    daemon.wait_for(count // 8, acquisition)
    ballast = disk / "ballast"
    handle = open(ballast, "wb")
    if options.reserve:
        # Below the reserve, and yet not full: what is left is the writer's.
        daemon.wait_for(count // 4, acquisition)
        state, kept = os.statvfs(disk), bytes_of(options.reserve) * 4 // 5
        os.posix_fallocate(handle.fileno(), 0, state.f_bavail * state.f_frsize - kept)
        handle.seek(0, os.SEEK_END)
        writer.allowed = count // 2
        time.sleep(pause)
        row.note(f"below the reserve: {writer.brought - count // 4} images came, "
                 f"{len(summaries(acquisition)) - count // 4} were done; STATUS: {daemon.status}")
        row.equal("ENOSPC of the writer while the reserve was there", writer.codes.get("ENOSPC", 0))
    writer.allowed = count // 2
    filled = time.monotonic()
    with handle:
        while time.monotonic() - filled < pause:
            try:
                os.write(handle.fileno(), bytes(1 << 16))
            except OSError:
                time.sleep(0.05)
    full_status = daemon.status
    statuses.append(f"full: {full_status}")
    full_until = time.monotonic()
    ballast.unlink()
    emptied, waiting = time.monotonic(), count // 2 - len(summaries(acquisition))
    daemon.wait_for(count // 2, acquisition)
    row.note(f"{waiting} images done {time.monotonic() - emptied:.1f} s after the disk was emptied")

    # Read-only: refused while a file is open for writing, such as a table of the folder. The daemon stands still meanwhile,
    # or it would be done with what came before; so it is stopped at a moment in which the disk can be remounted.
    def is_stopped_idle():
        send(process, signal.SIGSTOP)
        if call("mount", "-o", "remount,ro", disk, check=False) == 0:
            call("mount", "-o", "remount,rw", disk)
            return True
        send(process, signal.SIGCONT)
        return False

    if not daemon.wait(is_stopped_idle, "a moment without open files", 60):
        raise RuntimeError("the daemon always has a file open for writing")
    writer.allowed = count // 2 + 10
    daemon.wait(lambda: writer.brought >= writer.allowed, "more images", progress=lambda: writer.brought)
    if not daemon.wait(lambda: call("mount", "-o", "remount,ro", disk, check=False) == 0, "the remount", 60):
        raise RuntimeError(f"{disk} cannot be made read-only")
    send(process, signal.SIGCONT)
    waiting = writer.brought - len(summaries(acquisition))
    writer.allowed = count
    time.sleep(pause)
    readonly_status = daemon.status
    statuses.append(f"read-only: {readonly_status}")
    call("mount", "-o", "remount,rw", disk)
    mounted = time.monotonic()
    daemon.wait_for(count, acquisition)
    row.note(f"{waiting} images waited while it was read-only; all {count} done {time.monotonic() - mounted:.1f} s "
             "after it could be written again")
    meter.is_open = False
    writer.join(10)
    meter.join(10)
    is_same = daemon.process.pid == process and daemon.is_running and daemon.lives == 1
    status = daemon.stop()
    if options.plant:
        plant(acquisition / images[0].name)
    counts = tally(judge(acquisition / path.name, labels=expected / f"{images[number % kinds].stem}_labels.tif")
                   for number, path in enumerate(images))
    for text in statuses:
        row.note(f"STATUS while {text}")
    row.note("the writer was refused: " + (", ".join(f"{code} {n}" for code, n in writer.codes.items()) or "never"))
    row.above("refusals of the writer while it was full or read-only", len(writer.refusals), 1)
    row.equal("images done and right", counts["right"], count)
    row.equal("raw files that changed",
              sum(digest(path) != digest(acquisition / path.name) for path in images))
    row.equal("restarts", 0 if is_same else 1)
    row.equal("exit status", status, 0)
    row.equal("STATUS said what is wrong: full", "degraded" in full_status, True)
    row.equal("STATUS said what is wrong: read-only", "degraded" in readonly_status, True)
    row.equal("left behind", len(hidden(acquisition)))
    if options.reserve:
        growth = meter.growth(bytes_of(options.reserve))
        # What was begun before the limit was crossed is one image's results.
        row.below("our growth while less than the reserve was free", growth / 1e6, 3, " MB")
    else:
        early = [moment for moment, code in writer.refusals if code == "ENOSPC" and moment > full_until + 0.2]
        row.note(f"no reserve asked for; ENOSPC of the writer after the disk was emptied: {len(early)}")
    call("umount", disk, check=False)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
