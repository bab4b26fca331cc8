"""Whether other programs read the exports as they were meant: polygons, selections and run lengths of label images.

    exports.py SEGMENTD [FOLDER]        draws images, has segmentd write labels and exports, and checks them
    exports.py --check FOLDER           checks what lies there: X_labels.tif beside X_polygons.geojson and so on

Every export is taken back to pixels and compared with the label image that segmentd wrote beside it. Run by a Python
that has what requirements.txt beside it names. ImageJ 1.53t is Debian's (apt-get install imagej default-jdk xvfb xauth;
another jar by IMAGEJ=…/ij.jar): its ROI Manager itself opens the archives. It is a window, for which xvfb-run gives a
screen.
"""

import json
import os
import pathlib
import subprocess
import sys
import zipfile

import geojson
import jsonschema
import numpy
import roifile
import shapely
import shapely.geometry
import skimage.draw
import tifffile
from pycocotools.coco import COCO

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "Fixtures"
IMAGEJ = os.environ.get("IMAGEJ", "/usr/share/java/ij.jar")
EXPORTS = ("polygons", "rois", "coco")

# Of RFC 7946, and of what QuPath 0.4 and later read in a feature's properties.
POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "minimum": 0}}
RING = {"type": "array", "minItems": 4, "items": POSITION}
POLYGON = {"type": "array", "minItems": 1, "items": RING}


def geometry(kind, coordinates):
    return {"properties": {"type": {"const": kind}, "coordinates": coordinates}, "required": ["type", "coordinates"]}


