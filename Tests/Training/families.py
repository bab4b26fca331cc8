"""The cases, family by family: what people train, and what is hard to train alike."""

import itertools
import zlib

import numpy as np

import pictures
import refusals
import specifications
import tables
from cases import Case, Shot

OBJECT_FEATURES = """area min_intensity max_intensity sum_intensity mean_intensity standard_deviation_intensity
mean_max_distance_to_centroid_ratio mean_max_distance_to_mass_center_ratio max_distance_to_centroid centroid_x
centroid_y mass_center_x bbox_width bbox_min_y touching_neighbor_count average_distance_of_touching_neighbors
average_distance_of_n_nearest_neighbors=1 average_distance_of_n_nearest_neighbors=6
average_distance_of_n_nearest_neighbors=10""".split()
#: Classes as they are annotated: mostly from 1 on, sometimes with gaps, one alone only where it is asked for.
VALUES = [[1, 2], [1, 2], [1, 2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 3, 7], [2, 5], [3, 200]]
DEPTHS = [1, 2, 2, 2, 3, 4, 5, 8, 12, 20, 30]
TREES = [1, 2, 3, 5, 10, 10, 30, 100]
KINDS = ["PixelClassifier", "PixelClassifier", "ObjectSegmenter", "ProbabilityMapper"]


def choice(rng, options):
    return options[int(rng.integers(len(options)))]


def shot(rng, shape=None, values=(1, 2), look=None, style="strokes", kind=None, channels=0, name="image", axes=None):
    """An image at random and its annotation."""
    shape = shape or choice(rng, pictures.PLANES)
    seen = pictures.signal(rng, shape)
    kind = kind or choice(rng, ["uint8", "uint16", "float32"])
    look = look or choice(rng, pictures.LOOKS)
    layers = [pictures.image(rng, seen, kind, look) for _ in range(max(channels, 1))]
    annotation = pictures.stored(rng, pictures.annotation(rng, seen, list(values), style))
    axes = axes or ("C" if channels else "") + "ZYX"[3 - len(shape):]
    return Shot(np.stack(layers) if channels else layers[0], annotation, axes=axes, name=name)


def forest(rng, family, steps, features, values=(1, 2), kind=None, depth=None, trees=None, **more):
    """A case of pixels with depth, trees and what makes it one kind or another at random."""
    kind = kind or choice(rng, KINDS)
    told = {np.asarray(call.annotation)[np.asarray(call.annotation) > 0].max(initial=0) for call in steps[0]}
    classes = len(np.unique(np.concatenate([s.annotation[s.annotation > 0].ravel() for s in steps[0]]))) if told else 1
    if kind == "ObjectSegmenter":
        more["positive"] = int(rng.integers(1, max(classes, 2) + 1))
    if kind == "ProbabilityMapper":
        more["probability"] = int(rng.integers(0, min(max(classes, 1), 3) + 1))
    depth, trees = depth or choice(rng, DEPTHS), trees or choice(rng, TREES)
    return Case(family, kind, features, depth, trees, steps, **more)


def predefined(rng, index):
    names = list(specifications.PREDEFINED)
    values = choice(rng, VALUES)
    one = shot(rng, values=values, look="cells")
    trees = 100 if index < len(names) else None
    features = specifications.PREDEFINED[names[index % len(names)]]
    return forest(rng, "predefined sets", [[one]], features, values, depth=2 if trees else None, trees=trees)


def picks(rng, index):
    values = choice(rng, VALUES)
    style = choice(rng, ["strokes", "strokes", "dense"])
    one = shot(rng, values=values, style=style)
    return forest(rng, "picked features", [[one]], specifications.pick(rng, 2, int(rng.integers(1, 20))), values)


def many_features(rng, index):
    one = shot(rng, values=[1, 2, 3], style="dense", look="cells")
    features = specifications.pick(rng, 2, choice(rng, [25, 49, 80, 130]))
    return forest(rng, "many features", [[one]], features, depth=choice(rng, [4, 10, 20]), trees=10)


def ties(rng, index):
    values = choice(rng, VALUES)
    one = shot(rng, values=values, look="steps", style=choice(rng, ["strokes", "dense"]))
    features = "original " + specifications.pick(rng, 2, int(rng.integers(2, 10)))
    return forest(rng, "ties", [[one]], features, values, depth=choice(rng, [2, 4, 8, 20]))


