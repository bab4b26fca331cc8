"""ImageJ itself, Debian's 1.53t, without a screen: TIFFs, overlays, tables.

Results of OME images are to open here as those of ImageJ's do: without Bio-Formats, ImageJ reads nothing of OME-XML.
"""

import os
import pathlib
import subprocess
import zlib

import numpy
import PIL.Image

import matrix
import results
import tables

TOOL = "ImageJ"
JAR = os.environ.get("IMAGEJ", "/usr/share/java/ij.jar")
BITS = {"uint8": 8, "uint16": 16, "uint32": 32, "float32": 32}


def check(found, cells):
    found = [result for result in found if result.kind in (*results.IMAGES, "objects", "overlay")]
    lines = say("ImageJSays.java", [result.path for result in found])
    for result in found:
        said = lines.get(str(result.path), {"failure": "said nothing"})
        if "failure" in said:
            cells.fail(TOOL, result, said["failure"])
        elif result.kind == "objects":
            cells.note(TOOL, result, lambda _: tables.said(said), tables.totals)
        elif result.kind == "overlay":
            cells.note(TOOL, result, lambda _: said, colours)
        else:
            cells.note(TOOL, result, lambda result: facts(said, result), expected)


def colours(result):
    """Of a picture, by Pillow."""
    with PIL.Image.open(result.path) as picture:
        return {"pixels": f"{zlib.crc32(picture.convert('RGB').tobytes()):x}"}


def say(program, paths, screen=()):
    """Runs a Java program with ImageJ; returns what it said of each path, as fields by name."""
    program = pathlib.Path(__file__).with_name(program)
    command = [*screen, "java", *([] if screen else ["-Djava.awt.headless=true"]), "-cp", JAR, program, *paths]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600)
    if done.returncode != 0:
        raise SystemExit(f"ImageJ failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return {path: dict(field.split("=", 1) for field in fields) for path, *fields in lines}


def facts(said, result):
    """What ImageJ said, in the words of expected()."""
    row = result.row
    unit = {"micron": "µm", "um": "µm", "μm": "µm"}.get(said["unit"], said["unit"])
    scale = matrix.MICROMETRES.get(unit, float("nan"))
    sizes = [float(size) * scale for size in said["sizes"].split(",")]
    interval, time = said["interval"].split(",")
    pairs = [[float(end) for end in pair.split(",")] for pair in said["ranges"].split("|")]
    return {
        "extents": said["extents"],
        "size": said["size"],
        "bits": int(said["bits"]),
        "sizes": sizes[: 3 if row.planes[1] > 1 else 2],
        "interval": float(interval) if row.interval and time.startswith("s") else None,
        "range": result.range and (pairs[0] if all(pair == pairs[0] for pair in pairs) else pairs),
        "classes without a name": unnamed(said, result),
        "Info": all(word in said["info"] for word in ("segmentd", result.kind, row.file_name)),
        "pixels": said["pixels"],
    }


def unnamed(said, result):
    """The classes of probabilities, and the features, that ImageJ shows nowhere.

    It drops the labels of planes that are compressed one by one (Opener.openTiffStack): then its Info names them.
    """
    if result.kind not in ("probabilities", "features"):
        return []
    names = said["names"].split("|")
    labels = [result.channel_labels[index % result.channels] for index in range(len(names))]
    if all(label in name for name, label in zip(names, labels)):
        return []
    return [label for label in result.channel_labels if label not in said["info"]]


def expected(result):
    row, data = result.row, result.planes
    frames, slices = row.planes
    # 32-bit integers are floats in ImageJ.
    data = data.astype(numpy.float32) if data.dtype == numpy.uint32 else data
    return {
        "extents": f"{frames},{slices},{result.channels}",
        "size": f"{matrix.HEIGHT},{matrix.WIDTH}",
        "bits": BITS[result.type],
        "sizes": [size for size in row.micrometres if size],
        "interval": row.interval,
        "range": result.range and list(result.range),
        "classes without a name": [],
        "Info": True,
        "pixels": results.checksum(data),
    }
