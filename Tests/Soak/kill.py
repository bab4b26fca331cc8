#!/usr/bin/python3
"""kill -9 of daemon and worker, at random instants and at every Nth call that changes a file.

    kill.py PROGRAM [--short] [--kills 1000] [--images 384]

Half of the kills are random, while an image is in work; the other half hit each call in turn, in the daemon's start, in
its work on an image, and in the worker's. Each image must be done in the end, once, with the labels that an undisturbed
run gives (real APOC's for the second half); nothing may be torn, and nothing hidden be left after the next start.
"""

import random
import shutil
import signal
import sys
import time

import crashpoint
import numpy
import tifffile
from lab import *

SIDE = 384


def image(number):
    """Blobs on a noisy background, other ones in each image."""
    generator = numpy.random.default_rng(number)
    rows, columns = numpy.mgrid[:SIDE, :SIDE]
    pixels = generator.normal(300, 40, (SIDE, SIDE))
    for row, column in generator.uniform(0, SIDE, (40, 2)):
        pixels += 1500 * numpy.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 60)
    return numpy.clip(pixels, 0, 65535).astype(numpy.uint16)


def kill_worker(daemon, number):
    """By turns as the kernel does for want of memory, and as a fault of its own; a handler eats the first SIGSEGV."""
    workers = daemon.workers()
    for worker in workers:
        for kind in [signal.SIGKILL] if number % 2 == 0 else [signal.SIGSEGV, signal.SIGSEGV]:
            send(worker, kind)
    return bool(workers)


class Judged:
    """What is counted of both halves."""

    def __init__(self):
        self.verdicts, self.different, self.again, self.leftover, self.kills = [], 0, 0, 0, 0

    def take_in(self, place, commits, verdicts):
        commits.close()
        self.verdicts += verdicts
        self.different += len(commits.different())
        self.again += len(commits.twice())
        self.leftover += len(hidden(place.acquisition))


