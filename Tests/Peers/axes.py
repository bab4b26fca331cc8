#!/usr/bin/env python3
"""Compares what real APOC makes of files that are read as its users read them with what segmentd makes of the same files.

    Tests/Peers/axes.py [--segmentd FILE] [--venv FOLDER] [--scratch FOLDER]

Images of every kind of axes are written in every usual way and given to classifiers trained here by APOC: for planes, for
volumes, and for two channels of either. APOC gets what skimage.io.imread gives; segmentd gets the file. Every pair must
be equal, or become equal by the `--axes` that segmentd's refusal or warning names. Where segmentd loops over axes that
APOC takes otherwise or not at all, each part must equal what APOC makes of that part alone.

Exit status: 0; 1 where an answer differs and no option is named that makes it equal; 2 when something is missing.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import environment

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
EXTENTS = {"T": 6, "Z": 5, "C": 2, "Y": 28, "X": 36}
AXES = ["YX", "ZYX", "TYX", "CYX", "TZYX", "CZYX"]
WAYS = ["plain", "shaped", "imagej", "ome", "skimage", "pillow"]
#: Name -> axes of the image that a classifier is trained on.
CLASSIFIERS = {"planes": "YX", "volumes": "ZYX", "two_channels": "CYX", "two_channel_volumes": "CZYX"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folder = REPOSITORY / ".build" / "peers"
    default = REPOSITORY / ".build" / "release" / "segmentd"
    parser.add_argument("--segmentd", type=pathlib.Path, default=default, metavar="FILE", help="the program")
    parser.add_argument("--venv", type=pathlib.Path, default=folder / "venv", help="where APOC is installed")
    parser.add_argument("--scratch", type=pathlib.Path, default=folder / "axes", help="images, classifiers and results")
    return parser.parse_args()


def image(axes):
    """Blurred noise of the given axes, uint16; the same for the same axes."""
    import numpy as np
    from scipy.ndimage import gaussian_filter

    shape = [EXTENTS[axis] for axis in axes]
    noise = np.random.default_rng(len(axes) + ord(axes[0])).normal(size=shape)
    # Nothing in common from page to page: planes and volumes must not give the same.
    smooth = gaussian_filter(noise, [1.2 if axis in "YX" else 0 for axis in axes])
    return ((smooth - smooth.min()) / np.ptp(smooth) * 4000).astype("uint16")


def write(path, way, axes, data):
    """Writes `data` as people do."""
    import numpy as np
    import skimage.io
    import tifffile
    from PIL import Image

    if way == "plain":
        tifffile.imwrite(path, data, metadata=None, photometric="minisblack")
    elif way == "shaped":
        tifffile.imwrite(path, data, photometric="minisblack")
    elif way == "imagej":
        order = [axis for axis in "TZCYX" if axis in axes]
        data = np.transpose(data, [axes.index(axis) for axis in order])
        tifffile.imwrite(path, data, imagej=True, metadata={"axes": "".join(order)})
    elif way == "ome":
        tifffile.imwrite(path, data, ome=True, photometric="minisblack", metadata={"axes": axes})
    elif way == "skimage":
        skimage.io.imsave(path, data, check_contrast=False)
    else:
        pages = [Image.fromarray(page) for page in data.reshape(-1, *data.shape[-2:])]
        pages[0].save(path, save_all=True, append_images=pages[1:])


def train(path, axes):
    """A PixelClassifier of real APOC that tells bright surroundings from dark, in the file `path`."""
    import apoc
    import numpy as np
    from scipy.ndimage import gaussian_filter

    data = image(axes)
    channels = list(data) if axes.startswith("C") else data
    first = data[0] if axes.startswith("C") else data
    around = gaussian_filter(first.astype("float32"), 1)
    truth = np.where(around > np.quantile(around, 0.6), 2, 1)
    classifier = apoc.PixelClassifier(opencl_filename=str(path), max_depth=4, num_ensembles=12)
    classifier.train("gaussian_blur=1 difference_of_gaussian=2", truth, channels)


def answer(classifier, pixels):
    """APOC's class map of an array, or of a list of channels; None where it has no answer."""
    import apoc
    import numpy as np

    try:
        result = apoc.PixelClassifier(opencl_filename=str(classifier)).predict(image=pixels)
    except Exception:
        return None
    return np.asarray(result).astype("uint8")


def looped(classifier, name, data, axes, taken):
    """APOC's answers to the parts of `data` that a classifier takes one by one, where its axes are taken for `taken`."""
    import numpy as np

    if set(taken) == set(axes):
        data = np.transpose(data, [axes.index(axis) for axis in taken])
    else:
        # Pages without names.
        data = data.reshape(-1, *data.shape[-(len(taken) - 1) :]) if "T" in taken else data
    over = sum(axis in taken for axis in ("T" if "volumes" in name else "TZ"))
    parts = []
    for index in np.ndindex(*data.shape[:over]):
        part = data[index]
        if "volumes" in name and "C" in taken and "Z" in taken:
            part = np.swapaxes(part, 0, 1)
        parts.append(answer(classifier, list(part) if "C" in taken else part))
        if parts[-1] is None:
            return None
    return np.stack(parts).reshape(*data.shape[:over], *parts[0].shape)


