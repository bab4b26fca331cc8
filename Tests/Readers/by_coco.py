"""COCO's own library: run lengths, boxes, areas, categories; masks against the label image."""

import contextlib
import io

import numpy
from pycocotools.coco import COCO

import matrix
import outlines

TOOL = "pycocotools"


def check(found, cells):
    for result in found:
        if result.kind == "coco":
            cells.note(TOOL, result, read, expected)


def expected(result):
    row = result.row
    planes = [
        [position, frame, z, matrix.HEIGHT, matrix.WIDTH]
        for position in row.positions or (None,)
        for frame in range(row.frames)
        for z in range(row.planes[1])
    ]
    values = [value for value in outlines.classes_of_objects(result) if value]
    named = {f"{value} {outlines.class_name(result, value)}" for value in values}
    return outlines.expected(result) | {"planes": planes, "classes": sorted(named)}


def read(result):
    with contextlib.redirect_stdout(io.StringIO()):
        data = COCO(result.path)
    images = [data.imgs[image] for image in sorted(data.imgs)]
    places = {image["id"]: divmod(index, result.row.planes[1]) for index, image in enumerate(images)}
    canvas, named = outlines.Canvas(result), set()
    for annotation in data.anns.values():
        mask = data.annToMask(annotation).astype(bool)
        rows, columns = numpy.nonzero(mask)
        box = [columns.min(), rows.min(), numpy.ptp(columns) + 1, numpy.ptp(rows) + 1]
        assert annotation["bbox"] == box and annotation["area"] == len(rows), f"box or area of {annotation['id']}"
        canvas.add(places[annotation["image_id"]], annotation["label"], mask)
        # Without classes, what an object is called is all the same.
        if result.classes_beside.exists():
            named.add(f"{annotation['category_id']} {data.cats[annotation['category_id']]['name']}")
    planes = [[image.get("position"), image["frame"], image["z"], image["height"], image["width"]] for image in images]
    return canvas.said(len(data.anns)) | {"planes": planes, "classes": sorted(named)}
