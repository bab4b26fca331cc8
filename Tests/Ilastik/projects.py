#!/usr/bin/python3
"""Writes the projects of the comparison, their images, and what the second opinion says of them.

    Tests/Ilastik/projects.py FOLDER [--only NAME,…] [--seed N]

A case is a folder: `project.ilp`, `image-N.tif`, `expected-N.npy` (frame, class, z, y, x by vigra's filters) and
`single-N.npy` (the same, rounded as ilastik rounds).
"""

import argparse
import pathlib
import shutil
import sys
import zlib

import h5py
import numpy as np
import tifffile

import cases
import features
import forests
import pictures
import projects_read
import projects_write
import reference
import single


def whole(case):
    """`planar` for each scale."""
    return case.planar if case.planar is None or isinstance(case.planar, tuple) else (case.planar,) * len(case.scales)


def train(case, path, seed):
    """Writes the project of a case."""
    random = np.random.default_rng(seed)
    pixels, regions = pictures.image(random, case.trained, case.channels, case.classes, case.kind)
    labels = pictures.scribbles(random, regions, case.strokes)
    labels[np.isin(labels, case.skipped)] = 0
    wrong = (random.random(labels.shape) < case.wrong) & (labels > 0)
    painted = np.setdiff1d(np.arange(1, case.classes + 1), case.skipped)
    labels[wrong] = random.choice(painted, int(wrong.sum()))
    writer = projects_write.Writer(path, case.version, case.workflow)
    axes = ("z" if case.volumes else "") + "yxc"
    writer.lane(0, axes, [*case.trained[0 if case.volumes else 1:], case.channels], "training")
    channels = pixels
    for suffix in ("", "01") if case.workflow == cases.AUTOCONTEXT else ("",):
        stage = projects_write.selection(case.chosen, case.scales, whole(case))
        stage.known = np.unique(labels[labels > 0]).astype(int)
        names = [f"Class {i}" for i in range(1, case.classes + 1)]
        squeezed = (labels if case.volumes else labels[0])[..., None]
        writer.stage(suffix, stage, names, squeezed, case.named, len(channels), case.volumes)
        rows = projects_write.rows_at(stage, channels, case.volumes, labels)
        writer.forests(suffix, rows, labels[labels > 0], case.sizes, seed % 1000, case.depth, case.least)
        if case.workflow == cases.AUTOCONTEXT and not suffix:
            project = projects_read.read(path)
            probabilities = reference.predict(project, pixels, stages=1)
            channels = np.concatenate([pixels, reference.converted(probabilities, pixels.dtype)])
    if case.workflow == cases.OBJECTS:
        writer.objects()


def halve(path, pixels):
    """Moves each threshold to the middle between a value that the feature has in an image and the next number.

    Rounding such a threshold to single precision takes the pixel of that value to the other side, half of the time.
    """
    project = projects_read.read(path)
    stage = project.stages[0]
    values = [np.sort(plane.ravel()) for plane in features.stack(stage, pixels, project.volumes, single.Single())]
    with h5py.File(path, "r+") as file:
        for group in forests.groups(path, stage):
            for name in (name for name in file[group] if name.startswith("Tree_")):
                topology, parameters = file[f"{group}/{name}/topology"][()], file[f"{group}/{name}/parameters"]
                changed = parameters[()]
                for column, place in forests.thresholds(topology):
                    found = values[column]
                    value = found[min(np.searchsorted(found, changed[place]), len(found) - 1)]
                    changed[place] = (float(value) + float(np.nextafter(value, np.float32(np.inf)))) / 2
                parameters[...] = changed


def images(case, seed):
    """The images of a case: arrays of frame, channel, z, y, x."""
    random = np.random.default_rng(seed + 1)
    for size in case.images:
        channels = case.channels - (1 if case.refused == "channel" else 0)
        frames = [pictures.image(random, size, channels, case.classes, case.kind)[0] for _ in range(case.frames)]
        pixels = np.stack(frames)
        if case.holes:
            pixels[random.random(pixels.shape) < case.holes] = np.nan
        yield pixels


def save(path, pixels, rgb):
    """An image as ImageJ saves it."""
    if rgb:
        tifffile.imwrite(path, np.moveaxis(pixels[0, :, 0], 0, -1), photometric="rgb")
        return
    frames, channels, depth = pixels.shape[:3]
    axes = "".join(axis for axis, n in (("T", frames), ("Z", depth), ("C", channels)) if n > 1) + "YX"
    ordered = pixels.transpose(0, 2, 1, 3, 4)
    shape = [n for n in ordered.shape[:3] if n > 1] + list(pixels.shape[3:])
    tifffile.imwrite(path, ordered.reshape(shape), imagej=True, metadata={"axes": axes})


def predicted(project, pixels, way):
    return np.stack([reference.predict(project, frame, way) for frame in pixels])


def write(case, folder, seed):
    """Writes a case's files, unless they are there."""
    done = folder / "done"
    mark = f"{case}\n{seed}\n{sources()}\n"
    if done.exists() and done.read_text() == mark:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    seed = zlib.crc32(f"{case.name} {seed}".encode())
    path = folder / "project.ilp"
    train(case, path, seed)
    if case.halves:
        halve(path, next(images(case, seed))[0])
    project = projects_read.read(path)
    for number, pixels in enumerate(images(case, seed)):
        save(folder / f"image-{number}.tif", pixels, case.rgb)
        if case.name.startswith("refused"):
            continue
        expected = predicted(project, pixels, "vigra")
        np.save(folder / f"expected-{number}.npy", expected)
        np.save(folder / f"single-{number}.npy", predicted(project, pixels, single.Single()))
    done.write_text(mark)


def sources():
    """What the answers follow from, as a number."""
    here = pathlib.Path(__file__).parent
    names = ("features", "single", "forests", "cases", "reference", "projects_read", "projects_write", "projects",
             "pictures")
    return zlib.crc32(b"".join((here / f"{name}.py").read_bytes() for name in names))


def chosen(only):
    """The cases whose names contain one of some words."""
    return [case for case in cases.cases() if not only or any(word in case.name for word in only.split(","))]


def main():
    parser = argparse.ArgumentParser(description="Writes the projects of the comparison.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", metavar="NAME,…", help="cases whose name contains one of these")
    parser.add_argument("--seed", type=int, default=0, help="other projects and images (default 0)")
    options = parser.parse_args()
    for case in chosen(options.only):
        write(case, options.folder / case.name, options.seed)
        print(case.name, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
