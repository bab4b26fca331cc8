"""What segmentd writes for the images of the matrix, and what is to be found in it.

Expectations come from the image (axes, sizes, nuclei), from the classifiers' headers and from tifffile's reading of the
pixels, never from segmentd. What tifffile reads is compared with the nuclei (by_tifffile.py), all else with tifffile.
"""

import dataclasses
import functools
import json
import pathlib
import re
import subprocess
import zlib

import numpy
import tifffile

import matrix

IMAGES = {
    "mask": "mask.tif",
    "labels": "labels.tif",
    "classes": "classes.tif",
    "probabilities": "probabilities.tif",
    "uncertainty": "uncertainty.tif",
    "features": "features.tif",
    "object_classes": "object_class.tif",
}
KINDS = IMAGES | {
    "objects": "objects.csv",
    "overlay": "overlay.png",
    "polygons": "polygons.geojson",
    "rois": "rois.zip",
    "coco": "coco.json",
}
EXPORTS = ("labels", "objects", "polygons", "rois", "coco")
MAPPED = ("mask", "labels", "probabilities")
NAMED = tuple(kind for kind in KINDS if kind != "object_classes")
MEASUREMENTS = "basic,shape,intensity,neighbours"
NAMES = ("background", "nuclei", "rings")
OBJECTS = ("torn", "round", "long")
CLASSIFIERS = matrix.FIXTURES / "classifiers"
OF_OBJECTS = matrix.FIXTURES / "objects/no_image/classifier.cl"


@dataclasses.dataclass(frozen=True)
class Batch:
    """Images that one call of segmentd does."""

    name: str
    rows: tuple
    classifier: str
    kinds: tuple = tuple(KINDS)
    # Arguments, or lines of a configuration's recipe.
    options: tuple = ()
    recipe: tuple = ()
    positive: int = 2
    labels: str = "uint16"
    # The names of the classes of pixels; or of objects, where these have classes of their own.
    names: tuple = ()
    object_names: tuple = ()
    # The class that a probability mapper maps; its probabilities have one channel.
    mapped: int = 0

    @property
    def is_matrix(self):
        return self.name.endswith("channel") or self.name.endswith("channels")


@dataclasses.dataclass(frozen=True, eq=False)
class Result:
    """One output of one image."""

    batch: Batch
    row: matrix.Row
    kind: str
    path: pathlib.Path

    @property
    def row_name(self):
        return self.row.name + ("" if self.batch.is_matrix else f" ({self.batch.name})")

    @property
    def problem(self):
        """Why nothing can be compared with it: what tifffile reads of its image's outputs is what all else must be."""
        try:
            for kind in self.batch.kinds:
                if kind in IMAGES:
                    planes(self.beside(kind))
        except Exception as problem:  # Whatever tifffile stumbles over.
            return f"tifffile reads {KINDS[kind]} otherwise: {problem}"
        return None if self.path.exists() else "not written"

    @property
    def classes_beside(self):
        """The image that has the class of each object: of its own, or of the pixels that it is made of; or none."""
        return self.beside("classes" if self.batch.names else "object_classes")

    def beside(self, kind):
        """The path of another output of the same image."""
        return self.path.with_name(f"{self.row.stem}_{KINDS[kind]}")

    @property
    def image(self):
        return self.path.parent.parent / "images" / self.row.file_name

    @property
    def classes(self):
        """How many classes its pixels have."""
        return classes_of(CLASSIFIERS / self.batch.classifier)

    @property
    def channels(self):
        if self.kind == "features":
            return len(self.feature_names)
        return self.classes if self.kind == "probabilities" and not self.batch.mapped else 1

    @property
    def feature_names(self):
        """The features that the classifier's header names, of one channel after the other, in the order of the forest's inputs."""
        header = (CLASSIFIERS / self.batch.classifier).read_text()
        names = re.search(r"feature_specification = (.*)", header)[1].split()
        channels = int(re.search(r"num_features = (\d+)", header)[1]) // len(names)
        if channels == 1:
            return names
        return [f"channel {channel} {name}" for channel in range(1, channels + 1) for name in names]

    @property
    def type(self):
        floats = dict.fromkeys(("probabilities", "uncertainty", "features"), "float32")
        return (floats | {"labels": self.batch.labels}).get(self.kind, "uint8")

    @property
    def planes(self):
        return planes(self.path)

    @property
    def range(self):
        """What is to be shown from black to white; of features, which have ranges of their own, the program's choice."""
        if self.kind == "features":
            return None
        if self.kind == "labels":
            # Without objects all is black in any range.
            return 0.0, float(max(1, self.planes.max()))
        highest = {"mask": 255, "probabilities": 1, "uncertainty": 1, "object_classes": classes_of(OF_OBJECTS)}
        return 0.0, float(highest.get(self.kind, self.classes))

    @property
    def channel_names(self):
        """What the channels are called: of probabilities by the names of their classes, or by their numbers."""
        if self.kind == "features":
            return self.feature_names
        first = self.batch.mapped or 1
        return list(self.batch.names) or [f"class {first + index}" for index in range(self.channels)]

    @property
    def channel_labels(self):
        """The same, with names and numbers."""
        names = self.channel_names
        if self.kind == "features":
            return names
        return [f"class {index} {name}" for index, name in enumerate(names, start=1)] if self.batch.names else names


