"""Images at random with a known truth: blobs of several classes, in channels of different contrast.

Arrays are channel, z, y, x; the truth is z, y, x with classes from 1.
"""

import numpy as np


def field(random, shape, width):
    """A smooth random field; `width` is about how large its blobs are."""
    result = random.standard_normal(shape)
    for axis, length in enumerate(shape):
        if length == 1:
            continue
        reach = max(1, min(int(width * (0.4 if axis == 0 else 1)), length // 2))
        for _ in range(2):
            padded = np.concatenate([np.take(result, range(reach), axis), result,
                                     np.take(result, range(length - reach, length), axis)], axis)
            sums = np.cumsum(np.insert(padded, 0, 0, axis), axis)
            result = (np.take(sums, np.arange(2 * reach, 2 * reach + length), axis)
                      - np.take(sums, np.arange(length), axis)) / (2 * reach)
    return (result - result.mean()) / (result.std() or 1)


def truth(random, shape, classes, width=9):
    """Classes by the largest of several smooth fields; the first one is the most frequent."""
    fields = np.stack([field(random, shape, width) for _ in range(classes)])
    fields[0] += 0.4
    return fields.argmax(0) + 1


#: What pixels of a type reach up to.
TOP = {"uint8": 255, "uint16": 4000, "float32": 1.0}


def image(random, shape, channels, classes, kind):
    """An image and its truth. Channels tell classes by brightness and by how grainy they are."""
    regions = truth(random, shape, classes)
    planes = []
    for channel in range(channels):
        levels = 0.15 + 0.6 * random.permutation(classes) / max(classes - 1, 1)
        grain = 0.03 + 0.08 * random.permutation(classes) / max(classes - 1, 1)
        plane = levels[regions - 1] + grain[regions - 1] * random.standard_normal(shape)
        planes.append(plane + 0.05 * field(random, shape, 25))
    pixels = np.clip(np.stack(planes), 0, 1) * TOP[kind]
    return (pixels if kind == "float32" else np.rint(pixels)).astype(kind), regions


def scribbles(random, regions, count, length=14, slices=6):
    """Places that somebody would paint, as strokes within regions: arrays of z, y, x and the class of each.

    Where the truth has several slices, some of them are painted in.
    """
    depth, height, width = regions.shape
    labels = np.zeros(regions.shape, np.uint8)
    planes = random.choice(depth, min(depth, slices), replace=False)
    for kind in range(1, int(regions.max()) + 1):
        for _ in range(count):
            z = int(random.choice(planes))
            inside = np.argwhere(regions[z] == kind)
            if not len(inside):
                continue
            y, x = inside[random.integers(len(inside))].astype(float)
            dy, dx = random.standard_normal(2)
            scale = np.hypot(dy, dx)
            for step in range(length):
                row, column = int(round(y + step * dy / scale)), int(round(x + step * dx / scale))
                if not (0 <= row < height and 0 <= column < width and regions[z, row, column] == kind):
                    break
                labels[z, row, column] = kind
    return labels
