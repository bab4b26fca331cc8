"""Prints the object tables that Tests/MeasurementTests/RegionPropertiesTests.swift holds.

Needs scikit-image 0.19 or later (numbers in the test: 0.26.0). The images come from a linear congruential generator
that the test repeats, so nothing but the printed numbers is kept.
"""

import numpy as np
from skimage.measure import regionprops_table

HEIGHT, WIDTH, OBJECTS = 9, 12, 5


def sequence(seed):
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state >> 16


def plane(seed, dtype, scale=1):
    values = sequence(seed)
    pixels = [next(values) for _ in range(HEIGHT * WIDTH)]
    return (np.array(pixels).reshape(HEIGHT, WIDTH) / scale).astype(dtype)


labels = plane(1, np.uint32) % (OBJECTS + 2)
labels[labels > OBJECTS] = 0
labels[labels == 3] = 0  # a number that no pixel carries
channels = [plane(2, np.uint16), plane(3, np.float32, scale=7)]
PROPERTIES = ("label", "area", "centroid", "bbox", "intensity_mean", "intensity_min", "intensity_max")

for name, image in (("one channel", channels[0]), ("two channels", np.stack(channels, axis=-1, dtype=np.float64))):
    table = regionprops_table(labels, intensity_image=image, properties=PROPERTIES)
    print(name)
    print(",".join(table))
    for row in zip(*table.values()):
        print(",".join(repr(float(value)) for value in row))
