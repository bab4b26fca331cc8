"""Pillow, on which much else in Python stands: overlays and TIFFs; and what libtiff's tiffinfo complains of."""

import re
import subprocess

import numpy
import PIL.Image

import matrix
import results

PILLOW, LIBTIFF = "Pillow", "libtiff"


def check(found, cells):
    images = [result for result in found if result.kind in results.IMAGES]
    for result in images:
        cells.note(PILLOW, result, read, expected)
        cells.note(LIBTIFF, result, complaints, lambda _: {"complaints": ""})
    for result in found:
        if result.kind == "overlay":
            cells.note(PILLOW, result, overlay, lambda _: {"mark": True, "nuclei": "bright", "outlines": True})


def read(result):
    """All pages, one after the other."""
    with PIL.Image.open(result.path) as picture:
        planes = []
        for page in range(picture.n_frames):
            picture.seek(page)
            planes.append(numpy.asarray(picture))
    return {"pages": len(planes), "pixels": results.checksum(numpy.stack(planes))}


def expected(result):
    data = result.planes
    # Pillow has no unsigned integers of 32 bits; labels are far from where that matters.
    data = data.astype(numpy.int32) if data.dtype == numpy.uint32 else data
    return {"pages": int(numpy.prod(data.shape[:3])), "pixels": results.checksum(data)}


# ImageJ's own two tags, which ImageJ's files have too, are unknown to libtiff; and a file with two descriptions, OME's
# for all and ImageJ's behind it, as Micro-Manager writes them, has that tag twice. libtiff takes the first.
KNOWN = re.compile(
    r"TIFFReadDirectory: Warning, Unknown field with tag 5083[89] \(0xc69[67]\) encountered\."
    r"|TIFFReadDirectoryCheckOrder: Warning, Invalid TIFF directory; tags are not sorted in ascending order\."
)


def complaints(result):
    """tiffinfo decodes every strip, and says on standard error what is not as it should be."""
    done = subprocess.run(["tiffinfo", "-D", result.path], capture_output=True, text=True, errors="replace")
    said = " ".join(KNOWN.sub("", done.stderr).split())
    return {"complaints": said or ("" if done.returncode == 0 else f"exit status {done.returncode}")}


def overlay(result):
    """Whether the picture is that of the middle frame (of the first position): bright at nuclei, coloured along outlines."""
    with PIL.Image.open(result.path) as picture:
        mark = str(picture.info.get("Software", "")).startswith("segmentd")
        colours = numpy.asarray(picture.convert("RGB")).astype(int)
    scale = colours.shape[1] // matrix.WIDTH
    image = colours[: matrix.HEIGHT * scale, : matrix.WIDTH * scale]
    nuclei = matrix.truth(result.row)[(result.row.frames - 1) // 2].any(0).repeat(scale, 0).repeat(scale, 1)
    bright = image.max(2)
    is_bright = not nuclei.any() or bright[nuclei].mean() > 2 * bright[~nuclei].mean()
    # One channel is grey; of two channels, one green and one magenta, no pixel has more blue than red.
    low = image.min(2) if not result.row.has_channels else image[..., 0]
    has_outlines = bool((image[..., 2] > low + 30).any())
    return {"mark": mark, "nuclei": "bright" if is_bright else "dark", "outlines": has_outlines == nuclei.any()}