def classes_of(classifier):
    return int(re.search(rb"num_classes = (\d+)", classifier.read_bytes())[1])


@functools.cache
def planes(path):
    """An output as (T, Z, C, Y, X), by tifffile; of several images, one behind the other along T."""
    with tifffile.TiffFile(path) as file:
        images = []
        for series in file.series:
            extents = dict(zip(series.axes, series.shape))
            images.append(series.asarray().reshape([extents.get(axis, 1) for axis in "TZCYX"]))
        return numpy.concatenate(images)


def checksum(data):
    return f"{zlib.crc32(numpy.ascontiguousarray(data).astype(data.dtype.newbyteorder('<')).tobytes()):x}"


def batches(is_short):
    """Everything that is asked of segmentd."""
    rows = matrix.rows(is_short)
    step = (f"--step=classify={OF_OBJECTS}", "--channel=none")
    each = ('instances = "each-class"', "background_class = 1", f"class_names = {json.dumps(NAMES)}")
    own = (f'steps = [ {{ classify = "{OF_OBJECTS}", channel = "none" }} ]', f"class_names = {json.dumps(OBJECTS)}")
    series = tuple(matrix.Row(description, "TZCYX", "µm") for description in matrix.UNITS if description != "plain")
    plain = tuple(matrix.Row(description, "TYX", "µm") for description in matrix.UNITS if description != "plain")
    shapes = (matrix.Row("ImageJ", "YX", content="noise"), matrix.Row("ImageJ", "TYX", content="nothing"))
    fields = tuple(matrix.Row("OME", axes) for axes in (("PTZCYX",) if is_short else ("PYX", "PTZCYX")))
    stacks = tuple(matrix.Row("ImageJ", axes) for axes in ("YX", "ZYX"))
    one = tuple(row for row in rows if not row.has_channels)
    two = tuple(row for row in rows if row.has_channels)
    return [
        Batch("one channel", one, "nuclei.cl", options=step),
        Batch("two channels", two, "nuclei_and_rings.cl", options=step + ("--positive-class=2",)),
        Batch("named", series, "nuclei_and_rings.cl", NAMED, recipe=each, names=NAMES, positive=0),
        Batch("named objects", plain, "nuclei.cl", recipe=own, object_names=OBJECTS),
        Batch("uint32", plain, "nuclei.cl", ("mask", "labels"), recipe=('label_type = "uint32"',), labels="uint32"),
        Batch("uint16", plain, "nuclei.cl", ("mask", "labels"), recipe=('label_type = "uint16"',)),
        Batch("mapped", plain, "nuclei_probability.cl", MAPPED, options=("--threshold=0.5",), mapped=2),
        Batch("exports", shapes, "nuclei.cl", EXPORTS),
        Batch("positions", fields[-1:], "nuclei_and_rings.cl", options=step + ("--positive-class=2",)),
        *([] if is_short else [Batch("fields", fields[:1], "nuclei.cl", EXPORTS)]),
        Batch("holes", stacks, "surroundings.cl", EXPORTS, options=(f"--measurements={MEASUREMENTS}",), positive=1),
    ]


def run(program, batch, folder):
    """Has segmentd do a batch; returns its results, and what it said if it failed."""
    images, results = folder / "images", folder / "results"
    for path in (images, results):
        path.mkdir(parents=True)
    for row in batch.rows:
        matrix.draw(row, images)
    classifier = CLASSIFIERS / batch.classifier
    if batch.recipe:
        outputs = ", ".join(f'"{kind}"' for kind in batch.kinds)
        lines = [f'[[folder]]\npath = "{images}"\noutput = "{results}"', '[[folder.recipe]]']
        lines += [f'classifier = "{classifier}"', f"outputs = [{outputs}]", *batch.recipe]
        (folder / "segmentd.toml").write_text("\n".join(lines) + "\n")
        options = ["--config", folder / "segmentd.toml"]
    else:
        options = ["--classifier", classifier, *batch.options, "--output-dir", results]
        options += [f"--output={kind}" for kind in batch.kinds]
    done = subprocess.run([program, "run", *options, images], capture_output=True, text=True)
    failure = "" if done.returncode == 0 else (done.stdout + done.stderr).strip()
    made = [(row, kind) for row in batch.rows for kind in batch.kinds]
    return [Result(batch, row, kind, results / f"{row.stem}_{KINDS[kind]}") for row, kind in made], failure