def at_random(options, judged, kills, row):
    """Images come while processes are ended whenever one is in work."""
    place = Place(options, "kill")
    classifier = place.classifier("nuclei")
    place.configure(classifier)
    place.warm(classifier)
    count = max(8, kills * 2)
    source, expected = place.folder("images"), place.folder("expected")
    # A run over fewer images than are brought: their copies have the same result.
    kinds = min(count, 100)
    originals = [source / f"image_{number:04}.tif" for number in range(kinds)]
    for number, path in enumerate(originals):
        tifffile.imwrite(path, image(number))
    place.reference(classifier, source, expected)

    order = ["daemon", "worker"] * (kills // 2)
    random.seed(1)
    random.shuffle(order)
    daemon, commits = Daemon(place).start(), Commits(place.acquisition)
    brought = used = 0
    stale, last, seen, begun = set(), time.monotonic(), -1, time.monotonic()
    while time.monotonic() - last < PATIENCE:
        done = len(summaries(place.acquisition))
        if done != seen:
            seen, last = done, time.monotonic()
        while brought < count and brought - done < 8:
            shutil.copyfile(originals[brought % kinds], place.acquisition / f".{brought}.part")
            (place.acquisition / f".{brought}.part").rename(place.acquisition / f"{brought:05}.tif")
            brought += 1
        if done == count:
            break
        # A kill for each so many images, as soon as one is in work: hidden files that nobody left behind tell of it.
        is_due = used < len(order) and used * count <= (done + max(3, count // 30)) * len(order)
        if is_due and not stale.issuperset(hidden(place.acquisition)):
            time.sleep(random.uniform(0, 0.03))
            if order[used] == "daemon":
                daemon.kill()
                daemon.start(ready=False)
            elif not kill_worker(daemon, used):
                continue
            stale = set(hidden(place.acquisition))
            used += 1
            last = time.monotonic()
        time.sleep(0.002)
    if options.plant:
        plant(place.acquisition / "00000.tif")
    # What the last kill left is the next start's to clear.
    daemon.stop()
    status = daemon.start().stop()
    judged.take_in(place, commits, [
        judge(place.acquisition / f"{number:05}.tif",
              labels=expected / f"{originals[number % kinds].stem}_labels.tif")
        for number in range(count)
    ])
    judged.kills += used
    row.note(f"at random: {used} kills over {count} images of {SIDE}x{SIDE} in {time.monotonic() - begun:.0f} s")
    row.equal("exit status after it", status, 0)
    return place


def at_calls(options, judged, kills, row):
    """Each call that changes a file is the last one of its process, in turn."""
    place = Place(options, "kill-calls")
    classifier = place.classifier("bright")
    place.configure(classifier)
    place.warm(classifier)
    point = crashpoint.CrashPoint(place)
    daemon, commits = Daemon(place, point.environment).start(), Commits(place.acquisition)
    images = []

    def work(at, processes):
        """Brings an image with the point armed; whether a process died of it before it was done."""
        path = place.acquisition / f"{len(images):05}.tif"
        images.append(path)
        point.arm(at, processes)
        bring(ACQUIRED[(len(images) - 1) % 5], path)
        daemon.wait(lambda: point.fired or summary_of(path).exists(), f"{path.name} or a death", 60)
        # A call after the summary is still its image's.
        daemon.wait(lambda: point.fired, None, 0.2)

    def revive():
        point.disarm()
        if not daemon.wait(lambda: not daemon.is_running, "the death of the daemon", 2):
            return
        daemon.start()

    # What there is to hit: an image without a fault, and a start.
    work(0, crashpoint.DAEMON)
    calls = {"the daemon's work": point.count}
    work(0, crashpoint.WORKER)
    calls["the worker's work"] = point.count
    daemon.stop()
    point.arm(0, crashpoint.DAEMON)
    daemon.start()
    calls["the daemon's start"] = point.count
    point.disarm()
    row.note("calls an image or start: " + ", ".join(f"{count} in {what}" for what, count in calls.items()))

    hit = dict.fromkeys(calls, 0)
    places = {}
    turns = [(what, at) for what, count in calls.items() for at in range(1, count + 1)]
    # A short form takes each so manyth; a long one begins again from the first.
    step = max(1, len(turns) // kills) if kills < len(turns) else 1
    turn = 0
    misses = 0
    while sum(hit.values()) < kills and misses < 3 * len(turns):
        what, at = turns[turn * step % len(turns)]
        turn += 1
        if what == "the daemon's start":
            daemon.stop()
            point.arm(at, crashpoint.DAEMON)
            daemon.start(ready=False)
            daemon.wait(lambda: point.fired or daemon.is_ready.is_set(), "a start or a death", 60)
        else:
            work(at, crashpoint.WORKER if what == "the worker's work" else crashpoint.DAEMON)
        if point.fired:
            hit[what] += 1
            places[point.what] = places.get(point.what, 0) + 1
        else:
            misses += 1
        if what == "the worker's work":
            point.disarm()
        else:
            revive()
        if not daemon.is_running:
            daemon.start()
        if not daemon.wait_for(len(images), patience=120):
            break
    status = daemon.stop()
    status = status or daemon.start().stop()
    judged.take_in(place, commits, [
        judge(path, labels=FIXTURES / f"acquisition/{number % 5}_bright.tif") for number, path in enumerate(images)
    ])
    judged.kills += sum(hit.values())
    row.note("at the Nth call: " + ", ".join(f"{count} in {what}" for what, count in hit.items()))
    row.note("hit: " + ", ".join(f"{name} {count}" for name, count in sorted(places.items())))
    row.equal("exit status after those at calls", status, 0)
    return place


def main():
    options = arguments(
        __doc__, kills=(0, "how many in all (1000; 20 in the short form)"), only=("", "random or calls"),
    )
    kills = options.kills or (20 if options.short else 1000)
    row = Row("kill", options)
    judged, places = Judged(), []
    if options.only != "calls":
        places.append(at_random(options, judged, kills // 2, row))
    if options.only != "random":
        places.append(at_calls(options, judged, kills - judged.kills if not options.only else kills, row))
    counts = tally(judged.verdicts)
    row.note(f"{judged.again} images were done a second time")
    row.above("kills", judged.kills, kills if not options.short else kills // 2)
    row.equal("images done and right", counts["right"], len(judged.verdicts))
    row.equal("lost", counts["missing"])
    row.equal("failed", counts["failed"])
    row.equal("torn", counts["torn"])
    row.equal("wrong", counts["wrong"])
    row.equal("processed into two different results", judged.different)
    row.equal("stray temporaries after the next start", judged.leftover)
    row.finish(*places)


if __name__ == "__main__":
    with skipping():
        main()
