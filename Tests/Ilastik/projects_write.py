"""Writes projects as ilastik 1.2, 1.3 and 1.4 leave them, with forests that vigra trains on scribbles.

What the versions do otherwise: ComputeIn2d comes with 1.3; names of features are missing or without " in 2D" before it;
1.4 has strings of variable length in places.
"""

import json
import os

import h5py
import numpy as np
import vigra

import features
import projects_read

#: The rows of the matrix, and what ilastik calls them in the names of features.
FEATURES = {
    "GaussianSmoothing": "Gaussian Smoothing",
    "LaplacianOfGaussian": "Laplacian of Gaussian",
    "GaussianGradientMagnitude": "Gaussian Gradient Magnitude",
    "DifferenceOfGaussians": "Difference of Gaussians",
    "StructureTensorEigenvalues": "Structure Tensor Eigenvalues",
    "HessianOfGaussianEigenvalues": "Hessian of Gaussian Eigenvalues",
}
COLORS = [(255, 225, 25), (0, 130, 200), (230, 25, 75), (70, 240, 240), (60, 180, 75)]
PICKLED = "clazyflow.classifiers.parallelVigraRfLazyflowClassifier\nParallelVigraRfLazyflowClassifier\np0\n."
FACTORY = (
    "ccopy_reg\n_reconstructor\np0\n(clazyflow.classifiers.parallelVigraRfLazyflowClassifier\n"
    "ParallelVigraRfLazyflowClassifierFactory\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n."
)


def names(stage, channels, volumes):
    """The names of a stage's features, as ilastik writes them."""
    result = []
    for row, feature in enumerate(stage.features):
        for column in np.flatnonzero(stage.chosen[row]):
            planar = not volumes or (stage.planar is not None and stage.planar[column])
            components = (2 if planar else 3) if feature.endswith("Eigenvalues") else 1
            name = f"{FEATURES[feature]} (σ={float(stage.scales[column])})"
            name += " in 2D" if planar and stage.planar is not None else ""
            count = components * channels
            result += [name] if count == 1 else [f"{name} [{i}]" for i in range(count)]
    return result


def fixed(texts):
    """Texts as HDF5 strings of fixed length."""
    encoded = [text.encode() for text in texts]
    return np.array(encoded, f"S{max(map(len, encoded))}")


def axistags(axes):
    kinds = {"c": 1, "t": 8}
    return json.dumps({"axes": [
        {"key": axis, "typeFlags": kinds.get(axis, 2), "resolution": 0, "description": ""} for axis in axes
    ]}, indent=2)


