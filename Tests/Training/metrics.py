#!/usr/bin/env python3
"""The figures of `segmentd validate` against scikit-learn's metrics and a matching of objects written here.

    metrics.py PROGRAM SIMULATOR [--images N] [--size WxH] [--work DIR]

The simulator (`Tests/AcquisitionSimulator`) draws images with known nuclei. Their discs are the truth of objects; strokes in
and around them, some of them wrong, are annotations. `segmentd run` writes what the classifiers make of the images, tifffile
reads it, and the figures are computed again:

  classes   confusion_matrix, precision_recall_fscore_support, jaccard_score, accuracy_score (scikit-learn); calibration and
            Brier score in numpy from the probabilities of the whole image
  objects   intersection over union of all pairs from a two-dimensional histogram, scipy's linear_sum_assignment at each
            threshold as stardist's `matching` does it; splits and merges by the matrix of IoU > 0.1

Counts have to be equal, fractions up to 1e-12; floats that are sums over samples up to 1e-9. Exit status 1 on any difference.
Needs numpy, scipy, scikit-learn and tifffile.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import tifffile
from scipy.optimize import linear_sum_assignment
from sklearn import metrics

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSIFIERS = os.path.join(HERE, "..", "Fixtures", "classifiers")
differences = 0


def same(what, ours, theirs, tolerance=0.0):
    """Prints whether two figures are equal, and counts those that are not."""
    global differences
    ours = [float("nan") if value is None else float(value) for value in np.ravel(np.array(ours, dtype=object))]
    theirs = [float("nan") if value is None else float(value) for value in np.ravel(np.array(theirs, dtype=object))]
    equal = len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=0, atol=tolerance, equal_nan=True)
    distance = np.nanmax(np.abs(np.subtract(ours, theirs)), initial=0) if len(ours) == len(theirs) else float("inf")
    differences += not equal
    print(f"  {what:42s} {'equal' if equal else 'UNEQUAL':8s} {len(ours):4d} figures, largest difference {distance:.1e}")
    if not equal:
        print("    segmentd:", ours[:12], "\n    here:    ", theirs[:12])


def run(program, *arguments, status=0):
    """What a call prints; ends the script where its exit status is another than the expected one."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode != status:
        sys.exit(f"segmentd {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def draw(simulator, work, count, size):
    """Images with their discs and annotations: names of both."""
    images, objects, strokes = (os.path.join(work, name) for name in ("images", "objects", "classes"))
    for folder in (objects, strokes):
        os.makedirs(folder, exist_ok=True)
    subprocess.run([simulator, "drop", "--folder", images, "--truth", work, "--count", str(count), "--size", size,
                    "--seed", "11", "--way", "rename", "--pause", "0"], check=True, stdout=subprocess.DEVNULL)
    names = []
    with open(os.path.join(work, "truth.json")) as file:
        truth = json.load(file)
    random = np.random.default_rng(3)
    for image in truth["images"]:
        name = image["path"]
        height, width = tifffile.imread(os.path.join(images, name)).shape
        y, x = np.mgrid[:height, :width]
        labels = np.zeros((height, width), np.uint16)
        for number, cell in enumerate(image["cells"], 1):
            labels[np.hypot(y - cell["y"], x - cell["x"]) <= cell["radius"]] = number
        # What the classifier cannot find: an object in two halves, two under one number, one where nothing is.
        spoilt = labels.copy()
        if len(image["cells"]) > 4:
            first, second, third = image["cells"][0], 2, 3
            spoilt[(labels == 1) & (x > first["x"])] = len(image["cells"]) + 1
            spoilt[labels == third] = second
            spoilt[2:9, 2:9] = len(image["cells"]) + 5
        tifffile.imwrite(os.path.join(objects, name), spoilt)
        # Short strokes: class 2 in nuclei, class 1 outside, a few of them wrong.
        annotation = np.zeros((height, width), np.uint8)
        for _ in range(60):
            row, column = random.integers(height), random.integers(width - 12)
            piece = slice(column, column + 12)
            annotation[row, piece] = np.where(labels[row, piece] > 0, 2, 1)
            if random.random() < 0.1:
                annotation[row, piece] = random.integers(1, 4)
        tifffile.imwrite(os.path.join(strokes, name), annotation)
        names.append(name)
    return images, objects, strokes, names


def outputs(program, classifier, images, work, kinds, *more):
    """A folder with the results of `segmentd run`."""
    folder = os.path.join(work, "results_" + os.path.basename(classifier))
    run(program, "run", "--classifier", classifier, "--output-dir", folder,
        *[word for kind in kinds for word in ("--output", kind)], *more, images)
    return folder


def results(folder, names, kind):
    """The images of one kind of result."""
    return [tifffile.imread(os.path.join(folder, f"{name[:-4]}_{kind}.tif")) for name in names]


def check_classes(program, classifier, images, strokes, names, work):
    """Classes at annotated pixels."""
    print(f"classes, {os.path.basename(classifier)}")
    report = json.loads(run(program, "validate", "--json", classifier, "--images", images, "--annotations", strokes))
    folder = outputs(program, classifier, images, work, ["classes", "probabilities"])
    truth, found, probabilities, of_image = [], [], [], []
    for number, (annotation, classes, shares) in enumerate(
        zip((tifffile.imread(os.path.join(strokes, name)) for name in names), results(folder, names, "classes"),
            results(folder, names, "probabilities"))):
        marked = annotation > 0
        truth.append(annotation[marked])
        found.append(classes[marked])
        probabilities.append(np.moveaxis(shares, 0, -1)[marked])
        of_image.append(np.full(marked.sum(), number))
    truth, found, probabilities = np.concatenate(truth), np.concatenate(found), np.concatenate(probabilities)
    of_image = np.concatenate(of_image)
    labels = list(range(1, len(report["classes"]) + 1))
    present = sorted(set(truth))
    same("confusion matrix", report["confusion"], metrics.confusion_matrix(truth, found, labels=labels))
    same("accuracy", report["accuracy"], metrics.accuracy_score(truth, found), 1e-12)
    figures = metrics.precision_recall_fscore_support(truth, found, labels=present, zero_division=np.nan)
    own = [report["classes"][label - 1] for label in present]
    for key, values in zip(("precision", "recall", "f1", "truth"), figures):
        same(key, [one[key] for one in own], values, 1e-12)
    same("iou", [one["iou"] for one in own], metrics.jaccard_score(truth, found, labels=present, average=None), 1e-12)
    same("mean F1", report["f1"], metrics.f1_score(truth, found, labels=present, average="macro"), 1e-12)
    same("mean IoU", report["iou"], metrics.jaccard_score(truth, found, labels=present, average="macro"), 1e-12)
    parts = [of_image == number for number in range(len(names))]
    same("mean F1 of each image", [image["f1"] for image in report["images"]],
         [metrics.f1_score(truth[part], found[part], labels=sorted(set(truth[part])), average="macro")
          for part in parts], 1e-12)
    chosen = probabilities[np.arange(len(found)), found - 1]
    bounds = (np.arange(1, 10, dtype=np.float32) / np.float32(10)).astype(np.float32)
    bins = np.digitize(chosen, bounds, right=True)
    same("calibration: samples", [one["count"] for one in report["calibration"]], np.bincount(bins, minlength=10))
    mean = [chosen[bins == b].astype(float).mean() if (bins == b).any() else 0 for b in range(10)]
    share = [(truth == found)[bins == b].mean() if (bins == b).any() else 0 for b in range(10)]
    same("calibration: mean probability", [one["probability"] for one in report["calibration"]], mean, 1e-9)
    same("calibration: share that is right", [one["share"] for one in report["calibration"]], share, 1e-12)
    weights = np.bincount(bins, minlength=10) / len(bins)
    same("calibration error", report["calibration_error"], (weights * np.abs(np.subtract(mean, share))).sum(), 1e-9)
    one_hot = (truth[:, None] == np.arange(1, max(labels) + 1)).astype(float)
    padded = np.zeros(one_hot.shape)
    padded[:, :probabilities.shape[1]] = probabilities
    same("Brier score", report["brier"], ((padded - one_hot) ** 2).sum(1).mean(), 1e-9)


def iou_matrix(truth, found):
    """IoU of each object of the truth (rows) with each of the result."""
    truth, found = (np.unique(image, return_inverse=True)[1].reshape(image.shape) for image in (truth, found))
    counts = np.zeros((truth.max() + 1, found.max() + 1), np.int64)
    np.add.at(counts, (truth.ravel(), found.ravel()), 1)
    both = counts[1:, 1:]
    either = counts.sum(1)[1:, None] + counts.sum(0)[None, 1:] - both
    return both, either


def check_objects(program, classifier, images, objects, names, work, *options):
    """Objects of all images; each matched by itself, then summed."""
    print(f"objects, {os.path.basename(classifier)} {' '.join(options)}")
    report = json.loads(run(program, "validate", "--json", "--truth", "objects", *options, classifier, "--images",
                            images, "--annotations", objects))["objects"]
    folder = outputs(program, classifier, images, work, ["labels"], *options)
    tallies = {step: np.zeros(3, np.int64) for step in range(10, 20)}
    sums = dict.fromkeys(tallies, 0.0)
    splits = merges = of_truth = of_result = 0
    for name, found in zip(names, results(folder, names, "labels")):
        both, either = iou_matrix(tifffile.imread(os.path.join(objects, name)), found)
        iou = both / either
        of_truth, of_result = of_truth + iou.shape[0], of_result + iou.shape[1]
        splits += ((iou > 0.1).sum(1) > 1).sum()
        merges += ((iou > 0.1).sum(0) > 1).sum()
        for step in tallies:
            # In whole numbers, so that 11/20 reaches 0.55.
            reaches = 20 * both >= step * either
            rows, columns = linear_sum_assignment(-reaches.astype(float) - iou / (2 * min(iou.shape)))
            good = reaches[rows, columns]
            tallies[step] += [good.sum(), iou.shape[0] - good.sum(), iou.shape[1] - good.sum()]
            sums[step] += iou[rows, columns][good].sum()
    same("objects of truth and result", [report["truth"], report["found"]], [of_truth, of_result])
    ours = report["matchings"]
    same("thresholds", [one["threshold"] for one in ours], [step / 20 for step in tallies])
    same("matched, missed, extra at each", [[one["matched"], one["missed"], one["extra"]] for one in ours],
         list(tallies.values()))
    same("sum of IoU at each", [one["overlap"] for one in ours], list(sums.values()), 1e-9)
    precision = [t[0] / of_result for t in tallies.values()]
    same("precision at each", [one["precision"] for one in ours], precision, 1e-12)
    same("average precision at each", [one["average_precision"] for one in ours],
         [t[0] / t.sum() for t in tallies.values()], 1e-12)
    same("panoptic quality at each", [one["panoptic_quality"] for one in ours],
         [sums[step] / (t[0] + t[1] / 2 + t[2] / 2) for step, t in tallies.items()], 1e-9)
    same("split and merged", [report["over_segmented"], report["under_segmented"]], [splits, merges])
    print(f"    at 0.5: {tallies[10]} matched, missed, extra; at 0.9: {tallies[18]}; {splits} split, {merges} merged")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("simulator")
    parser.add_argument("--images", type=int, default=5)
    parser.add_argument("--size", default="512x512")
    parser.add_argument("--work", help="a folder that is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or scratch
        program = os.path.abspath(options.program)
        images, objects, strokes, names = draw(options.simulator, work, options.images, options.size)
        nuclei = os.path.join(CLASSIFIERS, "nuclei.cl")
        check_classes(program, nuclei, images, strokes, names, work)
        check_classes(program, os.path.join(CLASSIFIERS, "tissue.cl"), images, strokes, names, work)
        check_objects(program, nuclei, images, objects, names, work)
        check_objects(program, os.path.join(CLASSIFIERS, "nuclei_probability.cl"), images, objects, names, work,
                      "--threshold", "0.5")
    print("all figures are equal" if differences == 0 else f"{differences} figures differ")
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
