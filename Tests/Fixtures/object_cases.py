"""Cases of classifiers of objects: label images made at random, forests trained on them, and what real APOC answers.

Run as a program it makes the fixtures in objects/; Tests/Peers/objects.py makes as many as are asked for. It needs the
packages of generate.py; everything is seeded.

    POCL_MAX_WORK_GROUP_SIZE=64 python object_cases.py
"""

import hashlib
import json
import pathlib
import shutil

import apoc
import numpy as np
import pyclesperanto_prototype as cle
from apoc._converter import RFC_to_OCL
from sklearn.ensemble import RandomForestClassifier

STATISTICS = list(cle.statistics_of_labelled_pixels(np.ones((2, 2)), np.ones((2, 2), dtype=int)))
NEIGHBOURS = [name for name in cle.statistics_of_labelled_neighbors(cle.push(np.ones((2, 2)))) if name != "label"]
NEAREST = [f"average_distance_of_n_nearest_neighbors={count}" for count in (0, 1, 3, 6, 10, 40)]
FEATURES = STATISTICS + [name for name in NEIGHBOURS if name not in STATISTICS] + NEAREST
PAIRS = [
    "mean_touch_intensity", "touch_portion", "touch_count", "centroid_distance", "mean_intensity_difference",
    "standard_deviation_intensity_difference", "area_difference", "mean_max_distance_to_centroid_ratio_difference",
]
STYLES = ["cells", "islands", "pixels", "noise", "gaps", "first_gone", "one", "empty", "full", "border"]