class Writer:
    """A project in the making."""

    def __init__(self, path, version, workflow):
        self.path, self.version = path, version
        if os.path.exists(path):
            os.remove(path)
        with h5py.File(path, "w") as file:
            file["ilastikVersion"] = version.encode()
            file["workflowName"] = workflow.encode()
            file["time"] = b"Mon May 13 16:10:41 2024"
            file["currentApplet"] = 2

    @property
    def variable(self):
        """Whether names of classes and features are strings of variable length."""
        return self.version.startswith("1.4")

    def strings(self, group, name, texts):
        if self.variable:
            group.create_dataset(name, data=list(texts), dtype=h5py.string_dtype())
        else:
            group[name] = fixed(texts)

    def lane(self, index, axes, shape, nickname):
        """A training image, of which only the shape is told."""
        with h5py.File(self.path, "r+") as file:
            file.require_group("Input Data/local_data")
            raw = file.require_group(f"Input Data/infos/lane{index:04d}/Raw Data")
            file.require_group(f"Input Data/infos/lane{index:04d}/Prediction Mask")
            raw["axistags"] = axistags(axes).encode()
            raw["shape"] = np.array(shape, np.int64)
            raw["nickname"], raw["filePath"] = nickname.encode(), f"{nickname}.tif".encode()
            raw["location"], raw["__class__"] = b"FileSystem", b"RelativeFilesystemDatasetInfo"
            raw["allowLabels"], raw["display_mode"] = True, b"default"
            if index == 0:
                self.strings(file["Input Data"], "Role Names", ["Raw Data", "Prediction Mask"])
                file["Input Data/StorageVersion"] = b"0.2"

    def stage(self, suffix, stage, class_names, labels, named, channels, volumes):
        """Features and classes of a stage; forests are added by `forest`."""
        with h5py.File(self.path, "r+") as file:
            group = file.create_group("FeatureSelections" + suffix)
            group["FeatureIds"] = fixed(stage.features)
            group["Scales"], group["SelectionMatrix"] = stage.scales, stage.chosen
            group["StorageVersion"] = b"0.1"
            if stage.planar is not None:
                group["ComputeIn2d"] = stage.planar
            group = file.create_group("PixelClassification" + suffix)
            group["StorageVersion"], group["ClassifierFactory"] = b"0.1", FACTORY.encode()
            group.create_dataset("Bookmarks/0000", data=np.void(b"(lp0\n."))
            self.strings(group, "LabelNames", class_names)
            for name in ("LabelColors", "PmapColors"):
                group[name] = np.array(COLORS[:len(class_names)], np.int64)
            for name in ("LabelNames", "LabelColors", "PmapColors"):
                group[name].attrs["isEmpty"] = False
            block = group.create_dataset("LabelSets/labels000/block0000", data=labels, compression="gzip")
            block.attrs["blockSlice"] = "[" + ",".join(f"0:{length}" for length in labels.shape) + "]"
            forests = group.create_group("ClassifierForests")
            forests["known_labels"] = stage.known.astype(np.uint32)
            forests["pickled_type"] = PICKLED.encode()
            if named:
                self.strings(forests, "feature_names", names(stage, channels, volumes))

    def forests(self, suffix, rows, classes, sizes, seed, depth, least):
        """Trains forests of these sizes and writes them one after the other."""
        for index, size in enumerate(sizes):
            forest = vigra.learning.RandomForest(treeCount=size, min_split_node_size=least)
            forest.learnRF(rows, classes.astype(np.uint32)[:, None], randomSeed=seed + index + 1, maxDepth=depth)
            forest.writeHDF5(str(self.path), f"PixelClassification{suffix}/ClassifierForests/Forest{index:04d}")

    def objects(self):
        """What a project of pixel and object classification has besides."""
        with h5py.File(self.path, "r+") as file:
            group = file.create_group("ThresholdTwoLevels")
            group["StorageVersion"] = b"0.1"
            for name, value in {"Channel": 0, "CoreChannel": 0, "CurOperator": 0, "MinSize": 10, "MaxSize": 1000000,
                                "HighThreshold": 0.8, "LowThreshold": 0.5}.items():
                group[name] = value
            for axis in "xyz":
                group[f"SmootherSigma/{axis}"] = 1.0
            file["ObjectClassification/StorageVersion"] = b"0.1"
            file["ObjectExtraction/StorageVersion"] = b"0.1"


def selection(chosen, scales, planar):
    """The matrix: `chosen` has, for each feature, the scales it is chosen at; "all" but the smoothing of features at
    the least scale, which ilastik's GUI does not offer."""
    matrix = np.zeros((len(FEATURES), len(scales)), bool)
    for row, feature in enumerate(FEATURES):
        for column, scale in enumerate(scales):
            least = scale == 0.3 and feature != "GaussianSmoothing"
            matrix[row, column] = not least if chosen == "all" else scale in chosen.get(feature, ())
    return projects_read.Stage(
        features=list(FEATURES), scales=np.array(scales, float), chosen=matrix,
        planar=None if planar is None else np.array(planar, bool), group="", known=np.array([]), classes=0, names=[],
    )


def rows_at(stage, channels, volumes, labels):
    """The features of the labelled pixels, a row each, by vigra."""
    places = np.nonzero(labels)
    return np.stack([plane[places] for plane in features.stack(stage, channels, volumes, features.Vigra())], axis=1)