def constants(rng, index):
    one = shot(rng, look="flat", channels=choice(rng, [0, 0, 2]))
    if one.axes == "CYX":
        one.image[1] = pictures.image(rng, pictures.signal(rng, one.annotation.shape), str(one.image.dtype))
    return forest(rng, "constants", [[one]], specifications.pick(rng, 2, int(rng.integers(1, 9))))


def near_ties(rng, index):
    seen = pictures.signal(rng, choice(rng, pictures.PLANES))
    annotation = pictures.annotation(rng, seen, choice(rng, VALUES), "dense", wrong=0.2)
    one = Shot(pictures.near_ties(rng, seen), annotation.astype(np.uint8))
    features = choice(rng, ["original", "original gaussian_blur=0.3 median_box=1", "original maximum_box=1 mean_box=1"])
    return forest(rng, "near ties", [[one]], features, depth=choice(rng, [2, 8, 30]))


def tiny(rng, index):
    style = choice(rng, ["one", "few", "few"])
    one = shot(rng, shape=choice(rng, [(7, 5), (1, 31), (64, 64)]), values=choice(rng, VALUES), style=style)
    return forest(rng, "1-3 pixels", [[one]], specifications.pick(rng, 2, int(rng.integers(1, 6))))


def single_class(rng, index):
    one = shot(rng, values=[choice(rng, [1, 2, 9])])
    return forest(rng, "one class", [[one]], specifications.pick(rng, 2, 3))


def volumes(rng, index):
    values = choice(rng, VALUES)
    one = shot(rng, shape=choice(rng, pictures.VOLUMES), values=values, style=choice(rng, ["strokes", "dense"]))
    return forest(rng, "volumes", [[one]], specifications.pick(rng, 3, int(rng.integers(1, 8))), values)


def channels(rng, index):
    values, count = choice(rng, VALUES), int(rng.integers(2, 5))
    shape = choice(rng, pictures.VOLUMES) if index % 4 == 3 else None
    if index % 8 == 5:
        one = shot(rng, values=values, kind="uint8", channels=3)
        one.image, one.axes = np.ascontiguousarray(np.moveaxis(one.image, 0, -1)), "YXC"
    else:
        one = shot(rng, shape=shape, values=values, channels=count)
        one.as_list = index % 2 == 0
    features = specifications.pick(rng, 3 if shape else 2, int(rng.integers(1, 5)))
    return forest(rng, "channels", [[one]], features, values)


def corners(rng, index):
    """A small annotation in a larger image, near a border or not, with features that look far and ones that do not."""
    shape = (180, 230)
    one = shot(rng, shape=shape, kind="float32", look="cells")
    window = np.zeros(shape, dtype=bool)
    y, x = int(rng.choice([0, 60, 160])), int(rng.choice([0, 100, 215]))
    window[y:y + 25, x:x + 25] = True
    one.annotation = np.where(window, one.annotation, 0)
    if not one.annotation.any():
        one.annotation[y:y + 2, x:x + 9] = [[1], [2]]
    if index % 3 == 2:
        # What nobody annotated may be anything.
        one.image[(y + 90) % 180, (x + 110) % 230] = np.nan if index % 2 else np.inf
        return forest(rng, "corners", [[one]], "original gaussian_blur=2 sobel=0 mean_box=3 median_sphere=1")
    return forest(rng, "corners", [[one]], specifications.pick(rng, 2, int(rng.integers(2, 9))) + " gaussian_blur=25")


def series(rng, index):
    """A time series for a classifier of planes: as one call for each frame.

    Labels of three frames as uint8 are what tifffile, and so napari, writes as the colours of one image.
    """
    shape = choice(rng, pictures.PLANES[:2])
    number = 3 if index % 4 == 3 else 5
    frames = [shot(rng, shape=shape, kind="uint16", look="cells") for _ in range(number)]
    annotation = np.stack([f.annotation.astype(np.uint8) for f in frames])
    annotation[int(rng.integers(number))] = 0
    one = Shot(np.stack([f.image for f in frames]), annotation, axes="TYX")
    return forest(rng, "time series", [[one]], specifications.pick(rng, 2, 4))


