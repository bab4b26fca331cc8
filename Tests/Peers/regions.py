#!/usr/bin/env python3
"""Compares the object table with scikit-image's regionprops_table, column by column, and the time both take.

    SEGMENTD_SHARED=… Tests/Peers/regions.py [--segmentd FILE] [--golden FOLDER] [--venv FOLDER] [--scratch FOLDER]

Label images are those of the golden cases (`labels.tif` and `expected_labels.tif`, planes and volumes) and random ones: dots,
blobs, lines, rings, pieces apart, dense tessellations, with gaps in the numbers. Nothing is stored: scikit-image, SciPy
for the neighbours, is asked each time. Printed are the largest difference of each column and what was left out, with the
reason; then, in one run on the same labels, how much longer scikit-image takes for `shape` and for `neighbours`.

Exit status: 0; 1 where a difference is larger than rounding explains or columns are missing; 2 when something is missing.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import subprocess
import sys
import time

import environment
import warnings

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
#: Of a pixel: slices, rows and columns, in micrometres.
SPACING = (1.25, 0.5, 0.5)
GROUPS = ["basic", "shape", "intensity", "neighbours"]
SCALARS = ["label", "area", "centroid", "bbox"]
SHAPE = ["equivalent_diameter_area", "axis_major_length", "axis_minor_length", "solidity", "extent", "euler_number"]
PLANE_SHAPE = ["orientation", "eccentricity", "perimeter"]
INTENSITY = ["mean", "min", "max", "std", "median"]
LENGTHS = ["equivalent_diameter_area", "axis_major_length", "axis_minor_length"]
#: Largest difference that rounding explains, relative to 1 or the value, whichever is larger. scikit-image takes second
#: moments from products of floating-point numbers, of which small axes and eccentricities are the root.
ROUNDING = collections.defaultdict(lambda: 1e-10) | {
    "axis_minor_length": 1e-5, "axis_minor_length_um": 1e-5, "eccentricity": 1e-5,
}


class Differences:
    """The largest difference of each column, and how many values were compared and left out."""

    def __init__(self):
        self.largest = {}
        self.compared = collections.Counter()
        self.left_out = collections.Counter()
        self.failures = []

    def add(self, case, column, ours, theirs, leave_out=None, reason="", period=None):
        import numpy as np

        ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
        if ours.shape != theirs.shape:
            self.failures.append(f"{case}: {column} has {ours.shape} values, scikit-image {theirs.shape}")
            return
        if leave_out is not None:
            self.left_out[column, reason] += int(leave_out.sum())
            ours, theirs = ours[~leave_out], theirs[~leave_out]
        both_nan = np.isnan(ours) & np.isnan(theirs)
        difference = np.where(both_nan, 0, np.abs(ours - theirs))
        if period:
            difference = np.minimum(difference, period - difference)
        difference = np.nan_to_num(difference, nan=np.inf)
        self.compared[column] += difference.size
        largest = difference.max(initial=0)
        self.largest[column] = max(self.largest.get(column, 0), largest)
        allowed = ROUNDING[column.split("-")[0]] * np.maximum(1, np.abs(np.nan_to_num(theirs)))
        if (difference > allowed).any():
            worst = int(np.argmax(difference - allowed))
            self.failures.append(f"{case}: {column} is {ours[worst]!r}, scikit-image has {theirs[worst]!r}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folder = REPOSITORY / ".build" / "peers"
    default = REPOSITORY / ".build" / "release" / "segmentd"
    shared = os.environ.get("SEGMENTD_SHARED")
    golden = pathlib.Path(shared) / "golden" if shared else None
    parser.add_argument("--segmentd", type=pathlib.Path, default=default, metavar="FILE", help="the program")
    parser.add_argument("--golden", type=pathlib.Path, default=golden, help="folder of golden cases")
    parser.add_argument("--venv", type=pathlib.Path, default=folder / "venv", help="where scikit-image is installed")
    parser.add_argument("--scratch", type=pathlib.Path, default=folder / "regions", help="images and tables")
    parser.add_argument("--random", type=int, default=4, metavar="N", help="random images of each kind")
    parser.add_argument("--no-speed", action="store_true", help="compare values only")
    return parser.parse_args()


def measure(program, folder, labels, channels, groups):
    """The object table of segmentd, column by column, and the seconds that it took.

    `labels` is (Y, X) or (Z, Y, X), each channel has its shape. The image is written with its pixel size.
    """
    import numpy as np
    import tifffile

    folder.mkdir(parents=True, exist_ok=True)
    results = folder / "results"
    for old in results.glob("*"):
        old.unlink()
    axes = "YX" if labels.ndim == 2 else "ZYX"
    calibration = dict(imagej=True, resolution=(1 / SPACING[2], 1 / SPACING[1]))
    meta = dict(unit="um", spacing=SPACING[0])
    stack = np.stack(channels, axis=-3)
    order = "CYX" if labels.ndim == 2 else "ZCYX"
    tifffile.imwrite(folder / "image.tif", stack, metadata=meta | dict(axes=order), **calibration)
    # ImageJ has no 32-bit whole numbers.
    tifffile.imwrite(folder / "image_labels.tif", labels.astype(np.uint32), metadata=dict(axes=axes))
    command = [str(program), "run", "--labels", "{stem}_labels.tif", "--output", "objects", "--output-dir", str(results)]
    command += ["--measurements", ",".join(groups), str(folder / "image.tif")]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    return read(next(results.glob("*_objects.csv"))), seconds


def read(path):
    """A table's columns by name, numbers where all fields are numbers."""
    import numpy as np

    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    columns = {}
    for index, name in enumerate(rows[0]):
        values = [row[index] for row in rows[1:]]
        try:
            columns[name] = np.array([float(value) for value in values])
        except ValueError:
            columns[name] = values
    return columns


