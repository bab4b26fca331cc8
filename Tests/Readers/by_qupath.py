"""Polygons as QuPath reads them: GeoJSON by its own library and schema, geometry by shapely, pixels by scikit-image."""

import json

import geojson
import jsonschema
import numpy
import shapely
import shapely.geometry

import geojson_schema
import outlines

TOOL = "GeoJSON, shapely"


def check(found, cells):
    for result in found:
        if result.kind == "polygons":
            cells.note(TOOL, result, read, expected)


def expected(result):
    values = outlines.classes_of_objects(result)
    classes = sorted({outlines.class_name(result, value) for value in values if value})
    return outlines.expected(result) | {"classes": classes}


def read(result):
    """Objects, their classes and the label image that they give back."""
    text = result.path.read_text()
    jsonschema.validate(json.loads(text), geojson_schema.SCHEMA)
    collection = geojson.loads(text)
    assert collection.is_valid, collection.errors()
    canvas, names = outlines.Canvas(result), set()
    for feature in collection.features:
        paint(feature, canvas, result.row)
        if "classification" in feature.properties:
            names.add(feature.properties["classification"]["name"])
    return canvas.said(len(collection.features)) | {"classes": sorted(names)}


def paint(feature, canvas, row):
    """Checks one object's geometry and draws it."""
    shape = shapely.geometry.shape(feature.geometry)
    assert shape.is_valid, shapely.is_valid_reason(shape)
    measured = feature.properties["measurements"]
    assert shape.area == measured["area"], (shape.area, measured)
    place = feature.geometry.get("plane", {"z": 0, "t": 0})
    if row.positions:
        place = place | {"t": row.positions.index(feature.properties["position"]) * row.frames + place["t"]}
    for polygon in getattr(shape, "geoms", [shape]):
        assert polygon.exterior.is_ccw and not any(hole.is_ccw for hole in polygon.interiors), "turned the wrong way"
        rings = [numpy.array(ring.coords[:-1]) for ring in (polygon.exterior, *polygon.interiors)]
        canvas.paint((place["t"], place["z"]), measured["label"], rings)
