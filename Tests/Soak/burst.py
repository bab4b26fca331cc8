#!/usr/bin/python3
"""20,000 files in ten seconds, and 5,000 with an event queue of 128: each is processed once, none is missed.

    burst.py PROGRAM [--short] [--only flood|queue]

The files come through plain writes into one folder. Each carries a number that its result must tell. The daemon may not
grow by more than 100 MB, from the moment it was ready. The small queue needs root: the kernel's setting is changed for
the moment in which the daemon starts.
"""

import threading
import time

from lab import *

QUEUE = pathlib.Path("/proc/sys/fs/inotify/max_queued_events")
#: So many megabytes the daemon may grow by.
GROWTH = 100


class SmallQueue:
    """The kernel's event queue for instances made meanwhile."""

    def __init__(self, size):
        self.size = size

    def __enter__(self):
        self.before = QUEUE.read_text()
        QUEUE.write_text(str(self.size))

    def __exit__(self, *_):
        QUEUE.write_text(self.before)


def flood(options, row, count, seconds, queue=None):
    """So many files in so many seconds."""
    what = f"{count} files" if queue is None else f"{count} files, a queue of {queue}"
    place = Place(options, "burst")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    daemon = Daemon(place)
    # Ours is made with the large queue, before.
    commits = Commits(place.acquisition)
    if queue is None:
        daemon.start()
    else:
        with SmallQueue(queue):
            daemon.start()
    with daemon:
        # One image, so that what is kept for ever is there.
        bring(counted(65535), place.acquisition / "first.tif")
        daemon.wait_for(1)
        start = memory(daemon.process.pid)
        images = {number: counted(number) for number in range(count)}
        peak, is_open = [start], True

        def look():
            while is_open:
                peak[0] = max(peak[0], memory(daemon.process.pid))
                time.sleep(0.1)

        meter = threading.Thread(target=look, daemon=True)
        meter.start()
        begun = time.monotonic()
        for number, data in images.items():
            if queue is not None and number % 1000 in (100, 300):
                # Held up while others write on: what a busy machine does by itself.
                send(daemon.process.pid, signal.SIGSTOP if number % 1000 == 100 else signal.SIGCONT)
            late = begun + seconds * number / count - time.monotonic()
            if late > 0.001:
                time.sleep(late)
            (place.acquisition / f"{number:05}.tif").write_bytes(data)
        send(daemon.process.pid, signal.SIGCONT)
        written = time.monotonic() - begun
        daemon.wait(lambda: len(commits.seen) > count, "all results", progress=lambda: len(commits.seen))
        took = time.monotonic() - begun
        # What would be processed twice would be now.
        time.sleep(2)
        is_open = False
        meter.join()
        overflows = daemon.said("changes faster than its events can be read")
        status = daemon.stop()
    commits.close()
    if options.plant:
        plant(place.acquisition / "00000.tif")
    counts = tally(judge(place.acquisition / f"{number:05}.tif", objects=objects_in(number)) for number in images)
    row.note(f"{what}: written in {written:.1f} s, done after {took:.0f} s, {count / took:.0f} images/s; "
             f"the daemon had {start:.0f} MB, at most {peak[0]:.0f} MB; the log tells of {overflows} overflows")
    row.equal(f"{what}: done and right", counts["right"], count)
    row.equal(f"{what}: missed", counts["missing"])
    row.equal(f"{what}: processed more than once", len(commits.twice()))
    row.below(f"{what}: growth", peak[0] - start, GROWTH, " MB")
    row.equal(f"{what}: exit status", status, 0)
    if queue is not None and not options.short:
        row.above(f"{what}: overflows, as the log tells", overflows, 1)
    return place


def main():
    options = arguments(__doc__, only=("", "flood or queue"))
    row = Row("burst", options)
    places = []
    if options.only != "queue":
        places.append(flood(options, row, *((500, 0.3) if options.short else (20_000, 10))))
    if options.only != "flood":
        if os.access(QUEUE, os.W_OK) and os.geteuid() == 0:
            places.append(flood(options, row, 300 if options.short else 5_000, 0.1 if options.short else 1, queue=128))
        else:
            row.note("the small event queue needs root: left out")
    row.finish(*places)


if __name__ == "__main__":
    with skipping():
        main()
