#!/usr/bin/python3
"""Answers `run` as segmentd does, by the second opinion: right, or wrong in one way that `--wrong` names.

With it compare.py is seen to pass and to fail; mutants.py calls it.
"""

import argparse
import json
import os
import pathlib
import sys

import numpy as np
import tifffile

import features
import forests
import program
import projects_read
import reference
import single

WRONG = {}


def wrong(name):
    """Adds a function that makes a program wrong: it takes what computes features and forests, and gives others."""
    def added(function):
        WRONG[name] = function
        return function
    return added


@wrong("scales of the structure tensor as they are named")
def swapped(way, forest):
    class Swapped(single.Single):
        def StructureTensorEigenvalues(self, image, sigma, axes):
            slopes = {axis: self.filtered(image, sigma, 2.0, axes, (axis,)) for axis in axes}
            return self.eigenvalues(axes, lambda a, b: self.filtered(slopes[a] * slopes[b], 0.5 * sigma, 2.0, axes))
    return Swapped(), forest


@wrong("no smoothing before")
def unsmoothed(way, forest):
    class Unsmoothed(single.Single):
        def smoothed(self, image, sigma, axes):
            return image
    return Unsmoothed(), forest


@wrong("window of 3 standard deviations")
def window(way, forest):
    class Window(single.Single):
        def smoothed(self, image, sigma, axes):
            return self.filtered(image, sigma, 3.0, axes)
    return Window(), forest


@wrong("border of the nearest pixel")
def nearest(way, forest):
    class Nearest(single.Single):
        @staticmethod
        def mirrored(length, radius):
            return np.clip(np.arange(-radius, length + radius), 0, length - 1)
    return Nearest(), forest


@wrong("border mirrored with the outermost pixel twice")
def symmetric(way, forest):
    class Symmetric(single.Single):
        @staticmethod
        def mirrored(length, radius):
            place = np.arange(-radius, length + radius) % (2 * length)
            return np.minimum(place, 2 * length - 1 - place)
    return Symmetric(), forest


@wrong("eigenvalues, the smallest first")
def ascending(way, forest):
    class Ascending(single.Single):
        def eigenvalues(self, axes, element):
            return super().eigenvalues(axes, element)[::-1]
    return Ascending(), forest


@wrong("eigenvalues of volumes in double precision")
def jacobi(way, forest):
    class Jacobi(single.Single):
        def eigenvalues(self, axes, element):
            return features.Double.eigenvalues(self, axes, element)
    return Jacobi(), forest


@wrong("taps rounded once")
def taps(way, forest):
    class Taps(single.Single):
        taps = staticmethod(features.taps)
    return Taps(), forest


@wrong("double precision")
def double(way, forest):
    return features.Double(), forest


@wrong("forests that count alike")
def unweighted(way, forest):
    def average(path, stage, rows):
        groups = forests.groups(path, stage)
        total = sum(forests.by_vigra(path, stage, rows, [group]) for group in groups)
        return total / np.float32(len(groups))
    return way, average


@wrong("the last forest left out")
def fewer(way, forest):
    return way, lambda path, stage, rows: forests.by_vigra(path, stage, rows, forests.groups(path, stage)[:-1] or None)


@wrong("numbers where there are none")
def numbers(way, forest):
    return way, lambda path, stage, rows: forest(path, stage, np.nan_to_num(rows, nan=0.0))


@wrong("volumes slice by slice")
def flat(way, forest):
    class Flat(single.Single):
        def filtered(self, image, sigma, window, axes, orders=()):
            return super().filtered(image, sigma, window, [axis for axis in axes if axis != features.Z], orders)
    return Flat(), forest


@wrong("thresholds in the nearest single precision")
def thresholds(way, forest):
    return way, lambda path, stage, rows: forests.by_decoding(path, stage, rows, np.float32)


@wrong("classes counted from the first that has scribbles")
def known(way, forest):
    def shifted(path, stage, rows):
        found = forest(path, stage, rows)
        packed = np.zeros_like(found)
        packed[:, :len(stage.known)] = found[:, stage.known - 1]
        return packed
    return way, shifted


@wrong("the channels of a feature behind its components")
def order(way, forest):
    class Order(single.Single):
        pass
    Order.channels_last = True
    return Order(), forest


def answer(project, image, name):
    """Probabilities of an image, a frame each, by the way that is right or wrong."""
    way, forest = single.Single(), forests.by_vigra
    if name in WRONG:
        way, forest = WRONG[name](way, forest)
    with tifffile.TiffFile(image) as file:
        axes, pixels = file.series[0].axes.replace("S", "C"), file.series[0].asarray()
    for axis in "TCZYX":
        if axis not in axes:
            axes, pixels = axes + axis, pixels[..., None]
    frames = pixels.transpose([axes.index(axis) for axis in "TCZYX"])
    trained = "channels" if frames.shape[1] != project.channels else None
    least = min(frames.shape[3:])
    scales = [scale for stage in project.stages for scale in stage.scales[stage.chosen.any(0)]]
    if trained or least < 3.5 * max(scales) + 1:
        sys.exit("the image has other channels" if trained else "the image is too small")
    if project.volumes and frames.shape[2] < 3.5 * max(scales) + 1:
        sys.exit("the volume is too thin")
    if name == "probabilities of the first stage rounded":
        reference.converted = lambda found, kind: np.rint(found * np.float32(np.iinfo(kind).max)).astype(kind)
    stages = 1 if name == "the first stage alone" else None
    return np.stack([reference.predict(project, frame, way, forest, stages) for frame in frames])


def save(path, values):
    """An output with the axes that it has, as ImageJ reads it; values are frame, class, z, y, x."""
    ordered = values.transpose(0, 2, 1, 3, 4)
    axes = "".join(axis for axis, length in zip("TZC", ordered.shape) if length > 1) + "YX"
    shape = [length for length in ordered.shape[:3] if length > 1] + list(ordered.shape[3:])
    tifffile.imwrite(path, ordered.reshape(shape), imagej=True, metadata={"axes": axes})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    for name in ("--classifier", "--output-dir"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--output", action="append")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--wrong")
    parser.add_argument("images", type=pathlib.Path, nargs="*")
    given = parser.parse_intermixed_args()
    given.output_dir.mkdir(parents=True, exist_ok=True)
    is_host = "OCL_ICD_VENDORS" in os.environ
    for image in given.images:
        probabilities = answer(projects_read.read(given.classifier), image, given.wrong)
        if given.wrong == "one pixel on the host" and is_host:
            probabilities[..., 0, 0] = np.nextafter(probabilities[..., 0, 0], np.float32(2))
        if given.wrong == "one pixel of a part of an image" and "-" in image.stem.removeprefix("image-"):
            probabilities[..., 5, 0] = np.nextafter(probabilities[..., 5, 0], np.float32(2))
        classes = (probabilities.argmax(1, keepdims=True) + 1).astype(np.uint8)
        results = {"probabilities": probabilities, "classes": classes,
                   "uncertainty": program.uncertainty(probabilities)}
        if given.wrong == "the last of the most probable classes":
            results["classes"] = (probabilities.shape[1] - probabilities[:, ::-1].argmax(1, keepdims=True)).astype("u1")
        for kind in given.output:
            save(given.output_dir / f"{image.stem}_{kind}.tif", results[kind])
        summary = {"engine": {"kind": "host" if is_host else "cpu"}}
        (given.output_dir / f"{image.stem}_summary.json").write_text(json.dumps(summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
