"""What a table of objects must hold, from the label image, the image that was drawn and the classes beside it."""

import csv

import numpy

import matrix
import results

TEXTS = ("image", "position")


def texts(result):
    """The columns that a program is to take for texts; one without a value is none."""
    if not results.planes(result.beside("labels")).any():
        return []
    return list(TEXTS) if result.row.is_ome else ["image"]


def header(path):
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def totals(result):
    """Rows, columns and the sums of their numbers; of those that are not computed anew, by Python's reader."""
    with open(result.path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    computed = expected(result)
    numbers = [name for name in header(result.path) if name not in TEXTS]
    sums = {name: sum(computed.get(name) or (float(row[name]) for row in rows)) for name in numbers}
    count = len(computed["image"])
    return {"rows": count, "columns": header(result.path)} | {f"sum of {name}": float(sums[name]) for name in numbers}


def said(fields):
    """The same, as a program said it: "rows=…", "columns=…|…", "sums=…|…"."""
    names = fields["columns"].split("|")
    numbers = zip(names, fields["sums"].split("|"))
    sums = {f"sum of {name}": float(number) for name, number in numbers if name not in TEXTS}
    return {"rows": int(fields["rows"]), "columns": names} | sums


def expected(result):
    """The columns that can be computed anew, in the order of frames, slices and labels."""
    labels = results.planes(result.beside("labels"))[:, :, 0]
    image = matrix.pixels(result.row).reshape(labels.shape[:2] + (-1,) + labels.shape[2:])
    path = result.classes_beside
    classes = results.planes(path)[:, :, 0] if path.exists() else None
    found, positions = {}, []
    for frame, z in numpy.ndindex(labels.shape[:2]):
        plane = labels[frame, z]
        for label in range(1, plane.max() + 1):
            place = numpy.nonzero(plane == label)
            values = {"frame": frame % result.row.frames, "z": z, "label": label} | measured(place, image[frame, z], result.row.micrometres)
            if classes is not None:
                values["pixel_class" if result.batch.names else "class"] = classes[frame, z][place][0]
            # tifffile names a single image so.
            positions.append(result.row.positions[frame // result.row.frames] if result.row.positions else "Image0")
            for name, value in values.items():
                found.setdefault(name, []).append(float(value))
    count = len(found.get("label", []))
    found |= {"image": [result.row.file_name] * count}
    return found | ({"position": positions} if result.row.is_ome else {})


def measured(place, image, sizes):
    """Of one object: area, centroid, box and intensities, with their names."""
    y, x = place
    width, height, _ = sizes
    values = {"area": len(y), "centroid-0": y.mean(), "centroid-1": x.mean(), "area_um2": len(y) * width * height}
    values |= {"centroid_um-0": y.mean() * height, "centroid_um-1": x.mean() * width}
    values |= {"bbox-0": y.min(), "bbox-1": x.min(), "bbox-2": y.max() + 1, "bbox-3": x.max() + 1}
    for channel, pixels in enumerate(image):
        ending = f"-{channel}" if len(image) > 1 else ""
        inside = pixels[place].astype(float)
        values |= {f"intensity_mean{ending}": inside.mean(), f"intensity_min{ending}": inside.min()}
        values |= {f"intensity_max{ending}": inside.max()}
    return values
