#!/usr/bin/python3
"""Saves an annotation of an image as napari does: labels of 64 bits by tifffile, deflated.

    annotate.py IMAGE ANNOTATION [good|other|fractional|small]

Class 1 is a part of what is dark, class 2 a part of what is bright.
"""
import sys

import numpy
import tifffile

image, annotation, kind = sys.argv[1], sys.argv[2], (sys.argv + ["good"])[3]
pixels = tifffile.imread(image).astype(float)
low, high = numpy.percentile(pixels, [40, 95])
labels = numpy.zeros(pixels.shape, numpy.int64)
half = slice(0, len(pixels) // (2 if kind == "good" else 1))
labels[half][pixels[half] <= low] = 1
labels[half][pixels[half] >= high] = 2
if kind == "fractional":
    labels = labels + 0.5
if kind == "small":
    labels = labels[:-1]
tifffile.imwrite(annotation, labels, compression="zlib", compressionargs={"level": 1})
