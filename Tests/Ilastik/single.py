"""ilastik's features in single precision, to the bit as its filters round."""

import math

import numpy as np

import features

X, Y, Z = features.X, features.Y, features.Z


class Single(features.Double):
    """The features in single precision, to the bit as ilastik's filters round on processors with fused multiply-add.

    Taps are rounded before and after they are normalised; eigenvalues of volumes come from a closed form with an
    arctangent (SLEEF's) and a sine (cephes') of their own.
    """

    name = "single"
    kind = np.float32

    @staticmethod
    def taps(sigma, order, window):
        return single_taps(sigma, order, window)

    def combined(self, total, pair, tap):
        return fused(pair, tap, total)

    def eigenvalues(self, axes, element):
        if len(axes) == 2:
            return super().eigenvalues(axes, element)
        return single_eigenvalues(*(element(*pair) for pair in ((Z, Z), (Y, Z), (X, Z), (Y, Y), (X, Y), (X, X))))


def single_taps(sigma, order, window):
    """The taps, rounded to single precision before they are normalised and afterwards."""
    radius = math.floor(window * sigma + 0.5)
    half = list(range(radius + 1))
    bell = [math.exp(x * x * (-0.5 / sigma / sigma)) / math.sqrt(2 * math.pi) for x in half]
    if order == 0:
        values = [value / sigma for value in bell]
    elif order == 1:
        values = [x * value / sigma ** 3 for x, value in zip(half, bell)]
    else:
        values = [((x / sigma) ** 2 - 1) * value / sigma ** 3 for x, value in zip(half, bell)]
    values = np.array(values, np.float32).astype(float)
    if order == 2:
        values -= sum([values[0]] + [2 * value for value in values[1:]]) / (2 * radius + 1)
        values = values.astype(np.float32).astype(float)
    # The sum of a Gaussian, the answer to a ramp, the answer to half a parabola.
    norm = sum(value * [1, x, x * x / 2][order] * (1 if x == 0 else 2) for x, value in zip(half, values))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = (values / norm).astype(np.float32)
    return np.concatenate([-values[:0:-1] if order == 1 else values[:0:-1], values])


def single_eigenvalues(zz, yz, xz, yy, xy, xx):
    """The eigenvalues of symmetric matrices of single-precision elements, the largest first."""
    f = np.float32
    largest = np.abs(np.stack([zz, yz, xz, yy, xy, xx])).max(0)
    largest[largest == 0] = 1
    a, b, c, d, e, g = (element / largest for element in (zz, yz, xz, yy, xy, xx))
    third = f(1 / 3)
    c0 = a * d * g + f(2) * b * c * e - a * e * e - d * c * c - g * b * b
    c1 = a * d - b * b + a * g - c * c + d * g - e * e
    c2 = a + d + g
    mean = c2 * third
    spread = np.minimum((c1 - c2 * mean) * third, f(0))
    skew = f(0.5) * (c0 + mean * (f(2) * mean * mean - c1))
    rest = np.minimum(skew * skew + spread * spread * spread, f(0))
    size = np.sqrt(-spread)
    sine, cosine = sine_and_cosine(arctangent(np.sqrt(-rest), skew) * third)
    root = np.sqrt(f(3)) * sine
    values = [mean + f(2) * size * cosine, mean - size * (cosine + root), mean - size * (cosine - root)]
    values = np.sort(np.stack(values), axis=0)[::-1]
    return [value * largest for value in values]


def arctangent(y, x):
    """The angle of a point whose y is not negative."""
    f = np.float32
    left, x = np.signbit(x), np.abs(x)
    steep = y > x
    turns = np.where(left, f(-2), f(0)) + np.where(steep, f(1), f(0))
    above, below = np.where(steep, -x, y), np.where(steep, y, x)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = above / below
    square = slope * slope
    total = np.full_like(square, f(0.00282363896258175373077393))
    for coefficient in (-0.0159569028764963150024414, 0.0425049886107444763183594, -0.0748900920152664184570312,
                        0.106347933411598205566406, -0.142027363181114196777344, 0.199926957488059997558594,
                        -0.333331018686294555664062):
        total = square * total + f(coefficient)
    angle = square * slope * total + slope
    angle = turns * f(np.pi / 2) + angle
    angle = np.where(left, -angle, angle)
    angle = np.where(below == 0, f(np.pi / 2), angle)
    return np.where(above == 0, np.where(left, f(np.pi), f(0)), angle)


def sine_and_cosine(angle):
    """Sine and cosine of angles from 0 to a third of π."""
    f = np.float32
    octant = ((np.nan_to_num(angle) * f(1.27323954473516)).astype(np.int32) + 1) & ~1
    turned = octant.astype(f)
    x = angle
    for part in (-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8):
        x = x + turned * f(part)
    z = x * x
    cosine = (f(2.443315711809948e-5) * z + f(-1.388731625493765e-3)) * z + f(4.166664568298827e-2)
    cosine = cosine * z * z - z * f(0.5) + f(1)
    sine = (f(-1.9515295891e-4) * z + f(8.3321608736e-3)) * z + f(-1.6666654611e-1)
    sine = sine * z * x + x
    return np.where(octant == 0, sine, cosine), np.where(octant == 0, cosine, -sine)


def fused(a, b, c):
    """a · b + c of single-precision arrays, rounded once."""
    product = a.astype(np.float64) * np.float64(b)
    added = c.astype(np.float64)
    result = product + added
    bits = result.view(np.int64)
    # What lies in the middle of two values may have come there by rounding: then its last bit is set by the rest.
    tie = (bits & 0x1FFFFFFF) == 0x10000000
    if tie.any():
        p, q, s = product[tie], added[tie], result[tie]
        taken = s - p
        rest = (p - (s - taken)) + (q - taken)
        step = np.where(rest == 0, 0, np.where((rest > 0) == (s > 0), 1, -1))
        bits[tie] += step
    return result.astype(np.float32)
