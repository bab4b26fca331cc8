#!/usr/bin/env python3
"""Compares what real APOC makes of objects with what segmentd makes of them, to the bit, on label images made at random.

    Tests/Peers/objects.py [--count N] [--seed N] [--venv FOLDER] [--scratch FOLDER] [--only-make]

Every case is a folder of the kind of Tests/Fixtures/golden: a label image of two or three dimensions (cells, islands, single
pixels, noise, with gaps in the numbers, empty, at all borders), an intensity image or none, a classifier, selector or
merger with all features or some, and APOC's features and answer. The suite `GoldenObjectTests` compares them, and says so.

Exit status: that of the tests; 2 when something is missing.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

import environment

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folder = REPOSITORY / ".build" / "peers"
    parser.add_argument("--count", type=int, default=120, metavar="N", help="cases to make")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the first of them")
    parser.add_argument("--venv", type=pathlib.Path, default=folder / "venv", help="where APOC is installed")
    parser.add_argument("--scratch", type=pathlib.Path, default=folder / "objects", help="where the cases are written")
    parser.add_argument("--only-make", action="store_true", help="write the cases and compare nothing")
    return parser.parse_args()


def make(options):
    """Writes the cases; runs in the environment in which APOC is installed."""
    sys.path.insert(0, str(REPOSITORY / "Tests" / "Fixtures"))
    import numpy as np
    import object_cases as cases

    for number in range(options.seed, options.seed + options.count):
        rng = np.random.default_rng(number)
        style = cases.STYLES[number % len(cases.STYLES)]
        is_volume = rng.random() < 0.4
        low, high = (4, 14) if is_volume else (8, 50)
        shape = tuple(int(size) for size in rng.integers(low, high, size=3 if is_volume else 2))
        cells = cases.labels(rng, shape, style)
        kind = ["ObjectClassifier", "ObjectClassifier", "ObjectSelector", "ObjectMerger"][number // 10 % 4]
        pixels = ["uint8", "uint16", "float32", None][int(rng.integers(4))]
        if kind == "ObjectMerger":
            pixels = pixels or "uint16"
            names = cases.PAIRS
        else:
            names = cases.FEATURES
        image = cases.intensity(rng, shape, pixels)
        if kind == "ObjectMerger" and pixels == "float32":
            image = np.abs(image)
        # Kernels of many inputs take long to compile: one case in eight has all.
        if kind != "ObjectMerger" and number % 8:
            names = list(rng.choice(names, size=int(rng.integers(1, 16)), replace=False))
        cases.make(options.scratch, f"{number}_{style}_{kind}", kind, rng, cells, image, list(names))
    for number in range(options.seed, options.seed + max(options.count // 20, 1)):
        cases.make_table(options.scratch, f"{number}_table", np.random.default_rng(number))


def main():
    options = arguments()
    os.environ.setdefault("POCL_MAX_WORK_GROUP_SIZE", "64")
    environment.enter(options.venv)
    shutil.rmtree(options.scratch, ignore_errors=True)
    options.scratch.mkdir(parents=True)
    make(options)
    if options.only_make:
        return 0
    test = ["swift", "test", "--filter", "GoldenObjectTests/random"]
    return subprocess.run(
        test, cwd=REPOSITORY, env={**os.environ, "SEGMENTD_OBJECT_CASES": str(options.scratch)}
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
