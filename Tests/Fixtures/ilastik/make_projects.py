#!/usr/bin/python3
"""Writes small ilastik projects of every shape that is read, and projects that are refused, into this folder.

Forests are trained by vigra (Debian's python3-vigra, python3-h5py) on numbers at random, a column for each feature in ilastik's
order. Beside a project lie, for each stage, rows of features (many of them thresholds, and their neighbours) and the
probabilities that vigra gives of them, averaged over the forests as ilastik does. expected.json says what is to be found
in the good ones, and the words with which the others are refused.

    Tests/Fixtures/ilastik/make_projects.py
"""

import json
import os
import shutil
import sys

import h5py
import numpy as np
import vigra

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "Ilastik"))
import projects_write  # noqa: E402

ROWS = 96
LEAF = 0x40000000
SCALES = [0.3, 0.7, 1.0, 1.6, 3.5, 5.0, 10.0]


class Stage:
    """A selection of features, as the writer of projects wants it."""

    def __init__(self, chosen, planar, known, scales=SCALES):
        self.features = list(projects_write.FEATURES)
        self.scales, self.known = np.array(scales), np.array(known)
        self.planar = None if planar is None else np.array(planar, bool)
        self.chosen = np.zeros((len(self.features), len(scales)), bool)
        for row, column in chosen:
            self.chosen[row, column] = True

    def names(self, channels, volumes):
        return projects_write.names(self, channels, volumes)


def trees(path, group):
    with h5py.File(path, "r") as file:
        for forest in sorted(k for k in file[group] if k.lower().startswith("forest")):
            for tree in sorted(k for k in file[group][forest] if k.startswith("Tree_")):
                yield file[group][forest][tree]["topology"][()], file[group][forest][tree]["parameters"][()]


def splits(topology, parameters):
    waiting = [2]
    for place in waiting:
        if topology[place] != LEAF:
            yield int(topology[place + 4]), parameters[topology[place + 1] + 1]
            waiting += [int(child) for child in topology[place + 2:place + 4]]


def rows_around_thresholds(path, group, columns, random):
    """Rows in which every other value is a threshold of its column, rounded, or the next number on either side."""
    rows = random.normal(0, 1, (ROWS, columns)).astype(np.float32)
    known = [[] for _ in range(columns)]
    for topology, parameters in trees(path, group):
        for column, threshold in splits(topology, parameters):
            nearest = np.float32(threshold)
            known[column] += [nearest, np.nextafter(nearest, np.float32(np.inf)), np.nextafter(nearest, np.float32(-np.inf))]
    for column, values in enumerate(known):
        if values:
            places = random.random(ROWS) < 0.7
            rows[places, column] = random.choice(np.array(values, np.float32), places.sum())
    return rows


