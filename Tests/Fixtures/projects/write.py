#!/usr/bin/python3
"""Small Pixel Classification projects as ilastik saves them: in place, group by group, into a file that stays open.

    write.py            writes the projects of this folder anew
    write.py PATH       plays the program that has PATH open: a line of JSON a wish, answered by a line when it is done

A project has one feature (Gaussian smoothing at one scale) and two forests of three trees with one split each, so that what it gives
follows from `scale` and `threshold`. Needs python3-h5py; nothing of ilastik or vigra.
"""

import contextlib
import json
import os
import pathlib
import signal
import sys
import time

import h5py
import numpy

HERE = pathlib.Path(__file__).resolve().parent
SCALES = [0.3, 0.7, 1.0, 1.6, 3.5, 5.0, 10.0]
FEATURES = ["GaussianSmoothing", "LaplacianOfGaussian", "GaussianGradientMagnitude", "DifferenceOfGaussians",
            "StructureTensorEigenvalues", "HessianOfGaussianEigenvalues"]
AXES = json.dumps({"axes": [{"key": key, "typeFlags": kind, "resolution": 0, "description": ""}
                            for key, kind in (("y", 2), ("x", 2), ("c", 1))]})

#: What `make` of a state may leave out.
STANDARD = {"scale": 0.3, "threshold": 100.0, "names": ["background", "nuclei"], "colors": [[255, 225, 25], [0, 130, 200]],
            "applet": 2, "clock": 0}


def replace(group, name, value, **attributes):
    """Writes a dataset anew, as the program does: the one that was there goes first."""
    if name in group:
        del group[name]
    dataset = group.create_dataset(name, data=value)
    for key, content in attributes.items():
        dataset.attrs[key] = content


def text(value):
    return numpy.bytes_(value.encode())


def tree(threshold):
    """One split of feature 0: class 1 below the threshold, class 2 from it on."""
    topology = numpy.array([1, 2, 0, 0, 7, 9, 0, 0x40000000, 2, 0x40000000, 5], dtype=numpy.int32)
    return topology, numpy.array([1.0, threshold, 40.0, 1.0, 0.0, 60.0, 0.0, 1.0])


