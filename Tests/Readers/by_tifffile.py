"""tifffile: axes, sizes and pixels of every TIFF, and pixels against what was drawn.

Bits are taken from here by the other tools' checks; so here they are compared with the nuclei that were drawn, plane by
plane, and the outputs of an image with each other.
"""

import xml.etree.ElementTree

import numpy
import tifffile

import matrix
import results

TOOL = "tifffile"


def check(found, cells):
    for result in found:
        if result.kind in results.IMAGES:
            cells.note(TOOL, result, lambda result: read(result) | pixels(result), expected)


def read(result):
    """What the file says of itself."""
    with tifffile.TiffFile(result.path) as file:
        series, page = file.series[0], file.pages[0]
        sizes = ome(file) if file.is_ome else imagej(file)
        said = page.tags["Software"].value if "Software" in page.tags else ""
        return {
            "series": len(file.series),
            "names": [series.name for series in file.series] if len(file.series) > 1 else [],
            "axes": series.axes,
            "shape": list(series.shape),
            "type": series.dtype.name,
            "description": "OME" if file.is_ome else "ImageJ" if file.is_imagej else "plain",
            "mark": said.split()[:1],
            "resolution": list(page.tags["XResolution"].value) if "XResolution" in page.tags else None,
        } | sizes


def imagej(file):
    metadata, tags = file.imagej_metadata or {}, file.pages[0].tags
    unit = matrix.MICROMETRES[{"micron": "µm"}.get(metadata.get("unit"), metadata.get("unit"))]
    width, height = [tags[name].value[1] / tags[name].value[0] * unit for name in ("XResolution", "YResolution")]
    depth = metadata["spacing"] * unit if metadata.get("slices", 1) > 1 else None
    interval = metadata.get("finterval") if metadata.get("frames", 1) > 1 else None
    return {"sizes": [width, height, depth], "interval": interval, "labels": metadata.get("Labels")}


def ome(file):
    pixels = xml.etree.ElementTree.fromstring(file.ome_metadata.encode()).find(".//{*}Pixels")
    sizes = []
    for axis in "XYZ":
        size, unit = (pixels.get(f"PhysicalSize{axis}{part}") for part in ("", "Unit"))
        sizes.append(float(size) * matrix.MICROMETRES[unit] if size else None)
    if int(pixels.get("SizeZ")) == 1:
        sizes[2] = None
    interval = pixels.get("TimeIncrement") if int(pixels.get("SizeT")) > 1 else None
    names = [channel.get("Name") for channel in pixels.findall("{*}Channel")]
    return {"sizes": sizes, "interval": float(interval) if interval else None, "channels": names}