def write(name, workflow, version, axes, shape, class_names, stages, sizes, seed, depth=4, named=True, single=False,
          forgets=False):
    """A project; returns what is to be found in it."""
    path = os.path.join(HERE, f"{name}.ilp")
    random = np.random.default_rng(seed)
    writer = projects_write.Writer(path, version, workflow)
    writer.lane(0, axes, shape, f"{name} image")
    volumes = "z" in axes and shape[axes.index("z")] > 1
    channels = shape[axes.index("c")] if "c" in axes else 1
    expected = {"workflow": workflow, "version": version, "dimensions": 3 if volumes else 2, "channels": channels,
                "classes": class_names, "axes": axes, "shape": list(shape), "stages": []}
    for number, stage in enumerate(stages):
        suffix = "" if number == 0 else f"{number:02d}"
        taken = channels + (len(class_names) if number else 0)
        names = stage.names(taken, volumes)
        writer.stage(suffix, stage, class_names, np.ones([1] * len(shape), np.uint8), named, taken, volumes)
        columns = len(names)
        rows = random.normal(0, 1, (80, columns)).astype(np.float32)
        weights = random.normal(0, 1, columns)
        ranks = np.argsort(np.argsort(rows @ weights + random.normal(0, 0.5, 80)))
        classes = stage.known[ranks * len(stage.known) // 80]
        writer.forests(suffix, rows, classes, sizes, seed + number, depth, 1)
        group = f"PixelClassification{suffix}/ClassifierForests"
        if single:
            with h5py.File(path, "r+") as file:
                file.move(f"{group}/Forest0000", f"{group}/forest")
                del file[f"{group}/pickled_type"]
                file[f"{group}/pickled_type"] = (
                    b"clazyflow.classifiers.vigraRfLazyflowClassifier\nVigraRfLazyflowClassifier\np0\n."
                )
        asked = rows_around_thresholds(path, group, columns, random)
        total, count = np.zeros((ROWS, len(stage.known)), np.float32), 0
        with h5py.File(path, "r") as file:
            forests = sorted(k for k in file[group] if k.lower().startswith("forest"))
        for forest in forests:
            loaded = vigra.learning.RandomForest(path, f"{group}/{forest}")
            total += np.asarray(loaded.predictProbabilities(asked)) * np.float32(loaded.treeCount())
            count += loaded.treeCount()
        answers = np.zeros((ROWS, len(class_names)), np.float32)
        answers[:, stage.known - 1] = total / np.float32(count)
        np.save(os.path.join(HERE, f"{name}.{number}.rows.npy"), asked)
        np.save(os.path.join(HERE, f"{name}.{number}.answers.npy"), answers)
        expected["stages"].append({
            "names": names, "forests": list(sizes), "channels": taken,
            "components": [(2 if not volumes or stage.planar is not None and stage.planar[c] else 3) if r >= 4 else 1
                           for r in range(6) for c in np.flatnonzero(stage.chosen[r])],
        })
    if "Object" in workflow:
        writer.objects()
    if forgets:
        with h5py.File(path, "r+") as file:
            del file["Input Data"]
        expected["axes"], expected["shape"] = "", []
    return expected


GOOD = dict(
    planes=lambda n: write(n, "Pixel Classification", "1.4.1b15", "yxc", (40, 50, 1), ["Background", "Cells", "Édges"], [
        Stage([(0, 0), (0, 3), (1, 2), (2, 3), (3, 1), (4, 2), (5, 2), (5, 6)], [True] * 7, [1, 2, 3])], [3, 3, 2], 1),
    channels=lambda n: write(n, "Pixel Classification", "1.3.3post1", "yxc", (40, 50, 3), ["Label 1", "Label 2"], [
        Stage([(0, 0), (4, 2), (1, 2), (5, 3)], [True] * 7, [1, 2])], [3, 2], 2),
    volume=lambda n: write(n, "Pixel Classification", "1.4.0", "zyxc", (20, 40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (0, 5), (2, 3), (4, 4), (5, 4)], [False] * 7, [1, 2])], [3, 2], 3),
    mixed=lambda n: write(n, "Pixel Classification", "1.4.0", "czyx", (2, 20, 40, 50), ["Label 1", "Label 2"], [
        Stage([(0, 0), (2, 3), (4, 2), (4, 4), (5, 4)], [True, True, True, False, False, True, False], [1, 2])], [3, 2], 4),
    before=lambda n: write(n, "Pixel Classification", "1.2.0rc10", "yxc", (40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (1, 2), (5, 3)], None, [1, 2])], [2, 2], 5, named=False),
    skipped=lambda n: write(n, "Pixel Classification", "1.4.0", "tyxc", (5, 40, 50, 1), ["One", "Two", "Three", "Four"], [
        Stage([(0, 0), (1, 2), (5, 3)], [True] * 7, [1, 3])], [2, 2], 6),
    single=lambda n: write(n, "Pixel Classification", "1.3.0", "yx", (40, 50), ["Label 1", "Label 2"], [
        Stage([(0, 0), (1, 2), (5, 3)], [True] * 7, [1, 2])], [4], 7, single=True),
    autocontext=lambda n: write(n, "AutocontextTwoStage", "1.4.1b15", "yxc", (40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (1, 2), (5, 3)], [True] * 7, [1, 2]), Stage([(0, 0), (4, 2)], [True] * 7, [1, 2])], [2, 2], 8),
    objects=lambda n: write(
        n, "Object Classification (from pixel classification)", "1.3.3post1", "yxc", (40, 50, 1), ["Label 1", "Label 2"],
        [Stage([(0, 0), (2, 2)], [True] * 7, [1, 2])], [2], 9),
    # The images of the training are not told: scales that are no slices' make it one for volumes.
    unseen=lambda n: write(n, "Pixel Classification", "1.3.3", "zyxc", (20, 40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (4, 4)], [True] * 3 + [False] * 4, [1, 2])], [2], 12, forgets=True),
    # Neither images nor scales say what it is; the columns of its forest do.
    forgotten=lambda n: write(n, "Pixel Classification", "1.2.0rc10", "zyxc", (20, 40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (5, 3)], None, [1, 2])], [2], 13, named=False, forgets=True),
    # Other scales than the usual ones, one of them added by hand.
    scales=lambda n: write(n, "Pixel Classification", "1.4.0", "yxc", (40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (0, 1), (5, 1)], [True] * 2, [1, 2], scales=[2.25, 7.0])], [2], 10),
)

