#!/usr/bin/python3
"""ilastik's pixel prediction, written anew from the facts of its format: the second opinion on segmentd.

    Tests/Ilastik/reference.py check FOLDER               against ilastik's own probabilities: a table
    Tests/Ilastik/reference.py predict PROJECT IMAGE OUT  the probabilities of an image as TIFF

Exit status of check: 0 where all is within ilastik's rule between platforms, and equal where it rounds as ilastik.
"""

import argparse
import pathlib
import sys

import numpy as np
import tifffile

import features
import forests
import projects_read
import single

WAYS = {way.name: way for way in (features.Vigra, features.Double, single.Single)}
FORESTS = {"vigra": forests.by_vigra, "decoded": forests.by_decoding}
#: The table of check: project, image, what ilastik computed, and of how many stages.
EXPECTED = [
    ("PixelClass.ilp", "Data_1channel.tif", "PixelClass_probabilities.tif", None),
    ("PixelClass3D.ilp", "Data_3D.tif", "PixelClass3D_probabilities.tif", None),
    ("Autocontext_2D.ilp", "Data_1channel.tif", "Autocontext_2D_stage1_probabilities.tif", 1),
    ("Autocontext_2D.ilp", "Data_1channel.tif", "Autocontext_2D_stage2_probabilities.tif", None),
]


def stored(path):
    """A plane or a volume of one channel from a file, as channel, z, y, x."""
    pixels = tifffile.imread(path)
    return pixels.reshape((1,) * (4 - pixels.ndim) + pixels.shape)


def converted(probabilities, kind):
    """Probabilities as channels of a type of pixels: what the second stage of Autocontext takes them for."""
    if np.issubdtype(kind, np.floating):
        return probabilities.astype(kind)
    return (probabilities * np.float32(np.iinfo(kind).max)).astype(kind)


def predict(project, image, way="vigra", forest="vigra", stages=None):
    """Probabilities, an array of class, z, y, x, of an image that is an array of channel, z, y, x."""
    channels, way = image, way if not isinstance(way, str) else WAYS[way]()
    forest = forest if not isinstance(forest, str) else FORESTS[forest]
    for stage in project.stages[:stages]:
        stack = np.stack([plane.ravel() for plane in features.stack(stage, channels, project.volumes, way)], axis=1)
        probabilities = forest(project.path, stage, stack).T.reshape(-1, *image.shape[1:])
        channels = np.concatenate([image, converted(probabilities, image.dtype)])
    return probabilities


class Difference:
    """How far two answers are apart, by ilastik's rule between platforms."""

    def __init__(self, found, expected):
        apart = np.abs(found.astype(np.float64) - expected.astype(np.float64))
        # Written so that what is no number counts.
        self.values, self.largest = apart.size, float(apart.max())
        self.unlike = int((~(apart == 0)).sum())
        self.slight, self.gross = int((~(apart < 0.015)).sum()), int((~(apart < 0.15)).sum())
        self.labels = int((found.argmax(0) != expected.argmax(0)).sum())

    @property
    def accepted(self):
        return self.slight < 0.001 * self.values and self.gross == 0

    def __str__(self):
        counts = f"{self.values:>9} {self.unlike:>7} {self.slight:>7} {self.gross:>6} {self.labels:>6}"
        return f"{counts} {self.largest:>8.4f}"


def check(folder):
    head = f"{'values':>9} {'unlike':>7} {'≥0.015':>7} {'≥0.15':>6} {'labels':>6} {'largest':>8}"
    print(f"{'project':<26} {'features':<8} {'forest':<8} {head}")
    accepted = True
    for name, image, expected, stages in EXPECTED:
        project = projects_read.read(folder / name)
        pixels = stored(folder / image)
        wanted = np.moveaxis(tifffile.imread(folder / expected), -1, 0)
        wanted = wanted.reshape(wanted.shape[0], *pixels.shape[1:])
        for way in WAYS:
            for forest in FORESTS:
                difference = Difference(predict(project, pixels, way, forest, stages), wanted)
                # What rounds as ilastik does has nothing that differs.
                right = difference.unlike == 0 if way == "single" else difference.accepted
                accepted &= right
                label = name + (f" stage {stages}" if stages else "")
                print(f"{label:<26} {way:<8} {forest:<8} {difference}", "" if right else "NOT ACCEPTED")
    return 0 if accepted else 1


def main():
    parser = argparse.ArgumentParser(description="ilastik's pixel prediction, written anew.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("folder", type=pathlib.Path)
    one = commands.add_parser("predict")
    for name in ("project", "image", "output"):
        one.add_argument(name, type=pathlib.Path)
    one.add_argument("--features", choices=WAYS, default="vigra")
    options = parser.parse_args()
    if options.command == "check":
        return check(options.folder)
    probabilities = predict(projects_read.read(options.project), stored(options.image), options.features)
    tifffile.imwrite(options.output, probabilities)
    return 0


if __name__ == "__main__":
    sys.exit(main())
