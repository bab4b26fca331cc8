"""napari, without a window: which layers it makes of TIFFs and pictures that are opened with its own reader.

It makes Labels of integers with 32 and 64 bits only. Others become Labels where whoever opens them says so, as its menu
"open as labels" does. It takes no sizes from TIFFs.
"""

import os
import warnings

# A bar of progress for each file.
os.environ["TQDM_DISABLE"] = "1"

import numpy  # noqa: E402
from napari.components import ViewerModel  # noqa: E402
from napari.layers import Layer  # noqa: E402
from napari.plugins import _initialize_plugins  # noqa: E402
from napari.plugins.io import read_data_with_plugins  # noqa: E402

import matrix  # noqa: E402
import results  # noqa: E402

TOOL = "napari"


def check(found, cells):
    # As its program does at its start: its own reader is a plug-in too.
    _initialize_plugins()
    viewed = set()
    for result in found:
        if result.kind not in (*results.IMAGES, "overlay"):
            continue
        # A viewer takes ten times as long as the layers alone: it opens one of each sort.
        is_viewed = (result.kind, result.type) not in viewed
        viewed.add((result.kind, result.type))
        opened = viewer if is_viewed else layer
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells.note(TOOL, result, lambda result: read(result, opened), expected)


def viewer(path, layer_type=None):
    """The only layer that a viewer has after opening a file."""
    (made,) = ViewerModel().open(path, plugin="napari", layer_type=layer_type)
    return made


def layer(path, layer_type=None):
    """The same layer, without the viewer."""
    ((data, *more),), _ = read_data_with_plugins([path], plugin="napari")
    return Layer.create(data, *(more[:1] or [{}]), layer_type)


def read(result, opened):
    made = opened(str(result.path))
    data = numpy.asarray(made.data)
    said = {"layer": made._type_string, "shape": list(data.shape), "type": data.dtype.name}
    said |= {"pixels": results.checksum(data), "rgb": bool(getattr(made, "rgb", False))}
    if result.kind == "labels":
        asked = opened(str(result.path), "labels")
        said |= {"asked": asked._type_string, "pixels of labels": results.checksum(numpy.asarray(asked.data))}
    return said


def expected(result):
    if result.kind == "overlay":
        return {"layer": "image", "rgb": True}
    # It opens the first image of a file.
    frames, slices = result.row.planes[0] // result.row.series, result.row.planes[1]
    extents = [count for count in (frames, slices, result.channels) if count > 1] + [matrix.HEIGHT, matrix.WIDTH]
    pixels = results.checksum(result.planes[:frames])
    wanted = {"layer": "labels" if result.type == "uint32" else "image", "shape": extents, "type": result.type}
    wanted |= {"pixels": pixels, "rgb": False}
    return wanted | ({"asked": "labels", "pixels of labels": pixels} if result.kind == "labels" else {})