FORESTS = "PixelClassification/ClassifierForests"
TREE = f"{FORESTS}/Forest0000/Tree_0"


def renamed(workflow):
    def change(file):
        del file["workflowName"]
        file["workflowName"] = workflow.encode()
    return change


def removed(*paths):
    def change(file):
        for path in paths:
            del file[path]
    return change


def replaced(path, value):
    def change(file):
        del file[path]
        file[path] = value
    return change


def changed(path, place, value):
    """One number in place of another; `place` may be a function of the dataset."""
    def change(file):
        values = file[path][()]
        at = place(values) if callable(place) else place
        values[at] = value(values) if callable(value) else value
        file[path][...] = values
    return change


def leaf(topology):
    """Where the first leaf begins."""
    waiting = [2]
    for place in waiting:
        if topology[place] == LEAF:
            return place
        waiting += [int(child) for child in topology[place + 2:place + 4]]


def leaf_weight(file, value, count=1):
    address = int(file[f"{TREE}/topology"][leaf(file[f"{TREE}/topology"][()]) + 1])
    parameters = file[f"{TREE}/parameters"][()]
    parameters[address + 1:address + 1 + count] = value
    file[f"{TREE}/parameters"][...] = parameters


def linked(link):
    def change(file):
        del file[FORESTS]
        file[FORESTS] = link
    return change


def virtual(file):
    source = file[f"{TREE}/parameters"]
    layout = h5py.VirtualLayout(shape=source.shape, dtype=source.dtype)
    layout[...] = h5py.VirtualSource("elsewhere.h5", "data", shape=source.shape)
    del file[f"{TREE}/parameters"]
    file.create_virtual_dataset(f"{TREE}/parameters", layout)


def unlimited(file):
    """The library opens the other file to know its size."""
    source = file[f"{TREE}/parameters"]
    layout = h5py.VirtualLayout(shape=source.shape, dtype=source.dtype, maxshape=(None,))
    other = h5py.VirtualSource("/proc/self/fd/9", "data", shape=source.shape, maxshape=(None,))
    layout[:h5py.h5s.UNLIMITED] = other[:h5py.h5s.UNLIMITED]
    del file[f"{TREE}/parameters"]
    file.create_virtual_dataset(f"{TREE}/parameters", layout)


def packed(file):
    values = file[f"{TREE}/parameters"][()]
    del file[f"{TREE}/parameters"]
    file.create_dataset(f"{TREE}/parameters", data=values, chunks=values.shape, compression="gzip")


def third_class(file):
    replaced(f"{FORESTS}/known_labels", np.array([1, 2, 3], np.uint32))(file)
    replaced("PixelClassification/LabelNames", np.array([b"Label 1", b"Label 2", b"Label 3"]))(file)


def untold(file):
    """Axes of another number than the image has, and features that have as many planes in volumes as in planes."""
    removed("FeatureSelections/ComputeIn2d")(file)
    replaced("Input Data/infos/lane0000/Raw Data/shape", np.array([20, 40, 50, 1]))(file)


