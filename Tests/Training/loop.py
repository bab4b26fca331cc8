#!/usr/bin/python3
"""From a save in another program to the classifier in force: the daemon trains while images come.

    loop.py PROGRAM [--short] [--count 50] [--side 2048]

Another process saves annotations of an image of 2048x2048 as napari does (int64 labels by tifffile, deflated), each time with
some strokes more; the time runs from the end of the save until the classifier of these is in force, and is set beside the
limit of two seconds. Images keep coming meanwhile: every summary names one classifier that was in force, and the image that
comes after the last training names that one. Needs python3-numpy and python3-tifffile.
"""

import pathlib
import statistics
import subprocess
import sys
import threading
import time

import numpy
import tifffile

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Soak"))
from lab import *  # noqa: E402

LIMIT = 2.0
FEATURES = "object_size_1_to_5_px"
SAVE = """
import sys, numpy, tifffile, time
path, source = sys.argv[1:3]
tifffile.imwrite(path, numpy.load(source), compression="zlib", compressionargs={"level": 1})
print(time.time())
"""


def cells(number, side):
    """Bright cells on a dim, noisy ground."""
    generator = numpy.random.default_rng(number)
    pixels = generator.normal(300, 40, (side, side)).astype(numpy.float32)
    size = 24
    rows, columns = numpy.mgrid[:size, :size] - size // 2
    cell = 1500 * numpy.exp(-(rows**2 + columns**2) / 50)
    places = generator.integers(0, side - size, (side * side // 6000, 2))
    for top, left in places:
        pixels[top : top + size, left : left + size] += cell
    return numpy.clip(pixels, 0, 65535).astype(numpy.uint16), places + size // 2


class Hand:
    """A hand that annotates: a stroke over a cell is class 2, one beside it class 1."""

    def __init__(self, side, places):
        self.labels = numpy.zeros((side, side), numpy.int64)
        self.places, self.generator = places, numpy.random.default_rng(7)

    def stroke(self):
        side = len(self.labels)
        (row, column), reach = self.generator.choice(self.places), self.generator.integers(1, 5, 2)
        self.labels[max(0, row - reach[0]) : row + reach[0], max(0, column - reach[1]) : column + reach[1]] = 2
        top, left = self.generator.integers(0, side - 30, 2)
        ground = self.labels[top : top + reach[0], left : left + 5 * reach[1]]
        ground[ground == 0] = 1

    def save(self, path, place):
        """Saves in a process of its own; gives the moment of its end by the clock of the day."""
        source = place.home / "labels.npy"
        numpy.save(source, self.labels)
        result = subprocess.run([sys.executable, "-c", SAVE, path, source], check=True, capture_output=True, text=True)
        return float(result.stdout)


def force(place, digests):
    """Listens to the daemon: notes when each classifier came into force, and what became of trainings."""
    process = subprocess.Popen(
        [place.options.program, "events", "--runtime", place.home / "run/segmentd"], env=place.environment, stdout=subprocess.PIPE, text=True
    )

    def listen():
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "classifier" and event.get("change") == "in_force":
                digests.append((time.time(), event["classifier"]))
            elif event["event"] == "training" and event.get("change") in ("refused", "candidate"):
                print(f"        {event['change']}: {event.get('reason')}", flush=True)

    threading.Thread(target=listen, daemon=True).start()
    return process


def main():
    options = arguments(__doc__, count=(50, "saves"), side=(2048, "rows and columns of the annotated image"))
    count, side = (5, 512) if options.short else (options.count, options.side)
    row = Row("training loop", options)
    place = Place(options, "loop")
    annotations = place.folder("annotations")
    training = place.folder("training")
    classifier = place.home / "nuclei.cl"
    place.configure(
        classifier,
        recipe_keys=f"""outputs = ["classes"]
    [[folder.recipe.training]]
    annotations = "{annotations}"
    images = "{training}"
    features = "{FEATURES}"
    accept = "always"
""",
    )
    place.warm(place.classifier("nuclei-of-others", (FIXTURES / "classifiers/nuclei.cl").read_text()))
    pixels, places = cells(1, side)
    tifffile.imwrite(training / "x.tif", pixels)
    small = place.home / "small.tif"
    tifffile.imwrite(small, cells(2, 512)[0])
    hand = Hand(side, places)
    for _ in range(40):
        hand.stroke()
    digests, times, missing = [], [], 0
    with Daemon(place).start() as daemon:
        events = force(place, digests)
        time.sleep(0.5)
        commits = Commits(place.acquisition)
        is_over, brought = threading.Event(), []

        def load():
            while not is_over.wait(0.5):
                target = place.acquisition / f"{len(brought):04}.tif"
                bring(small, target)
                brought.append(target)

        def saved_to_force():
            """Seconds from a save to the classifier of it; nil where none comes."""
            # One alone may be held back, and teach nothing.
            for _ in range(8):
                hand.stroke()
            known = len(digests)
            moment = hand.save(annotations / "x.tif", place)
            if not daemon.wait(lambda: len(digests) > known, "the classifier in force", 60):
                return None
            return digests[known][0] - moment

        first = saved_to_force()
        row.note(f"the first training, with the start of its worker: {first and round(first, 2)} s")
        writer = threading.Thread(target=load)
        writer.start()
        for _ in range(count):
            seconds = saved_to_force()
            if seconds is None:
                missing += 1
            else:
                times.append(seconds)
        is_over.set()
        writer.join()
        last = place.acquisition / "last.tif"
        bring(small, last)
        for path in [*brought, last]:
            name = summary_of(path).name
            daemon.wait(lambda: name in commits.moments, name, 60)
        status = daemon.stop()
        events.kill()
    commits.close()
    named = [json.loads(summary_of(path).read_bytes())["classifier"]["sha256"][:12] for path in [*brought, last]]
    known = {digest for _, digest in digests}
    row.equal("saves without a classifier in force", missing)
    row.below("saved to in force, median, ms", 1000 * statistics.median(times), int(LIMIT * 1000))
    row.note(f"worst {max(times):.2f} s, best {min(times):.2f} s, of {len(times)}; {len(brought)} images meanwhile")
    row.equal("images whose classifier was never in force", sum(name not in known for name in named))
    row.equal("the image after the last training names its classifier", named[-1] == digests[-1][1], True)
    row.equal("exit status", status)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
