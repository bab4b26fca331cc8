"""The forest of M: segmentd's stage `forest` against the same forest as C, by treelite, tl2cgen and gcc -O3.

The peer gets the feature matrix ready in memory; making it is not in its time.
"""

import shutil
import time

import classifier_text
import images
import numpy as np
import tl2cgen
import treelite.model_builder as builder
from findings import Findings, Measure, Row
from program import Segmentd, stage
from warm_apoc import WarmAPOC

#: Sums of votes this close are a tie: the peer adds in float32, APOC and segmentd in float64 with rounding between.
TIE = 1e-3


def model(text):
    """The forest of a classifier file for treelite: the votes of all trees for each class, added up."""
    forest = classifier_text.trees(text)
    classes = int(classifier_text.header(text, "num_classes"))
    result = builder.ModelBuilder(
        threshold_type="float32",
        leaf_output_type="float32",
        metadata=builder.Metadata(
            num_feature=int(classifier_text.header(text, "num_features")),
            task_type="kMultiClf",
            average_tree_output=False,
            num_target=1,
            num_class=[classes],
            leaf_vector_shape=(1, classes),
        ),
        tree_annotation=builder.TreeAnnotation(
            num_tree=len(forest), target_id=[0] * len(forest), class_id=[-1] * len(forest)
        ),
        postprocessor=builder.PostProcessorFunc("identity_multiclass"),
        base_scores=[0.0] * classes,
    )
    for tree in forest:
        result.start_tree()
        add(result, tree, 0)
        result.end_tree()
    return result.commit()


def add(result, node, key):
    """Adds a node and all below it, numbered from `key`; gives the first number that is free."""
    result.start_node(key)
    if isinstance(node, list):
        result.leaf(node)
        result.end_node()
        return key + 1
    feature, threshold, less, otherwise = node
    behind = key + 1 + size(less)
    children = {"left_child_key": key + 1, "right_child_key": behind}
    result.numerical_test(feature, threshold, default_left=False, opname="<", **children)
    result.end_node()
    add(result, less, key + 1)
    return add(result, otherwise, behind)


def size(node):
    """Number of nodes, from this one down."""
    return 1 if isinstance(node, list) else 1 + size(node[2]) + size(node[3])


def measure(setting):
    findings = Findings()
    if not shutil.which("gcc"):
        raise RuntimeError("the forest is compiled by gcc, which is not there: install gcc")
    program, classifier = Segmentd(setting), setting.classifier("M")
    image = images.speed_image(setting)
    path = images.write(setting, "speed", image)
    stack = WarmAPOC.feature_stack(setting, "M", image)
    matrix = np.ascontiguousarray(stack.reshape(len(stack), -1).T)
    del stack

    library = setting.folder("forest") / "forest.so"
    start = time.perf_counter()
    tl2cgen.export_lib(
        model(classifier.read_text()), toolchain="gcc", libpath=library, params={"parallel_comp": setting.threads}
    )
    build = time.perf_counter() - start
    predictor = tl2cgen.Predictor(library, nthread=setting.threads)
    data = tl2cgen.DMatrix(matrix, dtype="float32")
    predictor.predict(data)
    reports, times = [], []
    for _ in range(2 if setting.quick else 3):
        reports.append(program.bench(classifier, path, 3))
        for _ in range(2):
            start = time.perf_counter()
            votes = predictor.predict(data)
            times.append((time.perf_counter() - start) * 1000)
    ours = min(stage(report, "forest") for report in reports)
    what = f"forest of M (tl2cgen, {setting.threads} threads)"
    findings.rows.append(Row(what, Measure.SPEEDUP, ours, min(times), "ms", 8, 15))
    findings.raw |= {"bench": reports, "tl2cgen_ms": times, "tl2cgen_build_s": build}

    votes = votes.reshape(image.size, -1)
    classes = program.segment(classifier, path)[0].ravel()
    differing = classes != np.argmax(votes, axis=1) + 1
    ties = np.abs(votes[:, 1] - votes[:, 0]) < TIE
    tied, otherwise = int(ties.sum()), int((differing & ties).sum())
    findings.raw["ties"] = {"pixels": tied, "decided_otherwise": otherwise}
    findings.notes.append(f"forest: {otherwise} of {tied} ties fall otherwise in tl2cgen")
    clear = np.where(ties, 0, differing)
    findings.compare("forest classes, segmentd and tl2cgen without ties", clear, np.zeros_like(clear))
    return findings


PARTS = {"forest": measure}