def elsewhere(file):
    del file[f"{TREE}/parameters"]
    file.create_dataset(f"{TREE}/parameters", (100,), "f8", external=[("/etc/passwd", 0, 800)])


def huge(file):
    del file[f"{TREE}/topology"]
    file.create_dataset(f"{TREE}/topology", (1 << 40,), "i4", chunks=(1 << 16,))


#: What is done to `refused.ilp`, and what segmentd says of it.
BAD = {
    "neural": (renamed("Neural Network Classification (Local)"), "neural network"),
    "tracking": (renamed("Automatic Tracking Workflow (Conservation Tracking) from prediction image"), "tracks objects"),
    "counting": (renamed("Cell Density Counting"), "how many objects"),
    "carving": (renamed("Carving"), "carves"),
    "multicut": (renamed("Boundary-based Segmentation with Multicut"), "superpixels"),
    "from_probabilities": (renamed("Object Classification (from prediction maps)"), "another program segmented"),
    "conversion": (renamed("Data Conversion"), "classifies nothing"),
    "unheard_of": (renamed("Something New"), "is not known"),
    "no_workflow": (removed("workflowName"), "no workflowName"),
    "sklearn": (replaced(f"{FORESTS}/pickled_type", b"clazyflow.classifiers.sklearnLazyflowClassifier\nSklearnLazyflowClassifier\np0\n."), "SklearnLazyflowClassifier"),
    "untrained": (removed(FORESTS), "without a trained classifier"),
    "no_data": (removed("PixelClassification"), "nothing was trained"),
    "no_features": (removed("FeatureSelections"), "no FeatureSelections"),
    "none_selected": (changed("FeatureSelections/SelectionMatrix", slice(None), False), "no features are selected"),
    "strange_feature": (changed("FeatureSelections/FeatureIds", 0, b"Strange"), "\"Strange\""),
    "selected_later": (changed("FeatureSelections/SelectionMatrix", (0, 0), False), "trained on 2 channel(s)"),
    "other_scale": (changed("FeatureSelections/Scales", 0, 0.4), "other features"),
    "other_rows": (changed("FeatureSelections/FeatureIds", slice(0, 2), lambda v: v[1::-1].copy()), "other features"),
    "no_labels": (removed(f"{FORESTS}/known_labels"), "known_labels"),
    "no_forests": (removed(f"{FORESTS}/Forest0000", f"{FORESTS}/Forest0001"), "no forest"),
    "forest_missing": (removed(f"{FORESTS}/Forest0000"), "not all of them"),
    "tree_missing": (removed(TREE), "not all of its trees"),
    "last_tree_missing": (removed(f"{FORESTS}/Forest0000/Tree_1"), "tree_count_"),
    "no_parameters": (removed(f"{TREE}/parameters"), "is not there"),
    "other_classes": (third_class, "class_count_"),
    "twice_a_class": (replaced(f"{FORESTS}/known_labels", np.array([1, 1], np.uint32)), "no classes"),
    "class_gone": (replaced("PixelClassification/LabelNames", np.array([b"Label 1"])), "its forest gives class 2"),
    "untold": (removed("Input Data", "FeatureSelections/ComputeIn2d"), "planes or for volumes"),
    "untold_axes": (untold, "planes or for volumes"),
    "class_0": (replaced(f"{FORESTS}/known_labels", np.array([0, 1], np.uint32)), "no classes"),
    "weighted": (changed(f"{FORESTS}/Forest0000/_options/predict_weighted_", 0, 1.0), "number of their samples"),
    "not_a_number": (lambda file: leaf_weight(file, np.nan), "weights that are none"),
    "negative": (lambda file: leaf_weight(file, -1), "weights that are none"),
    "no_weight": (lambda file: leaf_weight(file, 0, 2), "weights that are none"),
    "weight_too_large": (lambda file: leaf_weight(file, 2, 2), "do not sum to 1"),
    "no_threshold": (changed(f"{TREE}/parameters", 1, np.nan), "no threshold"),
    "loop": (changed(f"{TREE}/topology", 4, 2), "leads nowhere"),
    "shared_branch": (changed(f"{TREE}/topology", 5, lambda v: v[4]), "leads nowhere"),
    "branch_beyond": (changed(f"{TREE}/topology", 4, 2_000_000_000), "leads nowhere"),
    "branch_before": (changed(f"{TREE}/topology", 4, -7), "leads nowhere"),
    "column_beyond": (changed(f"{TREE}/topology", 6, 99), "asks for feature 99"),
    "column_before": (changed(f"{TREE}/topology", 6, -1), "asks for feature -1"),
    "address_beyond": (changed(f"{TREE}/topology", 3, 2_147_483_647), "cut off"),
    "address_before": (changed(f"{TREE}/topology", 3, -2_147_483_648), "cut off"),
    "hyperplane": (changed(f"{TREE}/topology", 2, 1), "kind 1"),
    "features_of_tree": (changed(f"{TREE}/topology", 0, 99), "other features"),
    "classes_of_tree": (changed(f"{TREE}/topology", 1, 99), "other features or classes"),
    "empty_tree": (replaced(f"{TREE}/topology", np.zeros(0, np.int32)), "other features"),
    "fractions": (replaced(f"{TREE}/topology", np.zeros(20, np.float64)), "no whole numbers"),
    "texts": (replaced(f"{TREE}/parameters", np.array([b"a"] * 20)), "no numbers"),
    "soft_link": (linked(h5py.SoftLink("/FeatureSelections")), "without a trained classifier"),
    "external_link": (linked(h5py.ExternalLink("planes.ilp", FORESTS)), "without a trained classifier"),
    "virtual": (virtual, "put together from other datasets"),
    "unlimited": (unlimited, "put together from other datasets"),
    "packed": (packed, "is compressed"),
    "elsewhere": (elsewhere, "lies in another file"),
    "huge": (huge, "1099511627776 values"),
}


