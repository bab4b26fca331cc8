"""Outlines taken back to pixels, to be compared with the label image that they were made of."""

import numpy
import skimage.draw

import results


def classes_of_objects(result):
    """The class of each object in the order of frames, slices and labels, by the image of classes beside it."""
    path = result.classes_beside
    if not path.exists():
        return []
    labels, classes = (results.planes(path)[:, :, 0] for path in (result.beside("labels"), path))
    return [
        int(classes[index][labels[index] == label][0])
        for index in numpy.ndindex(labels.shape[:2])
        for label in range(1, labels[index].max() + 1)
    ]


def class_name(result, number):
    names = result.batch.object_names or result.batch.names
    return names[number - 1] if names else f"class {number}"


def expected(result):
    labels = results.planes(result.beside("labels"))[:, :, 0]
    count = sum(len(numpy.unique(plane[plane > 0])) for plane in labels.reshape((-1,) + labels.shape[2:]))
    return {"objects": count, "pixels": results.checksum(labels.astype(numpy.int64))}


class Canvas:
    """What an export gives back, as (T, Z, Y, X)."""

    def __init__(self, result):
        labels = results.planes(result.beside("labels"))[:, :, 0]
        self.painted = numpy.zeros(labels.shape, numpy.int64)

    def paint(self, plane, label, rings):
        """Adds an object's pixels, by scikit-image, even-odd: what is painted twice is seen."""
        points = numpy.concatenate([numpy.asarray(ring) for ring in rings])
        (left, top), (right, bottom) = points.min(0).astype(int), points.max(0).astype(int)
        mask = numpy.zeros((bottom - top, right - left), bool)
        for ring in rings:
            # Corners lie half a pixel before the middles.
            corners = numpy.asarray(ring, float)[:, ::-1] - [top + 0.5, left + 0.5]
            mask ^= skimage.draw.polygon2mask(mask.shape, corners)
        self.add(plane, label, mask, top, left)

    def add(self, plane, label, mask, top=0, left=0):
        self.painted[plane][top : top + mask.shape[0], left : left + mask.shape[1]] += mask.astype(numpy.int64) * label

    def said(self, count):
        return {"objects": count, "pixels": results.checksum(self.painted)}
