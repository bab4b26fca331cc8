#!/usr/bin/python3
"""Writes annotations of the images in Tests/Fixtures/acquisition, as napari saves a layer of labels: tifffile, deflate, 64-bit
whole numbers, 0 where nothing is said.

    write.py     needs numpy, scipy and tifffile

Class 2 is painted along the middle of some objects that real APOC found (x_nuclei.tif), class 1 in strokes between them.
"""
import pathlib

import numpy
import tifffile
from scipy import ndimage

HERE = pathlib.Path(__file__).resolve().parent
ACQUISITION = HERE.parent / "acquisition"

for number in range(5):
    labels = tifffile.imread(ACQUISITION / f"{number}_nuclei.tif")
    inside = ndimage.binary_erosion(labels > 0, iterations=2)
    outside = ~ndimage.binary_dilation(labels > 0, iterations=3)
    annotation = numpy.zeros(labels.shape, numpy.int64)
    rows = numpy.arange(labels.shape[0])[:, None]
    # Strokes of a brush, not whole areas.
    annotation[outside & (rows % 16 < 3)] = 1
    annotation[inside & (labels % 2 == 1)] = 2
    tifffile.imwrite(HERE / f"{number}.tif", annotation, compression="zlib", compressionargs={"level": 1})