def labels(rng, shape, style):
    """A label image, uint32, of one of STYLES."""
    grid = np.stack(np.meshgrid(*[np.arange(size) for size in shape], indexing="ij"), axis=-1)
    number = int(rng.integers(2, 60))
    seeds = rng.uniform(0, shape, size=(number, len(shape)))
    distances = np.linalg.norm(grid[..., None, :] - seeds, axis=-1)
    cells = (distances.argmin(axis=-1) + 1).astype(np.uint32)
    if style in ("islands", "gaps", "first_gone"):
        cells[distances.min(axis=-1) > rng.uniform(2, 5)] = 0
    elif style == "pixels":
        cells[rng.random(shape) > 0.03] = 0
    elif style == "noise":
        cells = rng.integers(0, number, size=shape).astype(np.uint32)
    elif style == "one":
        cells = (distances.min(axis=-1) < 4).astype(np.uint32)
    elif style == "empty":
        cells[:] = 0
    elif style == "border":
        inside = tuple(slice(3, -3) if size > 8 else slice(None) for size in shape)
        cells[inside] = 0
    if style == "gaps":
        cells[np.isin(cells, rng.integers(1, number + 1, size=number // 3))] = 0
    if style == "first_gone":
        cells[cells <= rng.integers(1, 4)] = 0
    return cells


def intensity(rng, shape, kind):
    """An image of one of uint8, uint16, float32; None for none."""
    if kind is None:
        return None
    if kind == "float32":
        return (rng.normal(0, 1, size=shape) * 10.0 ** rng.integers(-4, 5)).astype(np.float32)
    return rng.integers(0, np.iinfo(kind).max, size=shape).astype(kind)


class ObjectCase:
    """One folder: the arrays, and what they are, in case.json."""

    def __init__(self, folder, name, kind, **more):
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        self.description = {"name": name, "kind": kind, "image_source": "object_cases.py", **more, "files": {}}

    def array(self, file, role, values):
        np.save(self.folder / f"{file}.npy", values)
        self.note(f"{file}.npy", role, {"shape": list(values.shape), "dtype": str(values.dtype)})

    def note(self, file, role, more):
        content = (self.folder / file).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        self.description["files"][file] = {"role": role, **more, "sha256": digest, "bytes": len(content)}

    def classifier(self, names, table, answers, depth, trees, extra=""):
        """Trains a forest on rows of `table` and writes it as APOC writes it."""
        table = np.clip(np.nan_to_num(np.asarray(table, dtype=np.float32)), -1e30, 1e30)
        forest = RandomForestClassifier(max_depth=depth, n_estimators=trees, random_state=0).fit(table, answers)
        kind = self.description["kind"]
        header = [
            "/*", "OpenCL RandomForestClassifier", f"classifier_class_name = {kind}",
            f"feature_specification = {' '.join(names)}",
            f"num_ground_truth_dimensions = {2 if kind == 'ObjectMerger' else 1}",
            f"num_classes = {forest.n_classes_}", f"num_features = {len(names)}", f"max_depth = {depth}",
            f"num_trees = {trees}", f"feature_importances = {','.join(map(str, forest.feature_importances_))}",
        ]
        text = "\n".join(header) + f"\n{extra}apoc_version = {apoc.__version__}\n*/\n" + RFC_to_OCL(forest)
        path = self.folder / "classifier.cl"
        path.write_text(text)
        self.note("classifier.cl", "classifier", {})
        return getattr(apoc, kind)(opencl_filename=str(path))

    def inputs(self, cells, image):
        self.array("labels", "input: label image", cells)
        if image is not None:
            self.array("input", "input: intensity image", image)

    def close(self):
        (self.folder / "case.json").write_text(json.dumps(self.description, indent=1) + "\n")


def make(folder, name, kind, rng, cells, image, names, depth=3, trees=10):
    """Writes one case of an ObjectClassifier, ObjectSelector or ObjectMerger."""
    case = ObjectCase(folder, name, kind, feature_specification=" ".join(names), max_depth=depth, num_trees=trees)
    case.inputs(cells, image)
    if kind == "ObjectMerger":
        make_merger(case, rng, cells, image, names, depth, trees)
    else:
        make_classes(case, rng, cells, image, names, depth, trees)
    case.close()


def make_classes(case, rng, cells, image, names, depth, trees):
    measuring = apoc.ObjectClassifier(opencl_filename=str(case.folder / "none.cl"))
    table, _ = measuring._make_features(" ".join(names), cle.push(cells), None, image)
    rows = np.stack([np.asarray(table[name], dtype=np.float32) for name in names])
    case.array("object_features", "expected: [feature][label 0..n], column 0 = background", rows)
    answers = rng.integers(1, 4, size=rows.shape[1])
    extra = "positive_class_identifier = 1\n" if case.description["kind"] == "ObjectSelector" else ""
    classifier = case.classifier(names, rows.T, answers, depth, trees, extra)
    answer = np.asarray(classifier.predict(cells, image))
    if extra:
        case.array("expected_labels", "expected: label image", answer.astype(np.uint32))
    else:
        case.array("expected_classes", "expected: class per pixel of object, 0 outside", answer.astype(np.uint8))


def make_merger(case, rng, cells, image, names, depth, trees):
    measuring = apoc.ObjectMerger(opencl_filename=str(case.folder / "none.cl"))
    matrices = [np.asarray(matrix) for matrix in measuring._make_features(" ".join(names), cle.push(cells), image)]
    stack = np.stack(matrices).astype(np.float32)
    # Of many objects they would be the largest files by far; what is merged depends on them all the same.
    if stack.nbytes < 1 << 15:
        case.array("matrices", "expected: feature matrices (n+1)x(n+1)", stack)
    rows = stack.reshape(len(names), -1).T
    answers = 1 + (rng.random(rows.shape[0]) < 0.6)
    merger = case.classifier(names, rows, answers, depth, trees)
    answer = np.asarray(merger.predict(cells, image))
    case.array("expected_labels", "expected: merged labels", answer.astype(np.uint32))


def make_table(folder, name, rng, rows=40):
    """Writes one case of a TableRowClassifier, some of whose values are NaN or infinite."""
    columns = ["roundness", "size", "other"]
    case = ObjectCase(folder, name, "TableRowClassifier", columns=columns)
    values = rng.normal(0, 100, size=(3, rows))
    values[rng.integers(0, 3, size=6), rng.integers(0, rows, size=6)] = [np.nan, np.inf, -np.inf, 0, 1e300, np.nan]
    case.array("table", "input: [column][row]", values)
    with np.errstate(over="ignore"):
        classifier = case.classifier(columns[::-1], values[::-1].T, rng.integers(1, 4, size=rows), 4, 10)
        answer = classifier.predict(dict(zip(columns, values)))
    case.array("expected_classes", "expected: class per row", np.asarray(answer).astype(np.uint32))
    case.close()


def fixtures(folder):
    """The project's own cases, small ones."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    few = ["area", "mean_intensity", "standard_deviation_intensity", "mean_max_distance_to_centroid_ratio"]
    near = ["touching_neighbor_count", "average_distance_of_touching_neighbors", NEAREST[3], "centroid_z", "touch_count_sum"]
    rng = np.random.default_rng(41)
    plane, volume = (26, 31), (5, 11, 13)
    cells = labels(rng, plane, "gaps")
    make(folder, "every_feature", "ObjectClassifier", rng, cells, intensity(rng, plane, "float32"), FEATURES)
    cells = labels(rng, volume, "islands")
    make(folder, "volume", "ObjectClassifier", rng, cells, intensity(rng, volume, "uint16"), few + near)
    make(folder, "no_image", "ObjectClassifier", rng, labels(rng, plane, "pixels"), None, few + near)
    make(folder, "empty", "ObjectClassifier", rng, labels(rng, plane, "empty"), intensity(rng, plane, "uint8"), few + near)
    cells = labels(rng, plane, "first_gone")
    make(folder, "selector", "ObjectSelector", rng, cells, intensity(rng, plane, "uint16"), few + near)
    for name, shape, style in (("merger", plane, "cells"), ("merger_gaps", volume, "gaps")):
        make(folder, name, "ObjectMerger", rng, labels(rng, shape, style), intensity(rng, shape, "uint16"), PAIRS)
    make_table(folder, "table", rng)


if __name__ == "__main__":
    fixtures(pathlib.Path(__file__).resolve().parent / "objects")
