"""The doubt in summaries against numpy: features by real APOC, trees read from the classifier's text.

    python3 doubt_by_hand.py PROGRAM

Python needs apoc and tifffile (Tests/Peers/requirements.txt). Prints a line a case, and ends with 1 where a figure differs.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
import pyclesperanto_prototype as cle
import tifffile
from apoc._utils import generate_feature_stack

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "Peers"))
import classifier_text  # noqa: E402

CASES = (("nuclei_uint16", 2), ("bright_uint16", 2), ("tissue", 2), ("tissue", None), ("nuclei_none", 2), ("nuclei_probability", 0.4))


def votes(forest, classes, features):
    """The sums of some trees' leaf weights, in their order, each sum rounded to float32."""
    sums = np.zeros((classes, features.shape[1]), np.float32)
    for tree in forest:
        def walk(node, chosen):
            if isinstance(node, list):
                weights = np.array(node)[:, None]
                sums[:, chosen] = (sums[:, chosen].astype(float) + weights).astype(np.float32)
                return
            feature, threshold, less, otherwise = node
            is_less = features[feature, chosen].astype(float) < threshold
            walk(less, chosen[is_less])
            walk(otherwise, chosen[~is_less])
        walk(tree, np.arange(features.shape[1]))
    return sums


def dice(odd, even):
    return 2 * (odd & even).sum() / (odd.sum() + even.sum()) if odd.sum() + even.sum() else None


def by_hand(text, image, foreground):
    stack = np.stack([np.asarray(cle.pull(plane)) for plane in generate_feature_stack(image, classifier_text.header(text, "feature_specification"))])
    height, width = image.shape
    distance = max(16, min(height, width) // 32)
    rows, columns = slice(min(distance // 2, height // 2), None, distance), slice(min(distance // 2, width // 2), None, distance)
    features = stack[:, rows, columns].reshape(len(stack), -1).astype(np.float32)
    # The end of a ProbabilityMapper.
    text = text.replace(" float sum_s=s0;", " float max_s=s0;")
    forest, classes = classifier_text.trees(text), int(classifier_text.header(text, "num_classes"))
    parts = [votes(part, classes, features) for part in (forest, forest[0::2], forest[1::2])]
    shares = [part / np.cumsum(part, 0, dtype=np.float32)[-1] for part in parts]
    if isinstance(foreground, float):
        mapped = int(re.search(r"s(\d+) / sum_s", text)[1])
        halves = dice(*[part[mapped] >= np.float32(foreground) for part in shares[1:]])
        return features.shape[1], halves, np.abs(2 * shares[0][mapped] - 1).mean(dtype=float)
    odd, even = [part.argmax(0) + 1 for part in parts[1:]]
    found = [dice(odd == number, even == number) for number in range(1, classes + 1)]
    halves = found[foreground - 1] if foreground else np.mean([value for value in found if value is not None])
    top = np.sort(shares[0], 0)
    return features.shape[1], halves, (top[-1] - top[-2]).mean(dtype=float)


def by_segmentd(program, case, foreground):
    with tempfile.TemporaryDirectory() as folder:
        home = {name: folder for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
        options = ["--output", "classes"]
        if isinstance(foreground, float):
            options = ["--output", "mask", "--threshold", str(foreground)]
        elif foreground:
            options = ["--output", "mask", "--positive-class", str(foreground)]
        command = [program, "run", "--json", "--classifier", case / "classifier.cl", *options, "--output-dir", folder, case / "input.tif"]
        said = subprocess.run([str(word) for word in command], env=os.environ | home, check=True, capture_output=True, text=True)
        quality = json.loads(said.stdout.splitlines()[0])["quality"]
        return quality["pixels"], quality.get("halves_dice"), quality["mean_margin"]


def main():
    differing = 0
    for name, foreground in CASES:
        case = TESTS / "Fixtures/golden" / name
        expected = by_hand((case / "classifier.cl").read_text(), tifffile.imread(case / "input.tif"), foreground)
        found = by_segmentd(sys.argv[1], case, foreground)
        same = all(a == b or (a is not None and b is not None and abs(a - b) < 1e-6) for a, b in zip(expected, found))
        differing += not same
        print(f"{name} {foreground}: {'equal' if same else 'DIFFERS'}: numpy {expected}, segmentd {found}")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