def reference(labels, image):
    """scikit-image's table, with feret_diameter_max region by region: it fails for objects of a volume that are flat."""
    import numpy as np
    from skimage.measure import regionprops, regionprops_table

    spacing = SPACING[-labels.ndim:]
    names = SCALARS + ["centroid_weighted"] + SHAPE + [f"intensity_{name}" for name in INTENSITY]
    names += PLANE_SHAPE if labels.ndim == 2 else []
    table = regionprops_table(labels, image, properties=names)
    scaled = ["area", "centroid"] + LENGTHS + (["perimeter"] if labels.ndim == 2 else [])
    for name, values in regionprops_table(labels, properties=scaled, spacing=spacing).items():
        table[("area_um2" if labels.ndim == 2 else "volume_um3") if name == "area" else physical(name)] = values
    for suffix, regions in [("", regionprops(labels)), ("_um", regionprops(labels, spacing=spacing))]:
        table["feret_diameter_max" + suffix] = np.array([feret(region) for region in regions])
    return table


def physical(name):
    base, dash, index = name.partition("-")
    return base + "_um" + dash + index


def feret(region):
    try:
        return region.feret_diameter_max
    except ValueError:
        return float("nan")


def neighbours(labels, centroids, numbers):
    """Label and distance of the nearest object, lowest label first, and how many objects touch, by SciPy and NumPy."""
    import numpy as np
    from scipy.spatial import cKDTree

    distances, nearest = np.full(len(numbers), np.nan), np.zeros(len(numbers))
    if len(numbers) > 1:
        distances = cKDTree(centroids).query(centroids, k=2)[0][:, 1]
        for index, place in enumerate(centroids):
            squares = ((centroids - place) ** 2).sum(axis=1)
            squares[index] = np.inf
            nearest[index] = numbers[np.argmin(squares)]
    padded = np.pad(labels, 1)
    inside = tuple(slice(1, -1) for _ in labels.shape)
    pairs = set()
    for step in np.ndindex(*(3,) * labels.ndim):
        other = padded[tuple(slice(s, s + n) for s, n in zip(step, labels.shape))]
        touching = (padded[inside] != other) & (padded[inside] > 0) & (other > 0)
        pairs.update(zip(padded[inside][touching].tolist(), other[touching].tolist()))
    counts = collections.Counter(one for one, _ in pairs)
    return nearest, distances, np.array([counts[number] for number in numbers])


