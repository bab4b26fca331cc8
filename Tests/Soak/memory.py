#!/usr/bin/python3
"""Ten thousand images of 512x512 in one run: memory stays, in daemon and worker, and so does the pace.

    memory.py PROGRAM [--short] [--images 10000]

Resident memory at the end may be 20 MB above that after the first 500 images (100 of 250 in the short form).
"""

import time

from lab import *

GROWTH = 20
#: Images that may wait at once: the folder holds links to a few files, and each image has its own name.
AHEAD = 40


def main():
    options = arguments(__doc__, images=(0, "10000; 250 in the short form"))
    count = options.images or (250 if options.short else 10_000)
    first = 100 if options.short else 500
    row = Row("memory", options)
    place = Place(options, "memory")
    from latency import image, speed_classifier

    classifier, keys = speed_classifier(place)
    place.configure(classifier, recipe_keys=keys)
    place.warm(classifier)
    import tifffile

    data = []
    for number in range(8):
        path = place.home / "image.tif"
        tifffile.imwrite(path, image(number))
        data.append(path.read_bytes())
    moments, sizes, done, brought = {}, {}, 0, 0
    with Daemon(place).start() as daemon:
        begun = last = time.monotonic()
        while done < count and time.monotonic() - last < PATIENCE:
            while brought < count and brought - done < AHEAD:
                # A folder for each thousand, and only the results stay: 10,000 raw images are 5 GB.
                folder = place.folder(f"acquisition/{brought // 1000:02}")
                bring(data[brought % 8], folder / f"{brought:05}.tif")
                brought += 1
            now_done = done
            while now_done < brought:
                path = place.acquisition / f"{now_done // 1000:02}/{now_done:05}.tif"
                if not summary_of(path).exists():
                    break
                now_done += 1
                moments[now_done] = time.monotonic()
                if now_done in (first, count):
                    sizes[now_done] = (memory(daemon.process.pid), sum(map(memory, daemon.workers())))
                if now_done > 50:
                    old = now_done - 50
                    (place.acquisition / f"{old // 1000:02}/{old:05}.tif").unlink(missing_ok=True)
            if now_done != done:
                done, last = now_done, time.monotonic()
            time.sleep(0.005)
        took = time.monotonic() - begun
        lost = daemon.said("worker was lost")
        status = daemon.stop()
    pace = lambda begin, end: (end - begin) / max(moments[end] - moments[begin], 1e-9)
    failed = sum(json.loads(path.read_bytes())["status"] != "done"
                 for path in place.acquisition.glob("*/*_summary.json"))
    row.equal("images done", done - failed, count)
    if first in sizes and count in sizes:
        step = first // 2
        row.note(f"{count} images in {took:.0f} s: {pace(step, first):.1f} images/s up to image {first}, "
                 f"{pace(count - step, count):.1f} at the end")
        for what, before, after in zip(("daemon", "worker"), sizes[first], sizes[count]):
            after += 100 if options.plant else 0
            row.note(f"{what}: {before:.1f} MB after {first} images, {after:.1f} MB at the end")
            row.below(f"growth of the {what}", after - before, GROWTH, " MB")
    row.equal("workers lost", lost)
    row.equal("exit status", status, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
