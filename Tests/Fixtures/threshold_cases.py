#!/usr/bin/python3
"""Makes `threshold/`: maps of probabilities, and the objects that ilastik's "Threshold and Size Filter" makes of them.

The steps are those of ilastik's operator, done with vigra (Debian's python3-vigra, 1.11.1), which it uses itself:
gaussianSmoothing with a window of two standard deviations, labelMultiArrayWithBackground, watershedsNew for objects that
do not merge, and sizes by numpy. Labels are numbered as ilastik's object extraction numbers them: in raster order.

    /usr/bin/python3 Tests/Fixtures/threshold_cases.py
"""

import json
import pathlib

import numpy as np
import vigra

FOLDER = pathlib.Path(__file__).parent / "threshold"


def tagged(array):
    return vigra.taggedView(np.ascontiguousarray(array), "zyx"[3 - array.ndim :])


def smoothed(maps, sigmas):
    """Each map smoothed; `sigmas` lie along x, y and z."""
    axes = [axis for axis in range(3) if maps.shape[1 + axis] > 1]
    used = [sigmas[2 - axis] for axis in axes]
    if not used or any(sigma < 0.1 for sigma in used):
        return maps
    flat = maps.reshape([len(maps)] + [maps.shape[1 + axis] for axis in axes])
    result = []
    for map in flat:
        view = vigra.taggedView(np.ascontiguousarray(map), "".join("zyx"[axis] for axis in axes))
        out = vigra.taggedView(np.zeros(map.shape, "f4"), view.axistags)
        whole = (tuple([0] * map.ndim), tuple(map.shape))
        result.append(np.asarray(vigra.filters.gaussianSmoothing(view, used, window_size=2.0, roi=whole, out=out)))
    return np.array(result).reshape(maps.shape)


def components(mask):
    return np.asarray(vigra.analysis.labelMultiArrayWithBackground(tagged(mask.astype("u1"))))


def sized(labels, least, most):
    areas = np.bincount(labels.ravel())
    wrong = (areas < least) | (areas > most)
    return np.where(wrong[labels], 0, labels).astype("u4")


def objects(maps, case):
    """`maps` (class, z, y, x); the objects (z, y, x)."""
    least, most = case["area"]
    maps = smoothed(maps, case["smooth"])
    own = maps[case["class"] - 1]
    if case["core"] is None:
        labels = components(own >= np.float32(case["threshold"]))
    else:
        other = maps[case["core_class"] - 1]
        cores = sized(components(other >= np.float32(case["core"])), least, most)
        final = own if case["core_class"] == case["class"] else own + other
        if case["merge"]:
            labels = components(final >= np.float32(case["threshold"]))
            labels = np.where(np.isin(labels, labels[cores != 0]), labels, 0)
        elif not cores.any():
            labels = cores
        else:
            highest = final.max()
            labels, _ = vigra.analysis.watershedsNew(
                tagged(-final + highest),
                seeds=tagged(cores),
                terminate=vigra.analysis.SRGType.StopAtThreshold,
                max_cost=-1 * np.float32(case["threshold"]) + highest,
                out=tagged(np.zeros(final.shape, "u4")),
            )
    labels = sized(np.asarray(labels), least, most)
    # The object extraction behind it labels anew what has one value.
    return np.asarray(vigra.analysis.labelMultiArrayWithBackground(tagged(labels))).astype("u4")


def probabilities(random, shape, classes, votes):
    """Blobs as a forest of `votes` trees gives them: multiples of 1/votes that sum to 1; 0 votes for any fraction."""
    noise = np.array([random.random_sample(shape) for _ in range(classes)], "f4")
    noise = smoothed(noise, [1.2, 1.2, 1.2])
    noise = np.exp((noise - noise.mean()) / noise.std() * 2)
    maps = noise / noise.sum(0)
    if votes:
        counts = np.floor(maps * votes)
        counts[0] += votes - counts.sum(0)
        maps = counts.astype("f4") / np.float32(votes)
    return maps.astype("f4")


