"""A case: what is trained from what, as files, and beside them what real APOC wrote."""

import dataclasses
import json
import pathlib

import numpy as np
import tifffile

#: Where folders hold them.
FOLDERS = {"image": "images", "annotation": "annotations", "labels": "labels"}
#: How ImageJ has an image of these axes: APOC's has channels first.
IMAGEJ_ORDER = {"CZYX": (1, 0, 2, 3)}


@dataclasses.dataclass
class Shot:
    """One image with its annotation; label images where objects are annotated."""

    image: np.ndarray
    annotation: np.ndarray
    labels: np.ndarray | None = None
    #: "YX", "ZYX", "CYX", "CZYX", "TYX", "YXC" of the image.
    axes: str = "YX"
    name: str = "image"
    #: Whether APOC is given the channels as a list instead of one array.
    as_list: bool = False

    def calls(self):
        """The parts of it that APOC is given one by one: each plane of a series that has annotations."""
        if self.axes == "TYX":
            return [Shot(i, a) for i, a in zip(self.image, self.annotation) if (a > 0).any()]
        if self.axes == "YXC":
            return [dataclasses.replace(self, image=np.moveaxis(self.image, -1, 0), axes="CYX")]
        return [self]


@dataclasses.dataclass
class Table:
    """Columns by name in their order, and what is said of each row."""

    columns: dict
    annotation: np.ndarray
    column: str = "annotation"

    def write(self, path):
        """As CSV; missing values are empty, each number is the shortest text that gives it back."""
        columns = {**self.columns, self.column: self.annotation}
        rows = [",".join(map(quoted, columns))]
        rows += [",".join(number(value) for value in row) for row in zip(*columns.values())]
        path.write_text("\n".join(rows) + "\n")


def quoted(name):
    return f'"{name}"' if "," in name or '"' in name else name


def number(value):
    """As text: integers whole, float32 with the digits of the double that it is."""
    if isinstance(value, (np.integer, int)):
        return str(int(value))
    return "" if np.isnan(value) else repr(float(value))


@dataclasses.dataclass
class Case:
    """One classifier, trained in one or more calls: `steps` are lists of shots, or tables."""

    family: str
    kind: str
    features: str
    depth: int
    trees: int
    steps: list
    positive: int | None = None
    probability: int | None = None
    #: Whether the images of a step are given as folders.
    folders: bool = False
    #: Whether equality is to be expected to the byte.
    exact: bool = True
    #: Why segmentd refuses, by its rules, what APOC trains.
    refused_by_us: str | None = None
    name: str = ""

    def describe(self):
        """What case.json holds, but for the steps."""
        fields = ("name", "family", "kind", "features", "depth", "trees", "positive", "probability", "folders", "exact")
        return {field: getattr(self, field) for field in fields} | {"refused_by_us": self.refused_by_us}

    def write(self, folder, answers):
        """The inputs of all steps and APOC's files; `answers` holds a text or an Exception for each step."""
        folder.mkdir(parents=True)
        steps = []
        for index, (step, answer) in enumerate(zip(self.steps, answers)):
            place = folder / f"step_{index}" if len(self.steps) > 1 else folder
            place.mkdir(exist_ok=True)
            described = write_table(place, step) if isinstance(step, Table) else write_shots(place, step, self.folders)
            if isinstance(answer, Exception):
                described["refused"] = f"{type(answer).__name__}: {answer}"[:200]
            else:
                (place / "expected.cl").write_text(answer)
                described["expected"] = "expected.cl"
            steps.append(described | {"folder": place.name if place != folder else "."})
        (folder / "case.json").write_text(json.dumps(self.describe() | {"steps": steps}, indent=1) + "\n")


def write_table(place, table):
    table.write(place / "table.csv")
    return {"table": "table.csv", "column": table.column}


def write_shots(place, shots, folders):
    described = []
    for shot in shots:
        parts = {"image": shot.image, "annotation": shot.annotation, "labels": shot.labels}
        names = {}
        for part, values in parts.items():
            if values is None:
                continue
            name = f"{FOLDERS[part]}/{shot.name}.tif" if folders else f"{shot.name}_{part}.tif"
            (place / name).parent.mkdir(exist_ok=True)
            axes = shot.axes if part == "image" else shot.axes.replace("C", "")
            write_tiff(place / name, values, axes, napari=part == "annotation")
            names[part] = name
        described.append(names | {"axes": shot.axes})
    return {"shots": described}


def write_tiff(path, values, axes, napari=False):
    """Images as ImageJ has them; annotations as napari writes a layer of labels."""
    if napari:
        tifffile.imwrite(path, values, compression="zlib", compressionargs={"level": 1})
    elif axes == "YXC":
        tifffile.imwrite(path, values, photometric="rgb", metadata=None)
    elif axes == "YX":
        tifffile.imwrite(path, values, metadata=None)
    else:
        order = IMAGEJ_ORDER.get(axes)
        values, axes = (values.transpose(order), "".join(axes[k] for k in order)) if order else (values, axes)
        tifffile.imwrite(path, values, imagej=True, metadata={"axes": axes})
