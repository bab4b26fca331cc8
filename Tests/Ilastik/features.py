"""ilastik's features by vigra's filters and in double precision, and the stack of them. single.py has them to the bit.

An image is an array of z, y, x; axes of filters are counted in it, x is 2. Each way is a class with a method for each
kind of feature, which takes an array that is smoothed already, a width and the axes that take part.
"""

import math

import numpy as np
import vigra

X, Y, Z = 2, 1, 0


def taps(sigma, order, window):
    """The taps of a Gaussian or a derivative of it, in double precision, from the left to the right."""
    radius = math.floor(window * sigma + 0.5)
    x = np.arange(-radius, radius + 1, dtype=float)
    bell = np.exp(-x * x / (2 * sigma * sigma))
    if order == 0:
        return bell / bell.sum()
    if order == 1:
        slope = x * bell
        return slope / (slope * x).sum()
    curve = (x * x / (sigma * sigma) - 1) * bell
    curve -= curve.mean()
    return curve / ((curve * x * x).sum() / 2)


def mirrored(length, radius):
    """For each place of a line with its margins, the place within the line that stands there."""
    period = max(2 * (length - 1), 1)
    place = np.abs(np.arange(-radius, length + radius)) % period
    return np.minimum(place, 2 * (length - 1) - place) if length > 1 else np.zeros_like(place)


class Double:
    """The features in double precision, by the definitions."""

    name = "double"
    kind = np.float64
    #: Whether channels come after components: only in mutants.
    channels_last = False

    #: What mutants take for other taps and borders.
    taps = staticmethod(taps)
    mirrored = staticmethod(mirrored)

    def combined(self, total, pair, tap):
        return total + pair * tap

    def along(self, image, axis, sigma, order, window):
        """One pass along an axis: the tap in the middle first, then pairs outwards."""
        weights = self.taps(sigma, order, window).astype(self.kind)
        radius, length = len(weights) // 2, image.shape[axis]
        padded = np.take(image.astype(self.kind), self.mirrored(length, radius), axis=axis)

        def at(offset):
            return padded[(slice(None),) * axis + (slice(radius + offset, radius + offset + length),)]

        total = at(0) * weights[radius]
        for j in range(1, radius + 1):
            pair = at(j) - at(-j) if order == 1 else at(j) + at(-j)
            total = self.combined(total, pair, weights[radius + j])
        return total

    def filtered(self, image, sigma, window, axes, orders=()):
        """Passes along all axes, x first; `orders` names the axes that are derived along, as often as they are."""
        for axis in axes:
            image = self.along(image, axis, sigma, list(orders).count(axis), window)
        return image

    def smoothed(self, image, sigma, axes):
        return self.filtered(image, sigma, 3.5, axes)

    def GaussianSmoothing(self, image, sigma, axes):
        return [self.filtered(image, sigma, 2.0, axes)]

    def LaplacianOfGaussian(self, image, sigma, axes):
        terms = [self.filtered(image, sigma, 2.0, axes, (axis, axis)) for axis in axes]
        return [sum(terms[1:], terms[0])]

    def GaussianGradientMagnitude(self, image, sigma, axes):
        slopes = [self.filtered(image, sigma, 2.0, axes, (axis,)) for axis in axes]
        squares = [slope * slope for slope in slopes]
        return [np.sqrt(sum(squares[1:], squares[0]))]

    def DifferenceOfGaussians(self, image, sigma, axes):
        return [self.filtered(image, sigma, 2.0, axes) - self.filtered(image, 0.66 * sigma, 2.0, axes)]

    def StructureTensorEigenvalues(self, image, sigma, axes):
        """Gradients are of half the width, their products are smoothed with the whole one, not the other way round."""
        slopes = {axis: self.filtered(image, 0.5 * sigma, 2.0, axes, (axis,)) for axis in axes}
        return self.eigenvalues(axes, lambda a, b: self.filtered(slopes[a] * slopes[b], sigma, 2.0, axes))

    def HessianOfGaussianEigenvalues(self, image, sigma, axes):
        return self.eigenvalues(axes, lambda a, b: self.filtered(image, sigma, 2.0, axes, (a, b)))

    def eigenvalues(self, axes, element):
        """The eigenvalues of a symmetric matrix in each pixel, the largest first."""
        if len(axes) == 2:
            xx, xy, yy = element(X, X), element(X, Y), element(Y, Y)
            half = self.kind(0.5)
            middle, apart = (xx + yy) * half, (xx - yy) * half
            root = np.sqrt(apart * apart + xy * xy)
            return [middle + root, middle - root]
        matrix = np.empty(element(X, X).shape + (3, 3))
        for i, a in enumerate(axes):
            for j, b in enumerate(axes[i:], i):
                matrix[..., i, j] = matrix[..., j, i] = element(a, b)
        values = np.linalg.eigvalsh(matrix)
        return [values[..., 2 - i].astype(self.kind) for i in range(3)]


