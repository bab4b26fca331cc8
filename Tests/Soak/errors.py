#!/usr/bin/python3
"""Each errno at every Nth call on files, in daemon and worker: raw bytes identical, results whole or absent, recovered.

    errors.py PROGRAM [--short]

One call fails, once: every call that changes a file with EIO, ENOSPC, EROFS, EDQUOT and EACCES, every read with EIO.
An image is recovered when its right result is there within a minute, without a restart and without a hand.
"""

import errno
import time

import crashpoint
from lab import *

CODES = ["EIO", "ENOSPC", "EROFS", "EDQUOT", "EACCES"]
#: Seconds in which an image must have its result, the fault being over.
RECOVERY = 60


def main():
    options = arguments(__doc__, most=(0, "at most so many faults (all; 24 in the short form)"))
    row = Row("errors", options)
    place = Place(options, "errors")
    classifier = place.classifier("bright")
    # The one rescan that is left to notice what a failing call hid.
    place.configure(classifier, rescan="10s")
    place.warm(classifier)
    point = crashpoint.CrashPoint(place)
    daemon, commits = Daemon(place, point.environment).start(), Commits(place.acquisition)
    images, seconds, unrecovered, halves, deaths, ends = [], [], [], [], [], []

    def work(at, processes, code=0, classes=crashpoint.CHANGES):
        """Brings an image, one of whose calls fails; gives the call, or None when there was no such."""
        path = place.acquisition / f"{len(images):05}.tif"
        data = ACQUIRED[len(images) % 5]
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(data.read_bytes())
        images.append(path)
        point.arm(at, processes, code, classes)
        worker = daemon.workers()
        begun = time.monotonic()
        part.rename(path)
        while not summary_of(path).exists() or is_failed(path):
            if time.monotonic() - begun > RECOVERY or not daemon.is_running:
                break
            time.sleep(0.005)
        took = time.monotonic() - begun
        point_fired, what = point.fired, point.what
        point.disarm()
        name = f"{errno.errorcode[code]} at call {at}, {what}" if code else "none"
        if not daemon.is_running:
            deaths.append(name)
            daemon.start()
            daemon.wait(summary_of(path).exists, path.name, RECOVERY)
        elif took > RECOVERY:
            state = "failed" if summary_of(path).exists() else "absent"
            unrecovered.append(f"{name}: {state}")
            # What is left of it may not stand in the way of what follows.
            path.unlink()
        elif point_fired:
            seconds.append(took)
        if point_fired and daemon.is_running and daemon.workers() != worker:
            ends.append(name)
        return what if point_fired else None

    def is_failed(path):
        """Whether the summary that is there says that it failed: a result is still to come."""
        try:
            return json.loads(summary_of(path).read_bytes())["status"] != "done"
        except FileNotFoundError:
            return True
        except ValueError:
            halves.append(path.name)
            return False

    kinds = [(crashpoint.DAEMON, crashpoint.CHANGES, CODES), (crashpoint.WORKER, crashpoint.CHANGES, CODES),
             (crashpoint.DAEMON, crashpoint.READS, ["EIO"]), (crashpoint.WORKER, crashpoint.READS, ["EIO"])]
    faults = []
    for processes, classes, codes in kinds:
        work(0, processes, classes=classes)
        time.sleep(0.1)
        faults += [(at, processes, getattr(errno, code), classes)
                   for at in range(1, max(point.count, 1) + 1) for code in codes]
    row.note(f"{len(faults)} faults: each errno at each call of an image")
    most = options.most or (24 if options.short else len(faults))
    if most < len(faults):
        # Evenly, and by turns through the errnos: no step that all of them divide.
        faults = [faults[(number * len(faults) // most + number % 5) % len(faults)] for number in range(most)]
    hit = {}
    for fault in faults:
        what = work(*fault)
        if what:
            hit[what] = hit.get(what, 0) + 1
    status = daemon.stop()
    status = status or daemon.start().stop()
    commits.close()
    if options.plant:
        plant(images[0])
    left = [(number, path) for number, path in enumerate(images) if path.exists()]
    counts = tally(judge(path, labels=FIXTURES / f"acquisition/{number % 5}_bright.tif") for number, path in left)
    row.note("hit: " + ", ".join(f"{name} {count}" for name, count in sorted(hit.items())))
    seconds.sort()
    if seconds:
        row.note(f"from image to result with a fault: median {seconds[len(seconds) // 2] * 1000:.0f} ms, "
                 f"worst {seconds[-1]:.1f} s")
    for name in ends:
        row.note(f"another worker after {name}")
    for name in unrecovered + deaths:
        row.note(f"not recovered: {name}")
    row.above("faults that were met", sum(hit.values()), most // 2)
    row.equal("raw files that changed",
              sum(path.read_bytes() != ACQUIRED[number % 5].read_bytes() for number, path in left))
    row.equal("results that are neither whole nor absent", counts["torn"] + counts["wrong"] + len(halves))
    row.equal("images with two different results", len(commits.different()))
    row.equal(f"images without a result within {RECOVERY} s", len(unrecovered) + counts["missing"] + counts["failed"])
    row.equal("deaths of the daemon", len(deaths))
    row.equal("left behind after the next start", len(hidden(place.acquisition)))
    row.equal("exit status", status, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
