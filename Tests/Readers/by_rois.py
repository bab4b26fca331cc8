"""Selections: the archive by zipfile, each by roifile, pixels by scikit-image; and by ImageJ's own ROI Manager.

The ROI Manager is a window: xvfb-run gives it a screen where there is none.
"""

import os
import zipfile

import numpy
import roifile

import by_imagej
import outlines
import results

ROIFILE = "roifile"


def check(found, cells):
    found = [result for result in found if result.kind == "rois"]
    for result in found:
        cells.note(ROIFILE, result, read, outlines.expected)
    measure(found, cells)


def place(name, row):
    """Frame, slice and label of a selection, by its name, from 0, 0 and 1; positions are frames as in the images."""
    numbers = {part[0] if part[0] in "ptz" else "label": int(part.lstrip("ptz")) for part in name.split("_")}
    frame = (numbers.get("p", 1) - 1) * row.frames + numbers.get("t", 1) - 1
    return (frame, numbers.get("z", 1) - 1), numbers["label"]


def read(result):
    """Objects, and the label image that they give back."""
    with zipfile.ZipFile(result.path) as file:
        assert file.testzip() is None
        is_empty = not file.namelist()
    canvas = outlines.Canvas(result)
    frames, slices = canvas.painted.shape[:2]
    selections = [] if is_empty else roifile.roiread(result.path)
    for roi in selections if isinstance(selections, list) else [selections]:
        (frame, z), label = place(roi.name, result.row)
        if frames * slices > 1:
            placed = roi.position or (max(roi.t_position, 1) - 1) * slices + max(roi.z_position, 1)
            assert placed == frame * slices + z + 1, f"{roi.name} is in plane {placed}"
        rings = roi.coordinates(multi=True)
        rings = [ring[:-1] if len(ring) > 1 and (ring[0] == ring[-1]).all() else ring for ring in rings]
        canvas.paint((frame, z), label, rings)
    return canvas.said(len(selections))


def measure(found, cells):
    """ImageJ: the pixels of a label image that a selection selects are exactly those of its label."""
    found = [result for result in found if results.planes(result.beside("labels")).any()]
    screen = [] if os.environ.get("DISPLAY") else ["xvfb-run", "--auto-servernum"]
    paths = [path for result in found for path in (result.path, result.beside("labels"))]
    lines = by_imagej.say("MeasureSelections.java", paths, screen)
    for result in found:
        cells.note(by_imagej.TOOL, result, lambda result: lines.get(str(result.path), {}), expected)


def expected(result):
    """What ImageJ is to measure under each selection."""
    labels = results.planes(result.beside("labels"))[:, :, 0]
    wanted = {}
    for index in numpy.ndindex(labels.shape[:2]):
        for label, area in zip(*numpy.unique(labels[index], return_counts=True)):
            if label > 0:
                plane = index[0] * labels.shape[1] + index[1] + 1
                wanted[f"plane {plane} label {label}"] = f"{area} pixels from {label} to {label}"
    return wanted | {"count": str(len(wanted))}
