"""RFC 7946, and what QuPath 0.4 and later read in a feature's properties, as a JSON Schema."""

POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "minimum": 0}}
RING = {"type": "array", "minItems": 4, "items": POSITION}
POLYGON = {"type": "array", "minItems": 1, "items": RING}
COLOUR = {"type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "integer", "minimum": 0, "maximum": 255}}


def record(required, **properties):
    return {"type": "object", "required": required, "properties": properties}


def geometry(kind, coordinates):
    return record(["type", "coordinates"], type={"const": kind}, coordinates=coordinates)


PLANE = record(["c", "z", "t"]) | {"additionalProperties": {"type": "integer", "minimum": -1}}
GEOMETRY = record([], plane=PLANE) | {
    "oneOf": [
        geometry("Polygon", POLYGON),
        geometry("MultiPolygon", {"type": "array", "minItems": 2, "items": POLYGON}),
    ]
}
PROPERTIES = record(
    ["objectType", "name", "measurements"],
    objectType={"const": "detection"},
    name={"type": "string"},
    measurements={"type": "object", "additionalProperties": {"type": "number"}},
    classification=record(["name", "color"], name={"type": "string"}, color=COLOUR),
)
FEATURE = record(
    ["type", "geometry", "properties"], type={"const": "Feature"}, geometry=GEOMETRY, properties=PROPERTIES
)
SCHEMA = record(
    ["segmentd", "type", "features"],
    type={"const": "FeatureCollection"},
    features={"type": "array", "items": FEATURE},
)
