#!/usr/bin/env python3
"""Compares the splitting of objects that touch with scikit-image and scipy, pixel for pixel.

    Tests/Peers/watershed.py [--segmentd FILE] [--count N] [--seed N]

It makes label images of its own: blobs, discs that overlap, labels that touch, in 2D and 3D. Every object is taken
alone, as the documentation says: exact distances, smoothed, rounded to float32, local maxima, watershed. Exit status: 0;
1 when pixels differ; 2 when something is missing.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time

import environment

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SMOOTHINGS = [0, 0.5, 1, 2, 3]


def arguments():
    parser = argparse.ArgumentParser(description="Compares the splitting of objects with scikit-image's.")
    default = REPOSITORY / ".build" / "release" / "segmentd"
    parser.add_argument("--segmentd", type=pathlib.Path, default=default, metavar="FILE", help="the program")
    parser.add_argument("--count", type=int, default=40, metavar="N", help="label images for each smoothing")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other images")
    folder = REPOSITORY / ".build" / "peers"
    parser.add_argument("--venv", type=pathlib.Path, default=folder / "venv", help="where the peers are installed")
    parser.add_argument("--scratch", type=pathlib.Path, default=folder / "watershed", help="images and results")
    return parser.parse_args()


def ours(program, files, smoothing, results):
    """File -> the label image that segmentd makes of it."""
    import tifffile

    home = results / "home"
    kept = {name: str(home / name.lower()) for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
    command = [program, "run", "--labels", "masks/{stem}.tif", "--step", f"split_touching={smoothing}", "--output", "labels"]
    command += ["--output-dir", results, *files]
    run = subprocess.run([str(part) for part in command], env=os.environ | kept, capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(f"segmentd ended with {run.returncode}: {run.stderr[-2000:]}")
    return {file: tifffile.imread(results / f"{file.stem}_labels.tif") for file in files}


def theirs(labels, smoothing):
    """The label image that scikit-image and scipy make: object after object, piece after piece, part after part."""
    import numpy as np
    from skimage import measure

    pieces = measure.label(labels, connectivity=1)
    regions = [(labels[tuple(region.coords[0])], first(region.coords), region.label, region.slice)
               for region in measure.regionprops(pieces)]
    split, count = np.zeros(labels.shape, np.int64), 0
    for _, _, piece, _ in sorted(regions, key=lambda region: (region[0], region[1])):
        mask = pieces == piece
        parts = measure.regionprops(split_alone(mask, smoothing))
        for part in sorted(parts, key=lambda part: first(part.coords)):
            count += 1
            split[tuple(part.coords.T)] = count
    return split


def first(coordinates):
    """The first of some pixels column by column: x outermost, then y, then z."""
    return min(tuple(int(number) for number in reversed(pixel)) for pixel in coordinates)


def split_alone(mask, smoothing):
    """The parts of one piece, as if it was alone in the image."""
    import numpy as np
    from scipy import ndimage
    from skimage import filters, measure, morphology, segmentation

    if mask.all():
        return mask.astype(np.int64)
    distance = ndimage.distance_transform_edt(mask)
    values = filters.gaussian(distance, smoothing, preserve_range=True).astype(np.float32)
    values[~mask] = 0
    maxima = morphology.local_maxima(values, connectivity=mask.ndim) & mask
    markers = measure.label(maxima, connectivity=mask.ndim)
    return segmentation.watershed(-values, markers, mask=mask)


def image(number, random):
    """A label image: discs, blobs, or blobs cut into labels that touch."""
    import numpy as np
    from scipy import ndimage
    from skimage import measure

    is_volume = number % 3 == 2
    shape = tuple(random.integers(8, 28, 3)) if is_volume else tuple(random.integers(20, 120, 2))
    grid = np.indices(shape)
    if number % 2 == 0:
        mask = np.zeros(shape, bool)
        for _ in range(int(random.integers(2, 12))):
            centre = [random.uniform(0, extent) for extent in shape]
            mask |= sum((axis - at) ** 2 for axis, at in zip(grid, centre)) <= random.uniform(2, 11) ** 2
    else:
        field = ndimage.gaussian_filter(random.normal(size=shape), random.uniform(0.5, 4))
        mask = field > np.quantile(field, random.uniform(0.2, 0.8))
    labels = measure.label(mask, connectivity=1)
    if number % 4 == 3:
        labels = np.where(mask, 3 * labels + grid.sum(0) // int(random.integers(5, 20)) % 3, 0)
    return labels.astype(np.uint16)


def main():
    options = arguments()
    program = options.segmentd.resolve()
    if not os.access(program, os.X_OK):
        raise environment.Missing(f"there is no program at {program}: `make build`, or --segmentd")
    environment.enter(options.venv)
    import numpy as np
    import tifffile

    scratch = options.scratch.resolve()
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    random = np.random.default_rng(options.seed)
    total = 0
    for smoothing in SMOOTHINGS:
        folder = scratch / f"images-{smoothing}"
        (folder / "masks").mkdir(parents=True)
        files = [folder / f"{number:03}.tif" for number in range(options.count)]
        images = [image(number, random) for number in range(options.count)]
        for file, labels in zip(files, images):
            # The pixels do not matter to the step: the label image is the image too.
            for place in (file, file.parent / "masks" / file.name):
                tifffile.imwrite(place, labels, imagej=True, metadata={"axes": "YX" if labels.ndim == 2 else "ZYX"})
        found = ours(program, files, smoothing, scratch / f"results-{smoothing}")
        begin = time.perf_counter()
        expected = [theirs(labels, smoothing) for labels in images]
        seconds = time.perf_counter() - begin
        before, after = (sum(int(len(np.unique(part)) - (0 in part)) for part in parts) for parts in (images, expected))
        bad = sum(int(np.count_nonzero(found[file] != labels)) for file, labels in zip(files, expected))
        total += bad
        print(f"smoothing {smoothing:4}: {len(files)} images, {before} objects to {after}, {bad} pixels differ "
              f"(scikit-image {seconds:.1f} s)")
    return 1 if total else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except environment.Missing as problem:
        print(f"watershed.py: {problem}", file=sys.stderr)
        sys.exit(2)