def main():
    for name in os.listdir(HERE):
        if name.endswith((".ilp", ".npy")):
            os.remove(os.path.join(HERE, name))
    expected = {"good": {name: make(name) for name, make in GOOD.items()}, "refused": {}}
    base = os.path.join(HERE, "refused.ilp")
    write("refused", "Pixel Classification", "1.3.3", "yxc", (40, 50, 1), ["Label 1", "Label 2"], [
        Stage([(0, 0), (1, 2)], [True] * 7, [1, 2])], [2, 1], 11, depth=2)
    with h5py.File(base, "r+") as file:
        # What no reader needs makes the many copies small.
        for name in list(file[FORESTS]):
            if name.startswith("Forest"):
                for option in list(file[FORESTS][name]["_options"]):
                    if option not in ("tree_count_", "predict_weighted_"):
                        del file[FORESTS][name]["_options"][option]
                for option in list(file[FORESTS][name]["_ext_param"]):
                    if option not in ("column_count_", "class_count_"):
                        del file[FORESTS][name]["_ext_param"][option]
        del file["PixelClassification/LabelSets"], file["PixelClassification/Bookmarks"]
    for name, (change, words) in BAD.items():
        work = os.path.join(HERE, f"{name}.work")
        shutil.copy(base, work)
        with h5py.File(work, "r+") as file:
            change(file)
        # Copied member by member, which leaves out what was removed.
        with h5py.File(work, "r") as file, h5py.File(os.path.join(HERE, f"bad_{name}.ilp"), "w") as target:
            for member in file:
                file.copy(member, target, expand_soft=False, expand_external=False)
        os.remove(work)
        expected["refused"][f"bad_{name}"] = words
    whole = open(base, "rb").read()
    for name, bytes, words in [("cut", whole[:len(whole) // 2], "cannot be opened"), ("begun", whole[:8], "cannot be opened")]:
        open(os.path.join(HERE, f"bad_{name}.ilp"), "wb").write(bytes)
        expected["refused"][f"bad_{name}"] = words
    for name in ("refused.0.rows.npy", "refused.0.answers.npy"):
        os.remove(os.path.join(HERE, name))
    with open(os.path.join(HERE, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1, ensure_ascii=False, sort_keys=True)
        file.write("\n")


main()