def segment(options, classifier, files, results, axes=None):
    """File name -> (class map or None, what segmentd says, the axes it took) of `segmentd run` on the files."""
    import tifffile

    results.mkdir(parents=True, exist_ok=True)
    home = options.scratch / "home"
    kept = {name: str(home / name.lower()) for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
    command = [options.segmentd, "run", "--json", "--output", "classes", "--classifier", classifier]
    command += ["--output-dir", results, *(["--axes", axes] if axes else []), *files]
    inherited = {name: value for name, value in os.environ.items() if name != "POCL_MAX_WORK_GROUP_SIZE"}
    run = subprocess.run([str(part) for part in command], env=inherited | kept, capture_output=True, text=True)
    if run.returncode not in (0, 1) or len(run.stdout.splitlines()) != len(files):
        raise RuntimeError(f"segmentd ended with {run.returncode}: {run.stderr[-2000:]}")
    found = {}
    for line in run.stdout.splitlines():
        summary = json.loads(line)
        name, error = summary["image"]["name"], summary.get("error")
        if error:
            found[name] = None, f"{error['message']}; {error['remedy']}", None
        else:
            path = results / summary["outputs"][0]["name"]
            found[name] = tifffile.imread(path), " ".join(summary["warnings"]), summary["image"]["axes"]
    return found


def verdicts(options, name, files):
    """(file name, verdict, what segmentd said) for every file and one classifier."""
    import skimage.io

    classifier = options.scratch / f"{name}.cl"
    ours = segment(options, classifier, files, options.scratch / "results" / name)
    for file, axes in files.items():
        expected, (found, said, taken) = answer(classifier, skimage.io.imread(file)), ours[file.name]
        if is_equal(found, expected):
            yield file.name, "equal", said
            continue
        option = re.search(r"--axes ([A-Z]+)", said)
        verdict = None
        if expected is not None and option:
            results = options.scratch / "results" / f"{name}-{option[1]}"
            again, _, named = segment(options, classifier, [file], results, axes=option[1])[file.name]
            how = "refused" if found is None else "done otherwise, with a warning"
            if is_equal(again, expected):
                verdict = f"{how}; equal with the --axes that is named"
            elif found is None and is_equal(again, looped(classifier, name, image(axes), option[1], named)):
                verdict = f"{how}; APOC takes all at once: with the --axes that is named, each part equal to APOC's"
        if verdict is None and found is None:
            verdict = "APOC has no answer either: refused" if expected is None else "REFUSED"
        elif verdict is None:
            parts = looped(classifier, name, image(axes), axes, taken)
            how = "has no answer" if expected is None else "takes all at once"
            same = is_equal(found, parts)
            verdict = f"APOC {how}: looped over, each part equal to APOC's" if same else "DIFFERS"
        yield file.name, verdict, said


def is_equal(found, expected):
    """Whether there are two arrays, and they are the same."""
    import numpy as np

    return found is not None and expected is not None and np.array_equal(found, expected)


def main():
    options = arguments()
    options.segmentd, options.scratch = options.segmentd.resolve(), options.scratch.resolve()
    if not os.access(options.segmentd, os.X_OK):
        raise environment.Missing(f"there is no program at {options.segmentd}: `make build`, or --segmentd")
    environment.enter(options.venv)
    # PoCL crashes on small images with large work groups.
    os.environ["POCL_MAX_WORK_GROUP_SIZE"] = "64"
    shutil.rmtree(options.scratch, ignore_errors=True)
    images = options.scratch / "images"
    images.mkdir(parents=True)
    files = {}
    for way in WAYS:
        for axes in AXES:
            file = images / f"{way}_{axes}.{'ome.tif' if way == 'ome' else 'tif'}"
            files[file] = axes
            write(file, way, axes, image(axes))
    counts, bad = collections.Counter(), 0
    for name, axes in CLASSIFIERS.items():
        train(options.scratch / f"{name}.cl", axes)
        print(f"\n{name}")
        for file, verdict, said in verdicts(options, name, files):
            counts[verdict] += 1
            bad += verdict.isupper()
            print(f"  {file:22} {verdict}" + (f"\n{'':25}{said}" if verdict != "equal" else ""))
    print(f"\n{sum(counts.values())} pairs of file and classifier")
    for verdict, count in counts.most_common():
        print(f"  {count:4}  {verdict}")
    return 1 if bad else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except environment.Missing as problem:
        print(f"axes.py: {problem}", file=sys.stderr)
        sys.exit(2)