def case(image, threshold, smooth=(0, 0, 0), area=(0, 10**9), class_=1, core=None, core_class=None, merge=True):
    return {
        "image": image,
        "threshold": threshold,
        "class": class_,
        "core": core,
        "core_class": core_class or class_,
        "smooth": list(smooth),
        "area": list(area),
        "merge": merge,
    }


def main():
    random = np.random.RandomState(16)
    images = {
        "plane": probabilities(random, (1, 61, 83), 3, 100),
        "fine_plane": probabilities(random, (1, 47, 64), 2, 0),
        "volume": probabilities(random, (9, 23, 31), 2, 100),
        "line": probabilities(random, (1, 1, 90), 2, 100),
        "column": probabilities(random, (5, 40, 1), 2, 10),
    }
    one = (1, 1, 1)
    cases = []
    for image in images:
        for class_ in (1, 2):
            cases += [
                case(image, 0.5, class_=class_),
                case(image, 0.5, one, (10, 10**6), class_),
                case(image, 0.4, (1.5, 0.7, 0.5), (4, 60), class_),
                case(image, 0.3, core=0.8, class_=class_),
                case(image, 0.3, one, (5, 10**6), class_, 0.6),
                case(image, 0.3, one, (5, 10**6), class_, 0.6, merge=False),
                case(image, 0.31, core=0.62, class_=class_, merge=False),
                case(image, 0.5, one, (3, 10**6), class_, 0.6, 3 - class_),
                case(image, 0.9, (0.7, 0.7, 0.7), (3, 300), class_, 0.45, 3 - class_, merge=False),
                case(image, 0.2, one, (0, 10**9), class_, 1.0, merge=False),
            ]
    cases += [
        case("plane", 0.25, (0.05, 3, 3), class_=3),
        case("plane", 0.35, (3.3, 2.1, 0.0), (1, 500), 3, 0.4, 1),
        case("volume", 0.5, (1, 1, 0.09), class_=2),
        case("volume", 0.5, (2.5, 2.5, 0.3), class_=2),
        case("fine_plane", 0.0),
        case("fine_plane", 1.0),
    ]
    # Sizes at the bounds: exactly that of an object, a pixel less, a pixel more.
    areas = np.bincount(objects(images["plane"], case("plane", 0.5, one)).ravel())[1:]
    size = int(np.sort(areas)[len(areas) // 2])
    for least, most in ((size, size), (size + 1, 10**9), (0, size - 1), (size, 10**9)):
        cases.append(case("plane", 0.5, one, (least, most)))
    FOLDER.mkdir(exist_ok=True)
    for name, maps in images.items():
        np.save(FOLDER / f"{name}.npy", maps)
    smooths = [["plane", [1, 1, 1]], ["fine_plane", [2.3, 0.4, 0]], ["volume", [1, 2.2, 0.7]], ["line", [1.5, 1, 1]]]
    for number, (image, sigmas) in enumerate(smooths):
        np.save(FOLDER / f"smoothed_{number}.npy", smoothed(images[image], sigmas))
    labels = [objects(images[entry["image"]], entry) for entry in cases]
    assert max(image.max() for image in labels) < 256
    for entry, image in zip(cases, labels):
        entry["count"] = int(image.max())
    # The expected objects of all cases, one behind the other.
    np.save(FOLDER / "labels.npy", np.concatenate([image.ravel() for image in labels]).astype("u1"))
    (FOLDER / "cases.json").write_text(
        json.dumps({"smoothed": [{"image": i, "smooth": s} for i, s in smooths], "cases": cases}, indent=1) + "\n"
    )
    print(len(cases), "cases,", sum(entry["count"] for entry in cases), "objects; without any:",
          sum(entry["count"] == 0 for entry in cases))


main()