def compare(case, ours, labels, image, differences):
    import numpy as np

    if labels.max() == 0:
        if len(ours["label"]):
            differences.failures.append(f"{case}: objects where there are none")
        return
    theirs = reference(labels, image)
    volume = labels.ndim == 3
    flat = np.isnan(theirs["feret_diameter_max"])
    # Rounding decides the direction of what is as long as it is wide.
    major, minor = theirs["axis_major_length"], theirs["axis_minor_length"]
    round_ = major - minor < 1e-6 * np.maximum(1, major)
    for column, values in theirs.items():
        if column not in ours:
            differences.failures.append(f"{case}: no column {column}")
        elif column == "orientation":
            differences.add(case, column, ours[column], values, round_, "no longer than wide", period=np.pi)
        elif column.startswith(("solidity", "feret")) and volume:
            differences.add(case, column, ours[column], values, flat, "flat object of a volume: no hull there")
        else:
            differences.add(case, column, ours[column], values)
    places = np.stack([ours[f"centroid-{axis}"] for axis in range(labels.ndim)], axis=-1)
    nearest, distances, touching = neighbours(labels, places, ours["label"])
    differences.add(case, "nearest_neighbour_label", ours["nearest_neighbour_label"], nearest)
    differences.add(case, "nearest_neighbour_distance", ours["nearest_neighbour_distance"], distances)
    differences.add(case, "touching_neighbours", ours["touching_neighbours"], touching)
    scaled = neighbours(labels, places * SPACING[-labels.ndim:], ours["label"])[1]
    differences.add(case, "nearest_neighbour_distance_um", ours["nearest_neighbour_distance_um"], scaled)


def golden(folder):
    import numpy as np
    import tifffile

    for path in sorted(folder.glob("**/*labels.tif")):
        labels = tifffile.imread(path)
        if labels.ndim in (2, 3):
            yield str(path.relative_to(folder)), labels.astype(np.uint32)


def random_labels(count):
    """Random label images of every kind; the same in each run."""
    import numpy as np
    from scipy import ndimage as ndi

    for shape in [(61, 47), (26, 41, 37)]:
        for seed in range(count):
            rng = np.random.default_rng(seed)
            noise = rng.normal(size=shape)
            smooth = ndi.gaussian_filter(noise, 2)
            blobs = ndi.label(smooth > 0.2 * smooth.std())[0]
            points = rng.integers(0, shape, size=(40, len(shape)))
            seeds = np.ones(shape, bool)
            seeds[tuple(points.T)] = False
            places = ndi.distance_transform_edt(seeds, return_distances=False, return_indices=True)
            _, cells = np.unique(np.ravel_multi_index(tuple(places), shape), return_inverse=True)
            dots = np.where(noise > 1.5, rng.integers(1, 60, size=shape), 0)
            kinds = {
                "dots": ndi.label(noise > 1)[0], "blobs": blobs, "cells": cells.reshape(shape) + 1,
                "gaps": blobs * 7, "pieces": np.where(blobs > 0, blobs % 5 + 1, 0), "scattered": dots,
                "rings": np.where(ndi.binary_erosion(blobs > 0), 0, blobs),
                "lines": (noise > 0.5) * (np.indices(shape)[-1] % 2) * (np.indices(shape)[-1] + 1),
            }
            for name, labels in kinds.items():
                yield f"random {name} {len(shape)}D {seed}", labels.astype(np.uint32)


