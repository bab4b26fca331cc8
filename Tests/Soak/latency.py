#!/usr/bin/python3
"""From the last byte of an image to its summary, with every setting left out; and writers that pause between pages.

    latency.py PROGRAM [--short] [--enforce] [--only timed|pages]

Images of 512x512 come by rename and by one write and close, one after the other, each when the one before is done. With
`--enforce` the median may be 15 ms and the 99th percentile 40 ms: leave it out on a machine that does other work. Then
writers append a page every two seconds: each image has one final result, of all of its pages.
"""

import statistics
import threading
import time

import numpy
import tifffile
from lab import *

PAGES, GAP = 4, 2.0
MEDIAN, LATE = 15, 40


def image(number, side=512):
    """Blobs on a noisy background."""
    generator = numpy.random.default_rng(number)
    rows, columns = numpy.mgrid[:side, :side]
    pixels = generator.normal(300, 40, (side, side))
    for row, column in generator.uniform(0, side, (40, 2)):
        pixels += 1500 * numpy.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 60)
    return numpy.clip(pixels, 0, 65535).astype(numpy.uint16)


def speed_classifier(place):
    """The small classifier of the speed table where the shared cases are, else a fixture; and its recipe's keys."""
    shared = os.environ.get("SEGMENTD_SHARED", "")
    path = pathlib.Path(shared) / "golden/speed/S.cl"
    if shared and path.exists():
        return place.classifier("S", path.read_text()), 'positive_class = 2\n  outputs = ["mask", "labels", "objects"]'
    return place.classifier("nuclei"), ""


def rename(path, data):
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    moment = time.monotonic()
    os.rename(part, path)
    return moment


def one_shot(path, data):
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(file, data)
    moment = time.monotonic()
    os.close(file)
    return moment


def timed(options, row):
    """One image after the other, in two ways."""
    place = Place(options, "latency")
    classifier, keys = speed_classifier(place)
    place.configure(classifier, recipe_keys=keys)
    place.warm(classifier)
    count, warming = (5, 2) if options.short else (500, 10)
    data = []
    for number in range(10):
        path = place.home / "image.tif"
        tifffile.imwrite(path, image(number))
        data.append(path.read_bytes())
    with Daemon(place).start() as daemon:
        commits = Commits(place.acquisition)
        for way in (rename, one_shot):
            times, computing = [], []
            for number in range(-warming, count):
                path = place.acquisition / f"{way.__name__}_{number + warming:04}.tif"
                moment = way(path, data[number % 10])
                name = summary_of(path).name
                if not daemon.wait(lambda: name in commits.moments, name, 60):
                    break
                # The first few fill caches.
                if number >= 0:
                    times.append((commits.moments[name][0] - moment) * 1000)
                    computing.append(json.loads(summary_of(path).read_bytes())["timings_ms"]["compute"])
            word = way.__name__.replace("_", "-")
            times.sort()
            late = times[min(len(times) - 1, int(len(times) * 0.99))]
            row.equal(f"{word}: images with a result", len(times), count)
            row.note(f"{word}: median {statistics.median(times):.1f} ms, 99 % {late:.1f} ms, worst {times[-1]:.1f} ms, "
                     f"computing {statistics.median(computing):.1f} ms of it")
            if options.enforce:
                row.below(f"{word}: median", statistics.median(times), MEDIAN, " ms")
                row.below(f"{word}: 99 %", late, LATE, " ms")
        commits.close()
        row.equal("images with two results", len(commits.twice()))
    return place


def page_wise(options, row):
    """Writers that open the file anew for each page, two seconds apart."""
    place = Place(options, "pages")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    count = 3 if options.short else 30
    paths = [place.acquisition / f"{number:04}.tif" for number in range(count)]

    def write(number):
        # Not in step with each other.
        time.sleep(number * 0.37 % GAP)
        for page in range(PAGES):
            pixels = numpy.array(counted_rows(number * 5 + page), numpy.uint16)
            tifffile.imwrite(paths[number], pixels, append=page > 0, metadata=None)
            if page < PAGES - 1:
                time.sleep(GAP)

    with Daemon(place).start() as daemon:
        commits = Commits(place.acquisition)
        writers = [threading.Thread(target=write, args=[number]) for number in range(count)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        expected = [objects_in(number * 5, PAGES) for number in range(count)]
        daemon.wait(lambda: all(judge(path, objects=number) == "right" for path, number in zip(paths, expected)),
                    "the final results", 30)
        # One that came too early would be followed by another.
        time.sleep(3)
        commits.close()
        if options.plant:
            plant(paths[0])
        counts = tally(judge(path, objects=number) for path, number in zip(paths, expected))
        row.equal("page-wise: one final, right result", counts["right"], count)
        row.note(f"page-wise: {sum(len(keys) - 1 for keys in commits.seen.values())} results of fewer pages were "
                 "replaced by the final ones")
        row.equal("page-wise: left behind", len(hidden(place.acquisition)))
    return place


def main():
    options = arguments(__doc__, enforce=(False, "hold the times against their limits"), only=("", "timed or pages"))
    row = Row("latency", options)
    places = [part(options, row) for name, part in (("timed", timed), ("pages", page_wise))
              if options.only in ("", name)]
    row.finish(*places)


if __name__ == "__main__":
    with skipping():
        main()
