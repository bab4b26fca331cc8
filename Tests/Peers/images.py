"""The images that are measured with. All are seeded, and kept in the scratch folder as TIFFs."""

import numpy as np
import tifffile
from scipy import ndimage


def speed_image(setting):
    """The image of the speed table, uint16: the maize image mirrored up to 2048x2048, x180, plus N(0, 150).

    A quick run takes the upper left corner.
    """
    plane = tifffile.imread(setting.maize).astype(float)
    while plane.shape[0] < 2048:
        plane = np.concatenate([plane, plane[::-1]], axis=0)
    while plane.shape[1] < 2048:
        plane = np.concatenate([plane, plane[:, ::-1]], axis=1)
    plane = plane[:2048, :2048]
    noise = np.random.default_rng(0).normal(0, 150, plane.shape)
    image = np.clip(plane * 180 + noise, 0, 65535).astype(np.uint16)
    return np.ascontiguousarray(image[: setting.side, : setting.side])


def crop(image, index, side):
    """The `index`-th image of an acquisition: a part of `image`, no two alike."""
    y, x = (index * 37) % (image.shape[0] - side + 1), (index * 101) % (image.shape[1] - side + 1)
    part = image[y : y + side, x : x + side].copy()
    # Crops may coincide where the image is small; the numbered corner never does.
    part[0, 0] = index
    return part


def masks(setting):
    """Three masks that labelling is measured with, bool: name -> mask.

    blobs: about 3,400 in 2048x2048; maize: about 2,000 objects; random: half of the pixels, the hardest case.
    """
    side = setting.side
    random = np.random.default_rng(1)
    noise = ndimage.gaussian_filter(random.standard_normal((side, side), dtype=np.float32), 5, mode="wrap")
    maize = ndimage.gaussian_filter(speed_image(setting).astype(np.float32), 4)
    return {
        "blobs": noise > noise.std(),
        "maize": maize > np.percentile(maize, 90),
        "random": random.random((side, side)) < 0.5,
    }


def volume(setting):
    """A stack of planes (Z, Y, X), uint16, 64x512x512: soft structures with the range of the speed image."""
    shape = (16, 128, 128) if setting.quick else (64, 512, 512)
    random = np.random.default_rng(2)
    soft = ndimage.gaussian_filter(random.standard_normal(shape, dtype=np.float32), (2, 4, 4), mode="wrap")
    soft = 12_000 + 9_000 * soft / soft.std() + 150 * random.standard_normal(shape, dtype=np.float32)
    return np.clip(soft, 0, 45_000).astype(np.uint16)


def write(setting, name, image, axes="YX"):
    """Writes an uncompressed TIFF into the scratch folder, with ImageJ's description where it is a stack."""
    path = setting.folder("images") / f"{name}-{'x'.join(map(str, image.shape))}.tif"
    if axes == "YX":
        tifffile.imwrite(path, image)
    else:
        tifffile.imwrite(path, image, imagej=True, metadata={"axes": axes})
    return path


def column_labels(mask):
    """The label image that APOC's rules ask for, uint32: 4-connected, numbered by first pixel, column by column.

    cc3d labels the transposed mask, whose rows are the columns; numbers are then put in order of their first pixel.
    """
    import cc3d

    found = cc3d.connected_components(np.ascontiguousarray(mask.T).astype(np.uint8), connectivity=4)
    flat = found.ravel()
    first = np.zeros(int(flat.max()) + 1, dtype=np.int64)
    # Of several assignments to one place the last remains: going backwards, that is the first pixel.
    first[flat[::-1]] = np.arange(flat.size - 1, -1, -1)
    numbers = np.zeros(first.size, dtype=np.uint32)
    numbers[1 + np.argsort(first[1:])] = np.arange(1, first.size)
    return np.ascontiguousarray(numbers[found].T)
