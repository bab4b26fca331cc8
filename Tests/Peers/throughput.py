"""Images per second, from files to files: the daemon against a warm Python loop with APOC that writes the same."""

import csv
import json
import statistics
import time

import apoc
import images
import numpy as np
import pyclesperanto_prototype as cle
import tifffile
from daemon import Daemon
from findings import Findings, Measure, Row
from skimage.measure import regionprops_table

SIDE = 1024
PROPERTIES = ("label", "area", "centroid", "bbox", "intensity_mean", "intensity_min", "intensity_max")
#: Different planes that the images are made of; each image then gets a number of its own in one pixel.
PLANES = 20


def image(planes, index):
    """The `index`-th image; no two have the same bytes."""
    plane = planes[index % len(planes)].copy()
    plane[0, 1] = index
    return plane


def by_hand(classifier, source, folder):
    """What a careful script does with one image; gives mask and labels."""
    pixels = tifffile.imread(source)
    positive = np.asarray(classifier.predict(image=cle.push(pixels))) == 2
    labels = images.column_labels(positive)
    stem = folder / source.stem.removeprefix(".")
    mask = positive.astype(np.uint8) * 255
    tifffile.imwrite(f"{stem}_mask.tif", mask, compression="deflate")
    stored = labels.astype(np.uint16) if labels.max() < 65536 else labels
    tifffile.imwrite(f"{stem}_labels.tif", stored, compression="deflate")
    table = regionprops_table(labels, intensity_image=pixels, properties=PROPERTIES)
    with open(f"{stem}_objects.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["frame", "z", *table])
        rows.writerows((0, 0, *values) for values in zip(*table.values()))
    with open(f"{stem}_summary.json", "w") as file:
        summary = {"image": source.name, "shape": pixels.shape, "classifier": classifier.opencl_file}
        json.dump(summary | {"objects": int(labels.max()), "foreground_share": float(positive.mean())}, file)
    return mask, labels


def measure(setting):
    findings = Findings()
    count, peer_count = (50, 4) if setting.quick else (1000, 20)
    whole = images.speed_image(setting)
    side = min(SIDE, setting.side)
    planes = [images.crop(whole, index, side) for index in range(PLANES)]
    results = setting.folder("by-hand")
    cle.select_device(dev_type="cpu")
    classifier = apoc.PixelClassifier(opencl_filename=str(setting.classifier("S")))
    with Daemon(setting, setting.classifier("S")) as daemon:
        names = [f"image_{index:04}.tif" for index in range(count + 1)]
        for index, name in enumerate(names):
            tifffile.imwrite(daemon.folder / f".{name}", image(planes, index))
        warming, names = names[-1], names[:-1]
        by_hand(classifier, daemon.folder / f".{warming}", results)
        times, produced = [], {}

        def peer(some):
            for name in some:
                start = time.perf_counter()
                produced[name] = by_hand(classifier, daemon.folder / f".{name}", results)
                times.append(time.perf_counter() - start)

        # One half before and one behind, so that a slow moment of the computer meets both sides.
        peer(names[: peer_count // 2])
        daemon.bring(warming)
        daemon.wait_for_summaries(1)
        moments = [daemon.bring(name) for name in names[: count]]
        seconds = daemon.wait_for_summaries(count) - moments[0]
        timings = [daemon.summary(name)["timings_ms"] for name in names]
        compare(findings, daemon.folder, produced)
        for name in names[peer_count // 2 : peer_count]:
            (daemon.folder / name).rename(daemon.folder / f".{name}")
        peer(names[peer_count // 2 : peer_count])
    what = f"daemon throughput, {count} images of {side}x{side} (Python loop, {peer_count})"
    findings.rows.append(Row(what, Measure.RATE, count / seconds, len(times) / sum(times), "images/s", 5, 20))
    medians = {key: statistics.median(one[key] for one in timings) for key in ("read", "compute", "write")}
    stages = ", ".join(f"{key} {value:.1f} ms" for key, value in medians.items())
    findings.notes.append(f"throughput: medians of {stages}")
    findings.raw |= {"stages_median_ms": medians, "seconds": seconds, "images": count, "python_seconds": times}
    return findings


def compare(findings, folder, produced):
    """Holds the daemon's masks and labels against the loop's, for the images that both have done so far."""
    for place, kind in enumerate(("mask", "labels")):
        ours = [tifffile.imread(folder / f"{name.removesuffix('.tif')}_{kind}.tif") for name in produced]
        expected = np.stack([results[place] for results in produced.values()])
        findings.compare(f"throughput, {kind} of daemon and Python loop", np.stack(ours), expected)


PARTS = {"throughput": measure}