def channels(labels, seed):
    import numpy as np

    rng = np.random.default_rng(seed)
    return [rng.integers(0, 65536, size=labels.shape).astype(np.uint16) for _ in range(2)]


def large_labels():
    import numpy as np
    from scipy import ndimage as ndi

    # Small objects: the greatest distance costs scikit-image the square of the surface, in memory too.
    for name, shape, sigma in [("plane", (2048, 2048), 4), ("volume", (48, 256, 256), 2.5)]:
        smooth = ndi.gaussian_filter(np.random.default_rng(1).normal(size=shape), sigma)
        yield name, ndi.label(smooth > 1.2 * smooth.std())[0].astype(np.uint32)


def speed(program, folder):
    """How much longer scikit-image takes for the columns of a group than segmentd needs more with it than without.

    Neighbours are its region adjacency graph and SciPy's k-d tree, centroids given.
    """
    import numpy as np
    from scipy.spatial import cKDTree
    from skimage.graph import RAG
    from skimage.measure import regionprops_table

    rows = []
    for name, labels in large_labels():
        image = channels(labels, 0)[:1]
        best = {}
        for _ in range(3):
            for groups in (["basic"], ["basic", "shape"], ["basic", "neighbours"]):
                seconds = measure(program, folder / "speed", labels, image, groups)[1]
                best[groups[-1]] = min(best.get(groups[-1], np.inf), seconds)
        properties = SHAPE + (PLANE_SHAPE if labels.ndim == 2 else [])
        start = time.perf_counter()
        theirs = regionprops_table(labels, properties=["label", "centroid"] + properties)
        flat = np.isinf(theirs["solidity"])
        whole = np.where(np.isin(labels, theirs["label"][flat]), 0, labels)
        regionprops_table(whole, properties=["feret_diameter_max"])
        shape = time.perf_counter() - start
        places = regionprops_table(labels, properties=["centroid"])
        centroids = np.stack([places[f"centroid-{axis}"] for axis in range(labels.ndim)], axis=-1)
        start = time.perf_counter()
        graph = RAG(labels.astype(np.int64), connectivity=labels.ndim)
        [len(list(graph.neighbors(label))) for label in theirs["label"].tolist()]
        cKDTree(centroids).query(centroids, k=2)
        near = time.perf_counter() - start
        for group, peer in (("shape", shape), ("neighbours", near)):
            own = max(best[group] - best["basic"], 1e-3)
            rows.append(
                dict(
                    labels=name, objects=len(theirs["label"]), group=group, segmentd_s=round(own, 4),
                    peer_s=round(peer, 3), ratio=round(peer / own, 1),
                )
            )
    return rows


def main():
    options = arguments()
    if options.golden is None or not options.golden.is_dir():
        raise environment.Missing("no golden cases: set SEGMENTD_SHARED or name a folder with --golden")
    if not options.segmentd.exists():
        raise environment.Missing(f"no program at {options.segmentd}: `make build`, or name one with --segmentd")
    environment.enter(options.venv)
    # scikit-image says at length that flat objects have no hull.
    warnings.simplefilter("ignore")
    differences = Differences()
    cases = 0
    for case, labels in [*golden(options.golden), *random_labels(options.random)]:
        image = channels(labels, cases)
        ours, _ = measure(options.segmentd, options.scratch / "case", labels, image, GROUPS)
        import numpy as np

        compare(case, ours, labels, np.stack(image, axis=-1).astype(float), differences)
        cases += 1
    print(f"{cases} label images")
    for column, largest in differences.largest.items():
        print(f"{column:34} {differences.compared[column]:8} values, largest difference {largest:.3g}")
    for (column, reason), count in differences.left_out.items():
        print(f"{column:34} {count:8} left out: {reason}")
    for failure in differences.failures[:40]:
        print("DIFFERS", failure)
    if not options.no_speed:
        for row in speed(options.segmentd, options.scratch):
            print(json.dumps(row))
    return 1 if differences.failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except environment.Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(2)