SCHEMA = {
    "type": "object",
    "required": ["segmentd", "type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "type": "object",
                        "properties": {
                            "plane": {
                                "type": "object",
                                "required": ["c", "z", "t"],
                                "additionalProperties": {"type": "integer", "minimum": -1},
                            }
                        },
                        "oneOf": [
                            geometry("Polygon", POLYGON),
                            geometry("MultiPolygon", {"type": "array", "minItems": 2, "items": POLYGON}),
                        ],
                    },
                    "properties": {
                        "type": "object",
                        "required": ["objectType", "name", "measurements"],
                        "properties": {
                            "objectType": {"const": "detection"},
                            "name": {"type": "string"},
                            "measurements": {"type": "object", "additionalProperties": {"type": "number"}},
                            "classification": {
                                "type": "object",
                                "required": ["name", "color"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "color": {
                                        "type": "array",
                                        "minItems": 3,
                                        "maxItems": 3,
                                        "items": {"type": "integer", "minimum": 0, "maximum": 255},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


class Labels:
    """A label image as planes in the order T, Z, and the planes that an export gives back."""

    def __init__(self, path):
        with tifffile.TiffFile(path) as file:
            series = file.series[0]
            data, axes = series.asarray(), series.axes
            if "S" in axes or set(axes) - set("TZYXIQ"):
                sys.exit(f"exports: {path} has axes {axes}")
            extents = dict(zip(axes, data.shape))
            self.depth = extents.get("Z", 1)
        self.planes = data.reshape((-1,) + data.shape[-2:])
        self.painted = numpy.zeros(self.planes.shape, numpy.int64)

    def paint(self, plane, label, mask, row, column):
        """Adds an object's pixels: one that is painted twice is seen."""
        part = self.painted[plane, row : row + mask.shape[0], column : column + mask.shape[1]]
        part[...] += mask.astype(numpy.int64) * label

    @property
    def are_equal(self):
        return numpy.array_equal(self.planes, self.painted)

    @property
    def objects(self):
        return sum(len(numpy.unique(plane[plane > 0])) for plane in self.planes)


def inside(rings, box):
    """Whether the middle of each pixel of a box (x0, y0, x1, y1) is inside rings, by scikit-image, even-odd."""
    x0, y0, x1, y1 = box
    mask = numpy.zeros((y1 - y0, x1 - x0), bool)
    for ring in rings:
        ring = numpy.asarray(ring, float)
        # Corners lie half a pixel before the middles.
        mask ^= skimage.draw.polygon2mask(mask.shape, ring[:, ::-1] - [y0 + 0.5, x0 + 0.5])
    return mask


def box_of(rings):
    points = numpy.concatenate([numpy.asarray(ring) for ring in rings])
    return [int(number) for number in (*points.min(0), *points.max(0))]


def check_polygons(path, labels):
    """Schema, library of GeoJSON, validity and winding by shapely, pixels by scikit-image, areas by shapely."""
    text = path.read_text()
    jsonschema.validate(json.loads(text), SCHEMA)
    collection = geojson.loads(text)
    assert collection.is_valid, collection.errors()
    counts = {"features": 0, "holes": 0, "multipolygons": 0}
    for feature in collection.features:
        shape = shapely.geometry.shape(feature.geometry)
        assert shape.is_valid, shapely.is_valid_reason(shape)
        measured = feature.properties["measurements"]
        assert shape.area == measured["area"], (shape.area, measured)
        polygons = getattr(shape, "geoms", [shape])
        for polygon in polygons:
            assert polygon.exterior.is_ccw and not any(hole.is_ccw for hole in polygon.interiors)
        place = feature.geometry.get("plane", {"z": 0, "t": 0})
        plane = place["t"] * labels.depth + place["z"]
        for polygon in polygons:
            rings = [polygon.exterior.coords[:-1]] + [hole.coords[:-1] for hole in polygon.interiors]
            box = box_of(rings)
            labels.paint(plane, measured["label"], inside(rings, box), box[1], box[0])
        counts["features"] += 1
        counts["holes"] += sum(len(polygon.interiors) for polygon in polygons)
        counts["multipolygons"] += shape.geom_type == "MultiPolygon"
    return counts


def plane_of_name(name, labels):
    """The plane and label of a selection, by its name."""
    numbers = {part[0] if part[0] in "tz" else "label": int(part.lstrip("tz")) for part in name.split("_")}
    return (numbers.get("t", 1) - 1) * labels.depth + numbers.get("z", 1) - 1, numbers["label"]


def check_rois(path, labels):
    """Archive by zipfile, selections by roifile, pixels by scikit-image."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        if not file.namelist():
            return {"selections": 0, "composite": 0}
    counts = {"selections": 0, "composite": 0}
    for roi in roifile.roiread(path):
        plane, label = plane_of_name(roi.name, labels)
        if len(labels.planes) > 1:
            placed = roi.position or (max(roi.t_position, 1) - 1) * labels.depth + max(roi.z_position, 1)
            assert placed == plane + 1, (roi.name, placed)
        rings = roi.coordinates(multi=True)
        rings = [ring[:-1] if len(ring) > 1 and (ring[0] == ring[-1]).all() else ring for ring in rings]
        box = box_of(rings)
        assert box == [roi.left, roi.top, roi.right, roi.bottom], (roi.name, box)
        labels.paint(plane, label, inside(rings, box), box[1], box[0])
        counts["selections"] += 1
        counts["composite"] += bool(roi.composite)
    return counts


def check_coco(path, labels):
    """Everything by pycocotools; boxes and areas from the decoded masks."""
    sys.stdout.flush()
    quiet = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        data = COCO(path)
    finally:
        sys.stdout.flush()
        os.dup2(quiet, 1)
        os.close(quiet)
    planes = {image: index for index, image in enumerate(sorted(data.imgs))}
    assert len(planes) == len(labels.planes)
    for annotation in data.anns.values():
        mask = data.annToMask(annotation).astype(bool)
        rows, columns = numpy.nonzero(mask)
        box = [columns.min(), rows.min(), numpy.ptp(columns) + 1, numpy.ptp(rows) + 1]
        assert annotation["bbox"] == box and annotation["area"] == len(rows), annotation
        assert annotation["category_id"] in data.cats
        labels.paint(planes[annotation["image_id"]], annotation["label"], mask, 0, 0)
    return {"annotations": len(data.anns), "categories": len(data.cats)}


def check_imagej(pairs):
    """ImageJ's own ROI Manager: the pixels that it selects are exactly those of one label. By archive, its counts."""
    screen = [] if os.environ.get("DISPLAY") else ["xvfb-run", "--auto-servernum"]
    paths = [str(path) for pair in pairs for path in pair]
    command = [*screen, "java", "-cp", IMAGEJ, str(HERE / "MeasureSelections.java"), *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"exports: ImageJ failed:\n{done.stderr}")
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    results = {}
    for rois, path in pairs:
        labels, wrong, count, version = Labels(path), 0, 0, "ImageJ not heard of"
        for fields in (line for line in lines if line[0] == str(rois)):
            if len(fields) == 2:
                version = fields[1]
                continue
            plane, label = plane_of_name(fields[1], labels)
            area = int(numpy.count_nonzero(labels.planes[plane] == label))
            is_right = fields[3:7] == [str(plane + 1), str(area), str(label), str(label)]
            is_right |= len(labels.planes) == 1 and fields[4:7] == [str(area), str(label), str(label)]
            wrong += not is_right
            if not is_right:
                print("      ImageJ says", *fields[1:], "of", label, "with", area)
            count += 1
        results[rois] = ({"measured": count, "wrong": wrong}, version, wrong == 0 and count == labels.objects)
    return results


def check(folder):
    """Checks every label image of a folder; returns how many checks failed."""
    failures, pairs = 0, []
    for path in sorted(folder.rglob("*_labels.tif")):
        stem = path.name.removesuffix("labels.tif")
        for kind, name, body in (
            ("polygons", "polygons.geojson", check_polygons),
            ("rois", "rois.zip", check_rois),
            ("coco", "coco.json", check_coco),
        ):
            labels = Labels(path)
            try:
                counts = body(path.with_name(stem + name), labels)
                is_right = labels.are_equal and next(iter(counts.values())) == labels.objects
            except (AssertionError, jsonschema.ValidationError, OSError) as error:
                counts, is_right = {"failed": str(error)[:300]}, False
            failures += not is_right
            report(is_right, path, kind, counts)
        if Labels(path).objects:
            pairs.append((path.with_name(stem + "rois.zip"), path))
    for (_, path), (counts, version, is_right) in zip(pairs, check_imagej(pairs).values()):
        failures += not is_right
        report(is_right, path, version, counts)
    return failures


def report(is_right, path, kind, counts):
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    print("right" if is_right else "WRONG", path.name.removesuffix("_labels.tif"), kind, words, sep="  ")


# Classifier, folder of images, arguments.
RUNS = [
    ("nuclei", "one-channel"),
    ("surroundings", "one-channel"),
    ("nuclei_and_rings", "two-channels", "--positive-class=3"),
]


def draw(folder):
    """Writes images: nuclei, a stack, two series, noise, one without objects; and a stack of two channels."""
    for name in ("one-channel", "two-channels"):
        (folder / name).mkdir(parents=True)
    planes = [tifffile.imread(FIXTURES / "acquisition" / f"{index}.tif") for index in range(4)]
    height, width = (min(plane.shape[axis] for plane in planes) for axis in (0, 1))
    planes = numpy.stack([plane[:height, :width] for plane in planes])
    random = numpy.random.default_rng(5)
    noise = random.integers(planes.min(), planes.max(), (150, 211)).astype(planes.dtype)
    made = {
        "plane": ("YX", planes[0]),
        "stack": ("ZYX", planes[:3]),
        "time": ("TYX", planes[1:3]),
        "series": ("TZYX", planes.reshape(2, 2, height, width)),
        "noise": ("YX", noise),
        "empty": ("YX", numpy.full((30, 40), planes.min())),
    }
    for name, (axes, data) in made.items():
        tifffile.imwrite(folder / "one-channel" / f"{name}.tif", data, imagej=True, metadata={"axes": axes})
    colours = planes.reshape(2, 2, height, width)
    tifffile.imwrite(folder / "two-channels/colours.ome.tif", colours, ome=True, metadata={"axes": "ZCYX"})


def main():
    if sys.argv[1] == "--check":
        failures = check(pathlib.Path(sys.argv[2]))
    else:
        program = pathlib.Path(sys.argv[1]).resolve()
        standard = HERE.parent.parent / ".build/exports-data"
        folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else standard).resolve()
        subprocess.run(["rm", "-rf", folder], check=True)
        draw(folder)
        outputs = [f"--output={output}" for output in ("labels",) + EXPORTS]
        for classifier, images, *more in RUNS:
            command = [program, "run", "--classifier", FIXTURES / "classifiers" / f"{classifier}.cl", *outputs, *more]
            command += ["--output-dir", folder / classifier, folder / images]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"exports: segmentd failed:\n{done.stdout}{done.stderr}")
        failures = check(folder)
    print("everything is right" if failures == 0 else f"{failures} checks failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