def continued(rng, index):
    values = choice(rng, VALUES)
    dimensions = 3 if index % 5 == 4 else 2
    shapes = pictures.VOLUMES if dimensions == 3 else pictures.PLANES
    counts = [int(rng.integers(1, 3)) for _ in range(int(rng.integers(2, 5)))]
    numbers = itertools.count()
    steps = [
        # A class may first appear in a later call.
        [shot(rng, choice(rng, shapes), values if call else values[:2], name=f"image{next(numbers)}") for _ in range(n)]
        for call, n in enumerate(counts)
    ]
    return forest(rng, "continued", steps, specifications.pick(rng, dimensions, int(rng.integers(1, 6))), values)


def folders(rng, index):
    names = ["a", "B", "img10", "img2", "img 1", "é", "z_last"]
    rng.shuffle(names)
    values = choice(rng, VALUES)
    step = [shot(rng, values=values, name=name) for name in names[:int(rng.integers(2, 6))]]
    step.sort(key=lambda one: one.name.encode() + b".tif")
    return forest(rng, "folders", [step], specifications.pick(rng, 2, int(rng.integers(1, 6))), values, folders=True)


def object_shot(rng, shape, values, name="image"):
    styles = ["islands", "islands", "cells", "gaps", "pixels"]
    labels = pictures.objects(rng, shape, choice(rng, styles))
    image = pictures.image(rng, pictures.signal(rng, shape), choice(rng, ["uint8", "uint16", "float32"]))
    axes = "ZYX"[3 - len(shape):]
    return Shot(image, pictures.told(rng, labels, values), labels, axes=axes, name=name)


def objects(rng, index, family="objects", calls=1, count=1, folders=False, known=OBJECT_FEATURES):
    values = choice(rng, VALUES)
    shape = choice(rng, pictures.VOLUMES if index % 3 == 2 else pictures.PLANES)
    steps = [[object_shot(rng, shape, values, f"image{c}{k}") for k in range(count)] for c in range(calls)]
    names = list(rng.permutation(known)[:int(rng.integers(1, 9))])
    features = choice(rng, [" ", ",", "  ", ", "]).join(map(str, names))
    kind = "ObjectSelector" if index % 3 == 1 else "ObjectClassifier"
    positive = int(rng.integers(1, len(values) + 1)) if kind == "ObjectSelector" else None
    depth, trees = choice(rng, DEPTHS), choice(rng, TREES)
    return Case(family, kind, features, depth, trees, steps, positive=positive, folders=folders)


def objects_continued(rng, index):
    return objects(rng, index, "objects, continued", calls=2)


def objects_in_folders(rng, index):
    # Without those that a missing number makes NaN for every object: of an image without samples APOC says nothing.
    known = [name for name in OBJECT_FEATURES if not name.startswith("average")]
    return objects(rng, index, "objects, folders", count=3, folders=True, known=known)


def not_exact(rng, index):
    dimensions = 3 if index % 3 == 2 else 2
    shape = choice(rng, pictures.VOLUMES if dimensions == 3 else pictures.PLANES)
    known = specifications.NOT_EXACT[dimensions]
    one = shot(rng, shape, look="cells", kind="uint16")
    features = "gaussian_blur=1 " + choice(rng, known)
    return forest(rng, "not bit-exact", [[one]], features, exact=False, depth=2, trees=10)


#: Family -> how many cases of it make a whole run.
FAMILIES = {
    predefined: 38, picks: 70, many_features: 8, ties: 24, constants: 12, near_ties: 16, tiny: 18, single_class: 8,
    corners: 12, volumes: 24, channels: 18, series: 8, continued: 14, folders: 12, objects: 30, objects_continued: 6,
    objects_in_folders: 4, tables.plain: 16, tables.missing: 10, tables.mixed: 10, tables.extremes: 12, tables.tied: 12,
    tables.continued: 5, not_exact: 9, refusals.pixels: len(refusals.PIXELS), refusals.rows: len(refusals.TABLES),
}


def plan(seed, count=None, only=None):
    """(name, how it is made), about `count` of them, or all; `only` keeps names that contain it."""
    share = 1 if count is None else count / sum(FAMILIES.values())
    for family, number in FAMILIES.items():
        label = f"{family.__module__}.{family.__name__}".replace("families.", "")
        for index in range(max(1, round(number * share))):
            name = f"{label}-{index}"
            if only is None or any(part in name for part in only):
                yield name, family, index, [seed, zlib.crc32(label.encode()), index]


def make(name, family, index, seed):
    """The case itself; the same for the same seed."""
    case = family(np.random.default_rng(seed), index)
    case.name = name
    return case
