"""What is not trained: what APOC raises an error for, and what segmentd refuses although APOC goes on."""

import numpy as np

import pictures
from cases import Case, Shot, Table


def good(rng, channels=0):
    seen = pictures.signal(rng, (33, 70))
    annotation = pictures.annotation(rng, seen, [1, 2]).astype(np.int32)
    layers = [pictures.image(rng, seen, "float32") for _ in range(max(1, channels))]
    return Shot(np.stack(layers) if channels else layers[0], annotation, axes="CYX" if channels else "YX")


def nothing(rng, case, one):
    one.annotation[:] = 0


def only_negative(rng, case, one):
    one.annotation[:] = -1


def fractions(rng, case, one):
    one.annotation = one.annotation.astype(np.float32)
    one.annotation[one.annotation == 2] = 1.5


def smaller_annotation(rng, case, one):
    one.annotation = one.annotation[:-1]


def larger_annotation(rng, case, one):
    one.annotation = np.pad(one.annotation, ((0, 3), (0, 0)))


def infinite_pixel(rng, case, one):
    one.image[tuple(np.argwhere(one.annotation > 0)[0])] = np.inf


def missing_pixel(rng, case, one):
    one.image[tuple(np.argwhere(one.annotation > 0)[0])] = np.nan
    case.refused_by_us = "a feature is NaN, which no .cl can divide by"


def unknown_feature(rng, case, one):
    case.features = "original gaussian_blurr=1"


def no_trees(rng, case, one):
    case.trees = 0


def no_depth(rng, case, one):
    case.depth = 0


def class_that_is_not_there(rng, case, one):
    case.kind, case.probability = "ProbabilityMapper", 3
    case.refused_by_us = "the file does not compile: there is no class 3"


def other_columns(rng, case, one):
    case.steps.append([good(rng, channels=2)])


def nothing_among_others(rng, case, one):
    """The one that is trained: as APOC's second call, which brings no rows."""
    case.steps = [[one, good(rng)]]
    case.steps[0][1].annotation[:] = 0
    case.steps[0][1].name = "other"


def bad_continuation(rng, case, one):
    more = good(rng)
    fractions(rng, case, more)
    case.steps.append([more])


PIXELS = [
    nothing, only_negative, fractions, smaller_annotation, larger_annotation, infinite_pixel, missing_pixel,
    unknown_feature, no_trees, no_depth, class_that_is_not_there, other_columns,
    nothing_among_others, bad_continuation,
]


def pixels(rng, index):
    """A good case of which one thing is bad."""
    one = good(rng)
    case = Case("refused", "PixelClassifier", "original gaussian_blur=1", 2, 5, [[one]])
    PIXELS[index % len(PIXELS)](rng, case, one)
    return case


def infinite(rng, table):
    table.columns["a"][3] = np.inf


def too_large(rng, table):
    table.columns["a"][3] = 1e39


def unannotated(rng, table):
    table.annotation[:] = 0


def all_missing(rng, table):
    table.columns["b"][:] = np.nan


def fractional(rng, table):
    table.annotation = table.annotation + 0.5


TABLES = [infinite, too_large, unannotated, all_missing, fractional]


def rows(rng, index):
    """A good table of which one thing is bad."""
    table = Table({"a": rng.normal(size=30), "b": rng.normal(size=30)}, rng.integers(1, 3, size=30))
    TABLES[index % len(TABLES)](rng, table)
    return Case("refused", "TableRowClassifier", "a b", 2, 5, [table])