def steps(file, **wish):
    """Saves a state, a step at a time: what is behind a `yield` may never come."""
    state = STANDARD | wish
    # Written once: a text that is written anew and not flushed leads nowhere, by which a half saved project is told already.
    if "workflowName" not in file:
        replace(file, "ilastikVersion", "1.4.0")
        replace(file, "workflowName", "Pixel Classification")
    yield "head"
    data = file.require_group("Input Data/infos/lane0000/Raw Data")
    if "shape" not in data:
        replace(file["Input Data"], "StorageVersion", "0.2")
        for name, value in (("__class__", "FilesystemDatasetInfo"), ("axistags", AXES), ("nickname", "first"),
                            ("filePath", "/data/first.tif"), ("location", "FileSystem")):
            replace(data, name, value)
        replace(data, "shape", numpy.array([64, 64, 1], dtype=numpy.int64))
    yield "input"
    features = file.require_group("FeatureSelections")
    matrix = numpy.zeros((len(FEATURES), len(SCALES)), dtype=bool)
    matrix[0, SCALES.index(state["scale"])] = True
    replace(features, "FeatureIds", numpy.array([name.encode() for name in FEATURES]))
    replace(features, "Scales", numpy.array(SCALES))
    yield "scales"
    replace(features, "SelectionMatrix", matrix)
    replace(features, "ComputeIn2d", numpy.ones(len(SCALES), dtype=bool))
    replace(features, "StorageVersion", "0.1")
    yield "features"
    pixels = file.require_group("PixelClassification")
    replace(pixels, "StorageVersion", "0.1")
    replace(pixels, "LabelNames", numpy.array([name.encode() for name in state["names"]]), isEmpty=False)
    replace(pixels, "LabelColors", numpy.array(state["colors"], dtype=numpy.int64), isEmpty=False)
    replace(pixels, "PmapColors", numpy.array(state["colors"], dtype=numpy.int64), isEmpty=False)
    yield "labels"
    replace(pixels, "ClassifierFactory", "clazyflow.classifiers.parallelVigraRfLazyflowClassifier\n"
            "ParallelVigraRfLazyflowClassifierFactory\np0\n.")
    if "ClassifierForests" in pixels:
        del pixels["ClassifierForests"]
    yield "no forests"
    forests = pixels.create_group("ClassifierForests")
    for number in range(2):
        forest = forests.create_group(f"Forest{number:04}")
        forest.attrs["vigra_random_forest_version"] = numpy.array([0.1])
        options, parameters = forest.create_group("_options"), forest.create_group("_ext_param")
        for name, value in (("tree_count_", 3.0), ("predict_weighted_", 0.0), ("sample_with_replacement_", 1.0)):
            options.create_dataset(name, data=numpy.array([value]))
        for name, value in (("class_count_", 2.0), ("column_count_", 1.0), ("row_count_", 100.0)):
            parameters.create_dataset(name, data=numpy.array([value]))
        parameters.create_dataset("labels", data=numpy.array([1, 2], dtype=numpy.uint32))
        for index in range(3):
            group = forest.create_group(f"Tree_{index}")
            topology, values = tree(state["threshold"] + number + 0.1 * index)
            group.create_dataset("topology", data=topology)
            group.create_dataset("parameters", data=values)
        yield f"forest {number}"
    replace(forests, "known_labels", numpy.array([1, 2], dtype=numpy.uint32))
    replace(forests, "feature_names",
            numpy.array([f"Gaussian Smoothing (\u03c3={state['scale']}) in 2D".encode()]))
    replace(forests, "pickled_type", "clazyflow.classifiers.parallelVigraRfLazyflowClassifier\n"
            "ParallelVigraRfLazyflowClassifier\np0\n.")
    yield "forests"
    replace(file, "currentApplet", state["applet"])
    yield "applet"
    # The last thing before the flush, as the program does it. Its clock has seconds, and tells apart saves of a person; here
    # somebody saves twice within one, so that `clock` counts saves.
    replace(file, "time", time.asctime(time.gmtime(1_700_000_000 + state["clock"])))


def make(path, **wish):
    """Writes a whole project."""
    with h5py.File(path, "w") as file:
        for _ in steps(file, **wish):
            pass
    return path


def play(path):
    """Has a project open, and saves into it as it is told to.

    HDF5 writes what datasets hold at once, and keeps what says where they lie until it is flushed: without `flushes` old structures lead
    to what was written over the old values, and the file is sound.
    """
    os.environ["HDF5_USE_FILE_LOCKING"] = "FALSE"
    file = None
    for line in sys.stdin:
        wish = json.loads(line)
        mode, anew = wish.pop("mode", "r+"), wish.pop("anew", False)
        if file is None or anew:
            if file is not None:
                file.close()
            try:
                file = h5py.File(path, mode)
            except OSError:
                # What an interrupted save left cannot be opened: it is written anew, into the same file.
                file = h5py.File(path, "w")
        try:
            save(file, **wish)
        except (KeyError, OSError, RuntimeError, ValueError):
            # Or it can be opened, and not be written to.
            with contextlib.suppress(Exception):
                file.close()
            file = h5py.File(path, "w")
            save(file, **wish)
        print("saved", flush=True)


def save(file, dies_behind=None, pauses_behind=None, flushes=True, **wish):
    """Saves a state to its end, or not."""
    for step in steps(file, **wish):
        if flushes and step in (dies_behind, pauses_behind):
            file.flush()
        if step == dies_behind:
            os.kill(os.getpid(), signal.SIGKILL)
        if step == pauses_behind:
            print("paused", flush=True)
            sys.stdin.readline()
    file.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        play(sys.argv[1])
    else:
        make(HERE / "nuclei.ilp")
        make(HERE / "bright.ilp", scale=0.7, threshold=150.0, clock=1)
        make(HERE / "renamed.ilp", names=["nothing", "cells"], applet=1, clock=2)