def expected(result):
    row = result.row
    slices = row.planes[1]
    extents = [("T", row.planes[0] // row.series), ("Z", slices), ("C", result.channels)]
    extents = [(axis, count) for axis, count in extents if count > 1] + [("Y", matrix.HEIGHT), ("X", matrix.WIDTH)]
    wanted = {
        "series": row.series,
        "names": list(row.positions),
        "axes": "".join(axis for axis, _ in extents),
        "shape": [count for _, count in extents],
        "type": result.type,
        "description": "OME" if row.is_ome else "ImageJ",
        "mark": ["segmentd"],
        "sizes": list(row.micrometres),
        "interval": row.interval,
    }
    if row.description == "ImageJ":
        # The image's own fraction, in lowest terms.
        wanted["resolution"] = [row.resolution[0].numerator, row.resolution[0].denominator]
    named = ("probabilities", "features")
    if row.is_ome and result.kind in named:
        wanted["channels"] = result.channel_names
    elif result.kind in named:
        wanted["labels"] = result.channel_labels * (row.planes[0] * row.planes[1])
    return wanted | dict.fromkeys(("nuclei", "values"), "as drawn")


def pixels(result):
    """Whether nuclei are where they were drawn, in each plane, and whether the values agree with the other outputs."""
    found, drawn = result.planes, matrix.truth(result.row)
    labels = results.planes(result.beside("labels"))[:, :, 0]
    problem = values(result, found, labels)
    if drawn is None or result.batch.positive == 1:
        return {"nuclei": "as drawn", "values": problem or "as drawn"}
    nuclei = {
        "mask": lambda: found[:, :, 0] > 0,
        "labels": lambda: found[:, :, 0] > 0,
        "classes": lambda: found[:, :, 0] == 2,
        "probabilities": lambda: found[:, :, 0 if result.batch.mapped else 1] > 0.5,
        "object_classes": lambda: labels > 0,
        # It is large along the rims of both classes: where nuclei are, the labels beside it say.
        "uncertainty": lambda: labels > 0,
        # Nothing is decided there yet.
        "features": lambda: labels > 0,
    }[result.kind]()
    if result.batch.names and result.kind in ("mask", "labels", "uncertainty", "features"):
        # Where every class of pixels makes objects, rings are objects too.
        nuclei &= results.planes(result.beside("classes"))[:, :, 0] == 2
    overlap = min(agreement(nuclei[index], drawn[index]) for index in numpy.ndindex(drawn.shape[:2]))
    is_drawn = overlap > 0.8
    return {"nuclei": "as drawn" if is_drawn else f"overlap {overlap:.2f}", "values": problem or "as drawn"}


def agreement(found, drawn):
    """Intersection by union; where none was drawn, 1 if hardly a pixel is found: that is the classifier's matter."""
    if not drawn.any():
        return float(numpy.count_nonzero(found) < 20)
    return numpy.count_nonzero(found & drawn) / numpy.count_nonzero(found | drawn)


def values(result, found, labels):
    """What is wrong with the values of an output, beside those of the others."""
    if result.kind == "mask":
        return None if numpy.array_equal(found[:, :, 0], (labels > 0) * 255) else "not 255 where there are labels"
    if result.kind == "labels":
        for plane in labels.reshape((-1,) + labels.shape[2:]):
            if not numpy.array_equal(numpy.unique(plane[plane > 0]), numpy.arange(1, plane.max() + 1)):
                return "labels of a plane are not 1, 2, 3, …"
        return None
    if result.kind == "classes":
        if found.min() < 1 or found.max() > result.classes:
            return f"classes from {found.min()} to {found.max()}"
        positive = found[:, :, 0] == result.batch.positive if result.batch.positive else found[:, :, 0] > 1
        return None if numpy.array_equal(positive, labels > 0) else "labels are not where the positive class is"
    if result.kind == "probabilities" and result.batch.mapped:
        mask = results.planes(result.beside("mask"))[:, :, 0] > 0
        return None if numpy.array_equal(found[:, :, 0] > 0.5, mask) else "the mask is not where they pass 0.5"
    if result.kind == "probabilities":
        if found.min() < 0 or found.max() > 1 or not numpy.allclose(found.sum(2), 1, atol=1e-5):
            return "probabilities do not add up to 1"
        classes = results.planes(result.beside("classes"))[:, :, 0].astype(int)
        chosen = numpy.take_along_axis(found, classes[:, :, None] - 1, 2)
        return None if numpy.allclose(chosen, found.max(2, keepdims=True)) else "the most probable class is another"
    if result.kind == "uncertainty":
        shares = results.planes(result.beside("probabilities"))
        ordered = numpy.sort(shares, 2)
        margin = numpy.abs(2 * shares[:, :, 0] - 1) if result.batch.mapped else ordered[:, :, -1] - ordered[:, :, -2]
        return None if numpy.allclose(found[:, :, 0], 1 - margin, atol=1e-5) else "not what the margin leaves of 1"
    if result.kind == "features":
        if not numpy.isfinite(found).all():
            return "there are values that are no numbers"
        if "original" not in result.feature_names[0] or not labels.any():
            return None
        original = found[:, :, 0]
        same = numpy.array_equal(original, numpy.round(original))
        return None if same else "the first feature is not the pixels themselves"
    for index in numpy.ndindex(labels.shape[:2]):
        for label in range(0, labels[index].max() + 1):
            if len(numpy.unique(found[index][0][labels[index] == label])) > 1:
                return "an object has several classes"
    return None if not found[:, :, 0][labels == 0].any() else "background has a class"
