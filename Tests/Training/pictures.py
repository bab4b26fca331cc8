"""Images, annotations and label images made at random, of few shapes, since APOC compiles its kernels for each anew."""

import numpy as np
from scipy import ndimage

PLANES = [(61, 47), (64, 64), (33, 70), (96, 80)]
VOLUMES = [(7, 24, 31), (9, 32, 20)]
LOOKS = ["cells", "noise", "steps", "slope"]


def signal(rng, shape):
    """What is to be seen without noise: bright blobs over a slope, 0…1."""
    field = ndimage.gaussian_filter(rng.normal(size=shape), rng.uniform(1.5, 4))
    field += 0.3 * field.std() * np.linspace(-1, 1, shape[-1])
    field -= field.min()
    return field / max(field.max(), 1e-9)


def image(rng, seen, kind, look="cells"):
    """A picture of `seen` as uint8, uint16 or float32: with noise, noise alone, few grey values, or a bare slope."""
    if look == "noise":
        values = rng.random(seen.shape)
    elif look == "steps":
        values = np.floor(seen * rng.integers(2, 6)) / 10
    elif look == "slope":
        values = np.broadcast_to(np.linspace(0, 1, seen.shape[-1]), seen.shape)
    elif look == "flat":
        values = np.full(seen.shape, 0.25)
    else:
        values = np.clip(seen + rng.normal(0, 0.08, size=seen.shape), 0, 1)
    if kind == "float32":
        scale = float(rng.choice([1e-4, 1, 1, 1000]))
        return ((values - (0.3 if rng.random() < 0.5 else 0)) * scale).astype(np.float32)
    return np.round(values * (250 if kind == "uint8" else 9000)).astype(kind)


def near_ties(rng, seen):
    """A float image whose values lie some ulp apart around 1 and 2, where a part of them counts as equal."""
    steps = rng.integers(0, 12, size=seen.shape) + np.floor(seen * 4) * rng.integers(1, 6)
    base = np.where(rng.random(seen.shape) < 0.5, np.float32(1), np.float32(2)) if rng.random() < 0.5 else np.float32(1)
    return (base + steps * 2.0 ** -23 * rng.integers(1, 4)).astype(np.float32)


def strokes(rng, shape, number, width=1):
    """A mask of `number` strokes of a pen."""
    mask = np.zeros(shape, dtype=bool)
    for _ in range(number):
        point, step = rng.uniform(0, shape), rng.normal(size=len(shape))
        for _ in range(int(rng.integers(4, 25))):
            at = tuple(np.clip(np.round(point).astype(int), 0, np.array(shape) - 1))
            mask[at] = True
            step += rng.normal(size=len(shape)) * 0.3
            point = point + step / max(np.linalg.norm(step), 1e-6)
    return ndimage.binary_dilation(mask, iterations=width - 1) if width > 1 else mask


def annotation(rng, seen, values, style="strokes", wrong=0.08):
    """Classes of `seen` by its brightness, told in some places and wrongly at some; 0 elsewhere."""
    edges = np.quantile(seen, np.linspace(0, 1, len(values) + 1)[1:-1])
    classes = np.digitize(seen, edges)
    classes = np.where(rng.random(seen.shape) < wrong, rng.integers(0, len(values), size=seen.shape), classes)
    if style == "strokes":
        mask = strokes(rng, seen.shape, int(rng.integers(3, 12)), int(rng.integers(1, 4)))
    elif style == "dense":
        mask = rng.random(seen.shape) < 0.4
    elif style == "one":
        mask = np.zeros(seen.size, dtype=bool)
        mask[rng.integers(seen.size)] = True
        mask = mask.reshape(seen.shape)
    else:
        mask = np.zeros(seen.size, dtype=bool)
        mask[rng.choice(seen.size, size=min(seen.size, int(rng.integers(2, 4))), replace=False)] = True
        mask = mask.reshape(seen.shape)
    return np.where(mask, np.asarray(values)[classes], 0)


def stored(rng, labels):
    """The annotation in one of the types that programs save, and how."""
    kinds = ["uint8", "uint8", "uint16", "int32", "uint32", "float32", "int64"]
    kind = str(rng.choice(kinds))
    return labels.astype(kind)


def objects(rng, shape, style="islands"):
    """A label image: cells that touch, islands, islands with numbers missing, single pixels among them."""
    grid = np.stack(np.meshgrid(*[np.arange(size) for size in shape], indexing="ij"), axis=-1)
    seeds = rng.uniform(0, shape, size=(int(rng.integers(8, 40)), len(shape)))
    distances = np.linalg.norm(grid[..., None, :] - seeds, axis=-1)
    cells = distances.argmin(axis=-1) + 1
    if style != "cells":
        cells[distances.min(axis=-1) > rng.uniform(2, 5)] = 0
    if style == "gaps":
        cells[np.isin(cells, rng.integers(1, len(seeds) + 1, size=len(seeds) // 3))] = 0
    if style == "pixels":
        cells[rng.random(shape) > 0.2] = 0
    return cells.astype(np.uint16)


def told(rng, labels, values, share=0.7):
    """Annotations of objects: some pixels of each that is told; a few objects have two classes."""
    result = np.zeros(labels.shape, dtype=np.uint8)
    for label in np.unique(labels[labels > 0]):
        if rng.random() > share:
            continue
        pixels = np.argwhere(labels == label)
        for _ in range(2 if rng.random() < 0.1 else 1):
            chosen = pixels[rng.integers(len(pixels), size=max(1, len(pixels) // 3))]
            result[tuple(chosen.T)] = rng.choice(values)
    # Strokes of the pen beside the objects say nothing.
    result[(labels == 0) & (rng.random(labels.shape) < 0.01)] = values[0]
    return result