class Vigra:
    """The features by the filters of vigra: the library that ilastik's semantics come from."""

    name = "vigra"
    channels_last = False

    def each(self, image, axes, of):
        """Applies a filter to the whole, or slice by slice; gives a list of components."""
        image = np.ascontiguousarray(image, np.float32)
        if len(axes) == 3:
            results = np.asarray(of(image))
            return [results[..., i] for i in range(results.shape[3])] if results.ndim == 4 else [results]
        slices = [np.asarray(of(image[z])) for z in range(image.shape[0])]
        results = np.stack(slices)
        return [results[..., i] for i in range(results.shape[3])] if results.ndim == 4 else [results]

    def smoothed(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.gaussianSmoothing(p, sigma, window_size=3.5))[0]

    def GaussianSmoothing(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.gaussianSmoothing(p, sigma, window_size=2.0))

    def LaplacianOfGaussian(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.laplacianOfGaussian(p, sigma, window_size=2.0))

    def GaussianGradientMagnitude(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.gaussianGradientMagnitude(p, sigma, window_size=2.0))

    def DifferenceOfGaussians(self, image, sigma, axes):
        wide, narrow = self.GaussianSmoothing(image, sigma, axes), self.GaussianSmoothing(image, 0.66 * sigma, axes)
        return [wide[0] - narrow[0]]

    def StructureTensorEigenvalues(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.structureTensorEigenvalues(
            p, 0.5 * sigma, sigma, window_size=2.0))

    def HessianOfGaussianEigenvalues(self, image, sigma, axes):
        return self.each(image, axes, lambda p: vigra.filters.hessianOfGaussianEigenvalues(
            p, sigma, window_size=2.0))


def before(sigma):
    """How wide an image is smoothed before a feature of this scale."""
    return math.sqrt(sigma * sigma - 1) if sigma > 1 else sigma


def stack(stage, channels, volumes, way):
    """The features of a stage in ilastik's order (row, scale, channel, component); single-precision arrays of z, y, x.

    `channels` is an array of c, z, y, x; `volumes` says whether z takes part where the stage does not say otherwise.
    """
    channels = channels.astype(np.float32)
    smoothed = {}
    for row, feature in enumerate(stage.features):
        for column in np.flatnonzero(stage.chosen[row]):
            sigma = float(stage.scales[column])
            planar = not volumes or (stage.planar is not None and bool(stage.planar[column]))
            axes = (X, Y) if planar else (X, Y, Z)
            results = []
            for channel, image in enumerate(channels):
                key = (sigma, planar, channel)
                if key not in smoothed:
                    smoothed[key] = way.smoothed(image, before(sigma), axes)
                results.append(getattr(way, feature)(smoothed[key], min(sigma, 1.0), axes))
            if way.channels_last:
                results = zip(*results)
            for result in results:
                yield from (component.astype(np.float32) for component in result)
