"""Real APOC: what it writes after each call of a case."""

import os
import pathlib
import tempfile
import warnings

# Before PoCL is loaded: larger groups crash it on small images.
os.environ.setdefault("POCL_MAX_WORK_GROUP_SIZE", "64")

import apoc
import numpy as np
import pandas as pd

from cases import Table, write_shots

VERSIONS = {"apoc": apoc.__version__, "scikit-learn": __import__("sklearn").__version__, "numpy": np.__version__}


def answers(case):
    """For each step of the case the text of the file, or the error that APOC raised."""
    results = []
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = pathlib.Path(folder) / "classifier.cl"
        classifier = opened(case, path)
        for index, step in enumerate(case.steps):
            try:
                train(case, classifier, step, pathlib.Path(folder) / str(index), continues=index > 0)
                results.append(path.read_text())
            except Exception as error:
                results.append(error)
    return results


def opened(case, path):
    """APOC's own class, without a file yet."""
    options = {"opencl_filename": str(path), "max_depth": case.depth, "num_ensembles": case.trees}
    if case.positive is not None:
        options["positive_class_identifier"] = case.positive
    if case.probability is not None:
        options["output_probability_of_class"] = case.probability
    return getattr(apoc, case.kind)(**options)


def train(case, classifier, step, folder, continues):
    if isinstance(step, Table):
        classifier.train(pd.DataFrame(step.columns), step.annotation, continue_training=continues)
    elif case.folders:
        folder.mkdir()
        write_shots(folder, step, folders=True)
        in_folders(case, classifier, folder)
    else:
        for shot in (call for shot in step for call in shot.calls()):
            image = list(shot.image) if shot.as_list else shot.image
            if shot.labels is None:
                classifier.train(case.features, shot.annotation, image, continue_training=continues)
            else:
                classifier.train(case.features, shot.labels, shot.annotation, image, continue_training=continues)
            continues = True


def in_folders(case, classifier, folder):
    """APOC's own training from folders, but in the order of the names, byte by byte, whatever the file system has."""
    listed = os.listdir
    os.listdir = lambda *arguments: sorted(listed(*arguments), key=os.fsencode)
    try:
        if (folder / "labels").exists():
            apoc.train_classifier_from_image_folders(
                classifier, case.features, image=folder / "images", labels=folder / "labels",
                sparse_annotation=folder / "annotations",
            )
        else:
            apoc.train_classifier_from_image_folders(
                classifier, case.features, image=folder / "images", ground_truth=folder / "annotations"
            )
    finally:
        os.listdir = listed
