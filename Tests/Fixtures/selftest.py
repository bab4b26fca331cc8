#!/usr/bin/env python3
"""Makes the case that `segmentd selftest` carries: a classifier that real APOC trains on an image by formula, and what
real APOC answers for it. Prints Swift for Sources/Worker/Selftest/SelftestCase.swift. Needs what generate.py needs.

    POCL_MAX_WORK_GROUP_SIZE=64 python selftest.py > ../../Sources/Worker/Selftest/SelftestCase.swift
"""

import hashlib
import pathlib
import tempfile
import textwrap

import apoc
import numpy as np
import pyclesperanto_prototype as cle

WIDTH, HEIGHT, SPACING = 201, 157, 31
FEATURES = "original gaussian_blur=1 difference_of_gaussian=2 laplace_box_of_gaussian_blur=2 sobel_of_gaussian_blur=1"


def image():
    """The image of BenchmarkImage.swift: soft discs on an uneven background, with noise of Knuth's generator."""
    pixels = np.zeros((HEIGHT, WIDTH), np.uint16)
    truth = np.zeros((HEIGHT, WIDTH), np.uint8)
    state = 1
    for y in range(HEIGHT):
        for x in range(WIDTH):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            row, shifted = y // SPACING, x + y // SPACING % 2 * SPACING // 2
            column, dx, dy = shifted // SPACING, shifted % SPACING - SPACING // 2, y % SPACING - SPACING // 2
            radius = 6 + (row * 7 + column * 5) % 7
            inside = max(0, radius * radius - dx * dx - dy * dy) * 6000 // (radius * radius)
            pixels[y, x] = 1500 + inside + (state >> 56) + x * 600 // WIDTH + y * 400 // HEIGHT
            truth[y, x] = 1 + (inside > 600)
    return pixels, truth


cle.select_device("pthread")
pixels, truth = image()
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "selftest.cl"
    np.random.seed(1)
    segmenter = apoc.ObjectSegmenter(
        opencl_filename=str(file), positive_class_identifier=2, max_depth=3, num_ensembles=4
    )
    segmenter.train(FEATURES, truth, pixels)
    labels = np.asarray(apoc.ObjectSegmenter(opencl_filename=str(file)).predict(image=pixels)).astype("<u4")
    text = file.read_text()
assert '"""' not in text and "\\" not in text
digest = hashlib.sha256(labels.tobytes()).hexdigest()
# Long lines go on in the next one.
lines = [" \\\n".join(textwrap.wrap(line, 100, break_long_words=False)) if len(line) > 100 else line for line in text.split("\n")]
indented = "\n".join(("        " + line).rstrip() for line in "\n".join(lines).split("\n"))
print(
    f'''import Imaging

/// The case that every program carries: an image by formula, a classifier that real APOC trained on it, and the label
/// image that real APOC {apoc.__version__} gives. Made by Tests/Fixtures/selftest.py; not to be edited.
package enum SelftestCase {{
    /// How many objects there are.
    package static let objects = {labels.max()}
    /// SHA-256 of the labels, row by row, as whole numbers of 32 bits, least byte first.
    package static let labels = "{digest}"

    /// The image as a TIFF.
    package static var image: [UInt8] {{
        BenchmarkImage(size: ImageSize(width: {WIDTH}, height: {HEIGHT}), channelCount: 1).file()
    }}

    /// The classifier's file.
    package static let classifier = """
{indented}
        """
}}''')
