"""Makes matrix/: features of a chosen matrix (Features/README.md, Chosen in a matrix) by VIGRA, checked in double by numpy.

Needs Debian's python3-vigra (1.11.1), /usr/bin/python3. VIGRA's call for the structure tensor names the scale of the gradients
first; ilastik's filters take that number for the smoothing, so that the two are swapped here. Images are from a linear
congruential generator. Each case is input.npy, expected.npy (feature first), and case.json with the fields of the matrix.

eigenvalues.npy holds symmetric 3 × 3 matrices, upper triangle row by row, and their eigenvalues, smallest first, by the closed
form in float32 that the README describes; numpy's own eigenvalues check it.
"""

import json
import math
import pathlib

import numpy as np
import vigra.filters as filters

FOLDER = pathlib.Path(__file__).parent / "matrix"
ROWS = [
    "GaussianSmoothing",
    "LaplacianOfGaussian",
    "GaussianGradientMagnitude",
    "DifferenceOfGaussians",
    "StructureTensorEigenvalues",
    "HessianOfGaussianEigenvalues",
]


def image(shape, seed):
    """Blocks of 3 pixels of one brightness, with noise: edges, corners and flat places in 0…255."""
    state, values = seed, []
    for _ in range(2 * math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state >> 16)
    values = np.array(values, dtype=np.float64).reshape((2,) + shape)
    blocks = values[0][tuple(np.ix_(*[np.arange(n) // 3 for n in shape]))] % 200
    return (blocks + values[1] % 56).astype(np.float32)


def scales(sigma):
    """Sigma of the smoothing that goes before, and of the feature."""
    return (math.sqrt(sigma * sigma - 1), 1.0) if sigma > 1 else (sigma, sigma)


def by_vigra(pixels, kind, sigma):
    before, s = scales(sigma)
    smooth = filters.gaussianSmoothing(pixels, before, window_size=3.5)
    window = {"window_size": 2.0}
    if kind == "GaussianSmoothing":
        planes = filters.gaussianSmoothing(smooth, s, **window)
    elif kind == "LaplacianOfGaussian":
        planes = filters.laplacianOfGaussian(smooth, s, **window)
    elif kind == "GaussianGradientMagnitude":
        planes = filters.gaussianGradientMagnitude(smooth, s, **window)
    elif kind == "DifferenceOfGaussians":
        planes = filters.gaussianSmoothing(smooth, s, **window) - filters.gaussianSmoothing(smooth, 0.66 * s, **window)
    elif kind == "StructureTensorEigenvalues":
        planes = filters.structureTensorEigenvalues(smooth, 0.5 * s, s, **window)
    else:
        planes = filters.hessianOfGaussianEigenvalues(smooth, s, **window)
    planes = np.asarray(planes).reshape(pixels.shape + (-1,))
    return list(np.moveaxis(planes, -1, 0))


def taps(sigma, order, window):
    radius = int(window * sigma + 0.5)
    x = np.arange(-radius, radius + 1, dtype=np.float64)
    gaussian = np.exp(-x * x / (2 * sigma * sigma))
    if order == 0:
        return gaussian / gaussian.sum()
    if order == 1:
        return x * gaussian / (x * x * gaussian).sum()
    curved = (x * x / (sigma * sigma) - 1) * gaussian
    curved -= curved.mean()
    return curved / (curved * x * x / 2).sum()


def derived(pixels, orders, sigma, window=2.0):
    """One pass an axis, mirrored without repeating the outermost pixel, in double."""
    for axis, order in enumerate(orders):
        kernel = taps(sigma, order, window)
        radius = len(kernel) // 2
        widths = [(radius, radius) if a == axis else (0, 0) for a in range(pixels.ndim)]
        padded = np.pad(pixels, widths, mode="reflect")
        length = pixels.shape[axis]
        pixels = sum(w * padded.take(range(i, i + length), axis=axis) for i, w in enumerate(kernel))
    return pixels


def by_numpy(pixels, kind, sigma):
    before, s = scales(sigma)
    axes = range(pixels.ndim)
    smooth = derived(pixels.astype(np.float64), [0] * pixels.ndim, before, 3.5)

    def along(axis, order, scale=s):
        return derived(smooth, [order if a == axis else 0 for a in axes], scale)

    def eigenvalues(entry):
        matrix = np.stack([np.stack([entry(i, j) for j in axes], -1) for i in axes], -2)
        return list(np.moveaxis(np.linalg.eigvalsh(matrix)[..., ::-1], -1, 0))

    if kind == "GaussianSmoothing":
        return [derived(smooth, [0] * pixels.ndim, s)]
    if kind == "LaplacianOfGaussian":
        return [sum(along(axis, 2) for axis in axes)]
    if kind == "GaussianGradientMagnitude":
        return [np.sqrt(sum(along(axis, 1) ** 2 for axis in axes))]
    if kind == "DifferenceOfGaussians":
        return [derived(smooth, [0] * pixels.ndim, s) - derived(smooth, [0] * pixels.ndim, 0.66 * s)]
    if kind == "StructureTensorEigenvalues":
        gradients = [along(axis, 1, 0.5 * s) for axis in axes]
        return eigenvalues(lambda i, j: derived(gradients[i] * gradients[j], [0] * pixels.ndim, s))
    return eigenvalues(lambda i, j: derived(smooth, [(a == i) + (a == j) for a in axes], s))


def write(name, pixels, fields):
    planes, worst = [], 0.0
    for kind, sigma, planar in fields:
        if planar and pixels.ndim == 3:
            slices = [[method(plane, kind, sigma) for plane in pixels] for method in (by_vigra, by_numpy)]
            found, checked = ([np.stack(component) for component in zip(*each)] for each in slices)
        else:
            found, checked = by_vigra(pixels, kind, sigma), by_numpy(pixels, kind, sigma)
        for component, other in zip(found, checked, strict=True):
            difference = np.abs(component - other).max() / np.abs(other).max()
            worst = max(worst, difference)
            # VIGRA's eigenvalues of volumes are roots in float32.
            limit = 3e-4 if kind.endswith("Eigenvalues") and pixels.ndim == 3 and not planar else 1e-4
            assert difference < limit, (name, kind, sigma, difference)
        planes += found
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "input.npy", pixels)
    np.save(folder / "expected.npy", np.stack(planes).astype(np.float32))
    case = [{"kind": kind, "sigma": sigma, "planar": planar} for kind, sigma, planar in fields]
    (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")
    print(f"{name}: {len(planes)} planes, VIGRA and numpy differ by {worst:.1e} of the largest value at most")


def angle(y, x):
    """The arctangent of y / x by SLEEF's polynomial, y not negative, with 0 or π where x is 0."""
    one = np.float32
    left, width, steep = np.signbit(x), np.abs(x), y > np.abs(x)
    numerator, denominator = np.where(steep, -width, y), np.where(steep, y, width)
    s = numerator / np.where(denominator == 0, one(1), denominator)
    t = s * s
    total = np.full_like(t, 0.002823638962581753730773)
    for c in (-0.0159569028764963, 0.0425049886107445, -0.0748900920152664, 0.106347933411598, -0.142027363181114,
              0.199926957488060, -0.333331018686295):
        total = t * total + one(c)
    turns = np.where(left, one(-2), one(0)) + np.where(steep, one(1), one(0))
    result = turns * one(math.pi / 2) + ((t * s) * total + s)
    return np.where(numerator == 0, np.where(left, one(math.pi), one(0)), np.where(left, -result, result))


def sine_and_cosine(phi):
    """Cephes' polynomials around 0 and π / 2."""
    one = np.float32
    beyond = phi * one(1.27323954473516) >= one(1)
    x = ((phi - one(1.5703125)) - one(4.837512969970703125e-4)) - one(7.549789954891882e-8)
    x = np.where(beyond, x, phi)
    z = x * x
    even = (one(2.443315711809948e-5) * z + one(-1.388731625493765e-3)) * z + one(4.166664568298827e-2)
    even = ((even * z) * z - z * one(0.5)) + one(1)
    odd = (one(-1.9515295891e-4) * z + one(8.3321608736e-3)) * z + one(-1.6666654611e-1)
    odd = (odd * z) * x + x
    return np.where(beyond, even, odd), np.where(beyond, -odd, even)


def closed_form(entries):
    one = np.float32
    scale = np.abs(entries).max(axis=0)
    scale = np.where(scale == 0, one(1), scale)
    xx, xy, xz, yy, yz, zz = entries / scale
    c0 = xx * yy * zz + one(2) * xy * xz * yz - xx * yz * yz - yy * xz * xz - zz * xy * xy
    c1 = xx * yy - xy * xy + xx * zz - xz * xz + yy * zz - yz * yz
    c2 = xx + yy + zz
    third = one(1) / one(3)
    mean = c2 * third
    a = np.minimum((c1 - c2 * mean) * third, one(0))
    b = one(0.5) * (c0 + mean * (one(2) * mean * mean - c1))
    q = np.minimum(b * b + a * a * a, one(0))
    sine, cosine = sine_and_cosine(angle(np.sqrt(-q), b) * third)
    across, magnitude = np.sqrt(one(3)) * sine, np.sqrt(-a)
    roots = [mean + one(2) * magnitude * cosine, mean - magnitude * (cosine + across), mean - magnitude * (cosine - across)]
    return np.sort(np.stack(roots), axis=0) * scale


def write_eigenvalues(count=120):
    state, values = 3, []
    for _ in range(6 * count):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append((state >> 16) / 256 - 128)
    entries = np.array(values).reshape(6, count).astype(np.float32)
    entries[:, 0] = 0
    entries[:, 1] = [2, 0, 0, 2, 0, 2]
    entries[:, 2] = [-3, 0, 0, 0, 0, 5]
    # The middle eigenvalue is the mean of all: the angle is taken for 0, and the eigenvalues are wrong.
    entries[:, 3] = [4, 2, 0, 4, 2, 4]
    entries[:, 4:30] *= np.float32(1e-6)
    entries[:, 30:50] *= np.float32(1e12)
    found = closed_form(entries)
    assert found.dtype == np.float32
    xx, xy, xz, yy, yz, zz = entries.astype(np.float64)
    matrices = np.stack([np.stack(row, -1) for row in ([xx, xy, xz], [xy, yy, yz], [xz, yz, zz])], -2)
    difference = np.abs(found - np.linalg.eigvalsh(matrices).T) / np.maximum(np.abs(entries).max(axis=0), 1e-30)
    difference[:, 3] = 0
    assert difference.max() < 1e-3, difference.max()
    np.save(FOLDER / "eigenvalues.npy", np.concatenate([entries, found]))
    print(f"eigenvalues: {count} matrices, off by {difference.max():.1e} of the largest entry at most")


if __name__ == "__main__":
    # No derivative of less than a pixel's reach: a structure tensor begins at 0.5.
    plane = [("GaussianSmoothing", 0.3, True)]
    for row in ROWS:
        plane += [(row, s, True) for s in (0.45, 0.7, 1.0, 2.3, 5.0) if s >= 0.5 or row != ROWS[4]]
    write("plane", image((19, 20), seed=1), plane)
    volume = [(row, s, s == 0.7) for row in ROWS for s in (0.7, 1.0, 2.3)]
    write("volume", image((10, 10, 10), seed=2), volume)
    write_eigenvalues()
