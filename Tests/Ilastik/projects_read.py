"""An ilastik project, as far as it decides pixels: the stages with their features, and whether images are volumes.

Written from the facts of the format alone; it shares nothing with segmentd's reader.
"""

import dataclasses
import json

import h5py
import numpy as np


class Unusable(Exception):
    """A project that holds no trained classifier of pixels."""


@dataclasses.dataclass
class Stage:
    """Features and forests of one pixel classification. Of a project of Autocontext there are two."""

    #: Names of the rows of the matrix, widths of its columns, and what is chosen.
    features: list
    scales: np.ndarray
    chosen: np.ndarray
    #: For each scale, whether volumes are filtered slice by slice; None in projects before 1.3.
    planar: np.ndarray | None
    #: Where the forests are: the group of the file.
    group: str
    #: Classes that have scribbles, from 1; how many classes there are.
    known: np.ndarray
    classes: int
    #: ilastik's names of the features, where the project has them.
    names: list


@dataclasses.dataclass
class Project:
    """A project: its stages, and whether it was trained on volumes."""

    path: str
    version: str
    workflow: str
    volumes: bool
    channels: int
    stages: list


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def lanes(file):
    """The sizes of the training images, as a dictionary of axes for each."""
    for lane in file["Input Data/infos"].values():
        raw = lane.get("Raw Data")
        if raw is not None and "shape" in raw:
            axes = [axis["key"] for axis in json.loads(text(raw["axistags"][()]))["axes"]]
            yield dict(zip(axes, raw["shape"][()].tolist()))


def stage(file, features, classification):
    """The stage of two groups of a file."""
    if classification not in file or "ClassifierForests" not in file[classification]:
        raise Unusable(f"{classification} has no forests")
    chosen = file[features]
    forests = file[classification + "/ClassifierForests"]
    known = forests["known_labels"][()].astype(int)
    names = forests["feature_names"][()].tolist() if "feature_names" in forests else []
    return Stage(
        features=[text(name) for name in chosen["FeatureIds"][()]],
        scales=chosen["Scales"][()].astype(float),
        chosen=chosen["SelectionMatrix"][()].astype(bool),
        planar=chosen["ComputeIn2d"][()].astype(bool) if "ComputeIn2d" in chosen else None,
        group=classification + "/ClassifierForests",
        known=known,
        classes=max(len(file[classification + "/LabelNames"]), int(known.max())),
        names=[text(name) for name in names],
    )


def read(path):
    """The project of a file.

    Raises: Unusable where there is nothing to predict with.
    """
    with h5py.File(path, "r") as file:
        if "PixelClassification" not in file:
            raise Unusable(f"{text(file['workflowName'][()])} has no pixel classification")
        stages = [stage(file, "FeatureSelections", "PixelClassification")]
        if "PixelClassification01" in file:
            stages.append(stage(file, "FeatureSelections01", "PixelClassification01"))
        sizes = list(lanes(file))
        return Project(
            path=str(path), version=text(file["ilastikVersion"][()]), workflow=text(file["workflowName"][()]),
            volumes=any(size.get("z", 1) > 1 for size in sizes), channels=sizes[0].get("c", 1), stages=stages,
        )
