"""Makes training/: a few of the cases of Tests/Training, one of each kind, each with the file that real APOC wrote.

It needs the packages of generate.py; everything is seeded.

    POCL_MAX_WORK_GROUP_SIZE=64 python training_cases.py
"""

import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Training"))

import apoc_side
import families
import numpy as np
import pictures
import refusals
import tables
from answers import quiet

#: Name -> (family, index, what is settled instead of left to chance).
CASES = {
    "pixels": (families.picks, 0, {"kind": "PixelClassifier"}),
    "segmenter": (families.picks, 1, {"kind": "ObjectSegmenter", "positive": 2}),
    "probability": (families.picks, 2, {"kind": "ProbabilityMapper", "probability": 2}),
    "probability_of_none": (families.picks, 3, {"kind": "ProbabilityMapper", "probability": 0}),
    "ties": (families.ties, 0, {"depth": 8, "trees": 5, "features": "original mean_box=1 gradient_x=0"}),
    "near_ties": (families.near_ties, 1, {"depth": 6}),
    "one_class": (families.single_class, 0, {}),
    "tiny": (families.tiny, 1, {}),
    "volume": (families.volumes, 0, {}),
    "channels": (
        families.channels, 0,
        {"kind": "PixelClassifier", "trees": 10, "features": "original  gaussian_blur=1 sobel=0"},
    ),
    "series": (families.series, 0, {}),
    "continued": (families.continued, 0, {}),
    "folders": (families.folders, 0, {}),
    "objects": (families.objects, 0, {}),
    "selector": (
        families.objects, 7, {"positive": 2, "features": "area, mean_intensity,  touching_neighbor_count area"},
    ),
    "objects_volume": (families.objects, 2, {}),
    "table_missing": (tables.missing, 0, {}),
    "table_mixed": (tables.mixed, 2, {}),
    "table_tied": (tables.tied, 2, {"trees": 5}),
    "table_continued": (tables.continued, 0, {}),
    "refused_continuation": (refusals.pixels, 13, {}),
}


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pictures.PLANES, pictures.VOLUMES = [(24, 31), (20, 37)], [(5, 14, 17)]
    for number, (name, (family, index, settled)) in enumerate(CASES.items()):
        case = family(np.random.default_rng([15, number]), index)
        case.name = name
        # Small files: what trees do is seen in ten.
        case.trees, case.depth = min(case.trees, 10), min(case.depth, 4)
        case.steps = case.steps[:3]
        if "kind" in settled:
            case.positive = case.probability = None
        for field, value in settled.items():
            setattr(case, field, value)
        with quiet():
            case.write(folder / name, apoc_side.answers(case))


if __name__ == "__main__":
    main(HERE / "training")
