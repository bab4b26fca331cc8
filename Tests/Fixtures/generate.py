#!/usr/bin/env python3
"""Makes the fixtures: images from cell_model.py, classifiers trained by real APOC, and what real APOC answers.

Needs Python 3.11 and the packages that README.md lists; nothing of the project. The tests only read what lies in
classifiers/ and golden/. Everything is seeded: with the same versions a second run changes no byte.

    POCL_MAX_WORK_GROUP_SIZE=64 python generate.py [--driver 3.0]
"""

import argparse
import hashlib
import json
import pathlib
import platform
import shutil

import apoc
import numpy as np
import pyclesperanto_prototype as cle
import pyopencl
import skimage
import sklearn
import tifffile

import cell_model as model

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
CLASSIFIERS = HERE / "classifiers"
ACQUISITION = HERE / "acquisition"

NUCLEI = (
    "original gaussian_blur=1 gaussian_blur=2 difference_of_gaussian=2 laplace_box_of_gaussian_blur=2 "
    "sobel_of_gaussian_blur=1"
)
BRIGHT = "gaussian_blur=1 gaussian_blur=3 difference_of_gaussian=4 sobel_of_gaussian_blur=2"
TISSUE = (
    "original gaussian_blur=1.5 difference_of_gaussian=3 sobel_of_gaussian_blur=1.5 laplace_box_of_gaussian_blur=3 "
    "sobel=1"
)
CHANNELS = "original gaussian_blur=1 sobel_of_gaussian_blur=1"
EVERY_FEATURE = """original
gaussian_blur=0.3 gaussian_blur=0.7 gaussian_blur=1 gaussian_blur=2.5 gaussian_blur=5 gaussian_blur=12
difference_of_gaussian=1 difference_of_gaussian=2.3 difference_of_gaussian=6
laplace_box=1 laplace_box_of_gaussian_blur=1 laplace_box_of_gaussian_blur=3.3
sobel=1 sobel_of_gaussian_blur=1 sobel_of_gaussian_blur=4.5""".split()
OTHER_FEATURES = """
minimum_box=1 minimum_box=4 maximum_box=2 maximum_sphere=3 minimum_sphere=1 mean_box=1 mean_box=3 mean_sphere=2
median_box=1 median_box=3 median_sphere=2 median_sphere=4 variance_box=2 variance_sphere=1 standard_deviation_box=1
top_hat_box=3 top_hat_sphere=2 bottom_hat_box=2 bottom_hat_sphere=3 opening_box=1 closing_sphere=2
small_hessian_eigenvalue=1 large_hessian_eigenvalue_of_gaussian_blur=1 small_hessian_eigenvalue_of_gaussian_blur=2
laplace_diamond=1 laplace_diamond_of_gaussian_blur=1 gradient_x=1 gradient_y_of_gaussian_blur=1
subtract_gaussian_background=3 divide_by_gaussian_background=2 laplace_box_of_median_box=1 mean_box_of_top_hat_box=2
absolute_of_laplace_box=1 square_root=1 add_image_and_scalar=5 greater_constant=900""".split()
# The reference's sobel of volumes is undefined.
VOLUME_FEATURES = OTHER_FEATURES + """original gradient_z=1 laplace_box=1 gaussian_blur=0.7 gaussian_blur=2
difference_of_gaussian=1 laplace_box_of_gaussian_blur=1""".split()

sections = []


def image(seed, height, width, dtype="uint16"):
    """Nuclei and their picture."""
    rng = np.random.default_rng(seed)
    cells = model.place(rng, height, width)
    return cells, model.expose(rng, model.nuclei(cells, height, width), dtype)


def two_channels(seed, height, width):
    """Nuclei and their picture in two channels, (C, Y, X)."""
    rng = np.random.default_rng(seed)
    cells = model.place(rng, height, width)
    signals = [model.nuclei(cells, height, width), model.rings(cells, height, width)]
    return cells, np.stack([model.expose(rng, signal) for signal in signals])


def stack(seed, frames, slices, height, width):
    """A time-lapse z-stack, (T, Z, Y, X): nuclei drift by 1.5 pixels a frame and are in focus at different depths."""
    rng = np.random.default_rng(seed)
    cells = model.place(rng, height, width)
    planes = np.zeros((frames, slices, height, width), dtype=np.uint16)
    for t in range(frames):
        for z in range(slices):
            depth = z / (slices - 1)
            planes[t, z] = model.expose(rng, model.nuclei(cells, height, width, depth))
        for cell in cells:
            cell.x += 1.5
    return planes


def train(name, kind, features, picture, annotation, depth, trees, **options):
    """Trains a classifier of class `kind` and writes it to classifiers/<name>.cl."""
    path = CLASSIFIERS / f"{name}.cl"
    path.unlink(missing_ok=True)
    classifier = getattr(apoc, kind)(opencl_filename=str(path), max_depth=depth, num_ensembles=trees, **options)
    classifier.train(features, annotation, picture)
    trained = {
        "name": name,
        "classifier": kind,
        "feature_specification": features,
        "max_depth": depth,
        "num_trees": trees,
        "options": options,
    }
    return path, trained


class Case:
    """One folder of golden/: files, and what they are, in case.json."""

    def __init__(self, name, kind, what, **more):
        self.folder = GOLDEN / name
        self.folder.mkdir()
        self.description = {"name": name, "kind": kind, "what": what, "image_source": "generate.py", **more}
        self.description["files"] = {}

    def array(self, file, role, values, **options):
        path = self.folder / file
        if file.endswith(".npy"):
            np.save(path, values)
        else:
            tifffile.imwrite(path, values, **{"metadata": None, **options})
        self.note(file, role, {"shape": list(values.shape), "dtype": str(values.dtype)})

    def expected(self, file, role, values):
        self.array(file, f"expected: {role}", values, compression="zlib")

    def copy(self, source, file, role):
        shutil.copyfile(source, self.folder / file)
        self.note(file, role, {})

    def note(self, file, role, more):
        content = (self.folder / file).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        self.description["files"][file] = {"role": role, **more, "sha256": digest, "bytes": len(content)}

    def input(self, picture, axes="YX"):
        self.description |= {
            "image_shape": list(picture.shape), "image_axes": axes, "image_dtype": str(picture.dtype),
        }
        described = {"imagej": True, "metadata": {"axes": axes}} if axes != "YX" else {}
        self.array("input.tif", "input", picture, **described)

    def close(self, environment):
        self.description["environment"] = environment
        text = json.dumps(self.description, indent=1) + "\n"
        (self.folder / "case.json").write_text(text)
        size = sum(file.stat().st_size for file in self.folder.iterdir())
        sections.append({key: self.description[key] for key in ("name", "kind", "what")} | {"bytes": size})


def class_map(kind, path, picture):
    """The class map below any classifier file: for an ObjectSegmenter, APOC's result before labelling."""
    classifier = getattr(apoc, kind)(opencl_filename=str(path))
    return np.asarray(apoc.PixelClassifier.predict(classifier, image=picture)).astype(np.uint8)


def labels(path, picture):
    return np.asarray(apoc.ObjectSegmenter(opencl_filename=str(path)).predict(image=picture)).astype(np.uint32)


def features_case(environment, name, what, picture, specs=EVERY_FEATURE):
    case = Case(name, "features", what)
    case.input(picture)
    planes = [np.asarray(apoc.generate_feature_stack(picture, spec)[0]) for spec in specs]
    case.description["features"] = [
        {"spec": spec, "index": k, "min": float(plane.min()), "max": float(plane.max()), "nan": 0, "repeatable": True}
        for k, (spec, plane) in enumerate(zip(specs, planes))
    ]
    case.array("features.npy", "expected: [feature index], each (Z)YX, float32", np.stack(planes).astype(np.float32))
    case.close(environment)


def classifier_case(environment, name, what, path, trained, picture, axes="YX", with_features=False):
    """Everything one classifier says about one image; time points and slices one plane at a time."""
    kind = trained["classifier"]
    case = Case(name, "stack" if axes == "TZYX" else kind, what)
    case.input(picture, axes)
    case.description |= {key: trained[key] for key in trained if key != "name"}
    case.copy(path, "classifier.cl", "classifier")
    planes = picture.reshape(-1, *picture.shape[-2:]) if axes == "TZYX" else [picture]
    extent = picture.shape if axes == "TZYX" else picture.shape[-2:]
    if kind == "ProbabilityMapper":
        # Opened with any class but -1 the mapper makes a float image; the class itself is baked into the file.
        mapper = apoc.ProbabilityMapper(opencl_filename=str(path))
        case.expected("expected_probability.tif", "ProbabilityMapper output", np.asarray(mapper.predict(image=picture)))
    else:
        classes = np.stack([class_map(kind, path, plane) for plane in planes]).reshape(extent)
        role = "class map before labelling" if kind == "ObjectSegmenter" else "class map"
        case.expected("expected_classes.tif", role, classes)
    if kind == "ObjectSegmenter":
        found = np.stack([labels(path, plane) for plane in planes]).reshape(extent)
        case.expected("expected_labels.tif", "label image", found)
        case.description["num_labels"] = int(found.max())
    if with_features:
        channels = picture if axes == "CYX" else [picture]
        parts = [apoc.generate_feature_stack(c, trained["feature_specification"]) for c in channels]
        planes = np.stack([np.asarray(plane) for part in parts for plane in part]).astype(np.float32)
        case.array("feature_stack.npy", "expected: feature stack in forest input order", planes)
    case.close(environment)


def acquisition(count, segmenters):
    """Small images for the tests of the daemon, each with the labels that real APOC gives by every one of `segmenters`."""
    for k in range(count):
        _, picture = image(100 + k, 88 + 3 * k, 104 - 5 * k)
        tifffile.imwrite(ACQUISITION / f"{k}.tif", picture, metadata=None)
        for path, _ in segmenters:
            found = labels(path, picture)
            tifffile.imwrite(ACQUISITION / f"{k}_{path.stem}.tif", found, metadata=None, compression="zlib")


def labelling_case(environment, name, binary):
    case = Case(name, "ccl", "connected_components_labeling_diamond alone")
    case.array("input.tif", "input: binary", binary, compression="zlib")
    found = np.asarray(cle.connected_components_labeling_diamond(cle.push(binary))).astype(np.uint32)
    case.expected("expected_labels.tif", "label image", found)
    case.description["num_labels"] = int(found.max())
    case.close(environment)


def spiral(size):
    """One-pixel-wide arms, the longest way a label can travel."""
    binary = np.zeros((size, size), dtype=np.uint8)
    y = x = 0
    step = (0, 1)
    turns = 0
    binary[0, 0] = 1
    while turns < 2:
        ny, nx = y + step[0], x + step[1]
        fy, fx = ny + step[0], nx + step[1]
        free = 0 <= ny < size and 0 <= nx < size and not binary[ny, nx]
        if free and not (0 <= fy < size and 0 <= fx < size and binary[fy, fx]):
            y, x, turns = ny, nx, 0
            binary[y, x] = 1
        else:
            step, turns = (step[1], -step[0]), turns + 1
    return binary


# Hand-made forests over one feature; a tree is a leaf {class index: weight} or (threshold, less, otherwise).
THRESHOLDS = ["0.7", "0.699999988079071", "3", "-2.5e-03", "1e+10", "16777217.0", "3.4028235e+38", "1e-45"]
FORESTS = {
    "first_maximum_wins": [("0.5", {0: 0.5, 1: 0.5}, {1: 0.25, 2: 0.25})],
    "no_votes": [("0.5", {}, {2: 1.0})],
    "bare_leaf": [{1: 1.0}],
    "counts": [("3", {0: 17.0, 1: 3.0}, {1: 40.0}), ("0.7", {0: 5.0}, {0: 2.0, 2: 61.0})],
    # Weights are added in double and rounded to float at each step: 2 more a tree. In float alone nothing would change.
    "rounding": [("3", {0: 16777218.0, 2: 16777216.0}, {2: 16777216.0})] + [{2: 1.00000001}] * 40,
    "deep": [("3", ("0.5", ("-1.0", {0: 1.0}, {1: 0.7, 0: 0.3}), {2: 1.0}), ("64.5", {1: 1.0}, {0: 0.2, 2: 0.8}))],
}


def forest_file(trees, classes, depth, probability_of=None):
    """A classifier file around hand-made trees, as APOC would write it."""

    def lines(tree, indent):
        blank = " " * indent
        if isinstance(tree, dict):
            return [f"{blank}s{k}+={weight};" for k, weight in sorted(tree.items())]
        threshold, less, otherwise = tree
        return [
            f"{blank}if(i0<{threshold}){{", *lines(less, indent + 1),
            f"{blank}}} else {{", *lines(otherwise, indent + 1), blank + "}",
        ]

    kind = "PixelClassifier" if probability_of is None else "ProbabilityMapper"
    text = [
        "/*", "OpenCL RandomForestClassifier", f"classifier_class_name = {kind}", "feature_specification = original",
        "num_ground_truth_dimensions = 2", f"num_classes = {classes}", "num_features = 1", f"max_depth = {depth}",
        f"num_trees = {len(trees)}", f"apoc_version = {apoc.__version__}", "*/",
        "__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_out_TYPE out) {",
        " sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;",
        " const int x = get_global_id(0);", " const int y = get_global_id(1);", " const int z = get_global_id(2);",
        " float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;",
        *(f" float s{k}=0;" for k in range(classes)), *(line for tree in trees for line in lines(tree, 0)),
    ]
    if probability_of is None:
        text += [" float max_s=s0;", " int cls=1;"]
        for k in range(1, classes):
            text += [f" if (max_s < s{k}) {{", f"  max_s = s{k};", f"  cls={k + 1};", " }"]
        result = "cls"
    else:
        text += [" float sum_s=s0;", " int cls=1;", *(f" sum_s = sum_s + s{k};" for k in range(1, classes))]
        result = f"s{probability_of - 1} / sum_s"
    return "\n".join([*text, f" WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), {result});", "}", ""])


def forest_case(environment, name):
    """Ties, special values, weights: the file's own kernel over a row of feature values."""
    case = Case(name, "forest", "hand-made forests over one feature: ties, special values, weights")
    values = {0.0, 1.0, -1.0, 0.5, 64.5, np.inf, -np.inf, np.nan}
    for threshold in THRESHOLDS:
        nearest = np.float32(threshold)
        with np.errstate(over="ignore"):
            values |= {float(np.nextafter(nearest, np.float32(k))) for k in (-np.inf, nearest, np.inf)}
    row = np.array([sorted(values, key=lambda v: (np.isnan(v), v))], dtype=np.float32)
    case.array("values.npy", "input: feature i0", row)
    runs = {f"threshold_{k}": (forest_file([(t, {0: 1.0}, {1: 1.0})], 2, 1)) for k, t in enumerate(THRESHOLDS)}
    runs |= {key: forest_file(trees, 3, 3) for key, trees in FORESTS.items()}
    for key in ("no_votes", "counts", "rounding"):
        runs[f"prob_{key}"] = forest_file(FORESTS[key], 3, 3, probability_of=3)
    case.description |= {"thresholds": THRESHOLDS, "runs": list(runs)}
    for key, text in runs.items():
        path = case.folder / f"{key}.cl"
        path.write_text(text)
        case.note(path.name, "classifier", {})
        output = cle.create(row.shape)
        cle.execute(None, str(path), "predict", row.shape, {"in0": cle.push(row), "out": output})
        case.array(f"{key}_expected.npy", "expected", np.asarray(output).astype(np.float32))
    case.close(environment)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--driver", default="", help="take the OpenCL device whose driver version contains this")
    wanted = arguments.parse_args().driver
    device = cle.select_device(score_key=lambda d: wanted in d.driver_version).device
    environment = {
        "apoc": apoc.__version__, "pyclesperanto_prototype": cle.__version__, "sklearn": sklearn.__version__,
        "numpy": np.__version__, "scikit_image": skimage.__version__, "tifffile": tifffile.__version__,
        "pyopencl": ".".join(map(str, pyopencl.VERSION)), "opencl_driver": device.driver_version,
        "python": platform.python_version(),
    }
    for folder in (GOLDEN, CLASSIFIERS, ACQUISITION):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()

    # Classifiers. Every pixel is annotated: 1 background, 2 nuclei (3 where a third class is named).
    height = width = 320
    cells, picture = image(1, height, width)
    inside = model.mask(cells, height, width)
    bright = model.mask(cells, height, width, only_bright=True)
    around = model.ring_mask(cells, height, width)
    two = np.where(inside, 2, 1)
    nuclei = train("nuclei", "ObjectSegmenter", NUCLEI, picture, two, 4, 20, positive_class_identifier=2)
    only_bright = train(
        "bright", "ObjectSegmenter", BRIGHT, picture, np.where(bright, 2, 1), 4, 20, positive_class_identifier=2
    )
    surroundings = train(
        "surroundings", "ObjectSegmenter", NUCLEI, picture, two, 2, 10, positive_class_identifier=1
    )
    tissue = train("tissue", "PixelClassifier", TISSUE, picture, np.where(bright, 3, two), 5, 15)
    probability = train(
        "nuclei_probability", "ProbabilityMapper", NUCLEI, picture, two, 3, 20, output_probability_of_class=2
    )
    byte = train(
        "nuclei_uint8", "ObjectSegmenter", NUCLEI, image(1, height, width, "uint8")[1], two, 3, 10,
        positive_class_identifier=2,
    )
    float32 = train(
        "nuclei_float32", "ObjectSegmenter", NUCLEI, image(1, height, width, "float32")[1], two, 3, 10,
        positive_class_identifier=2,
    )
    pair_cells, pair = two_channels(2, 256, 256)
    pair_classes = np.where(model.mask(pair_cells, 256, 256), 2, np.where(model.ring_mask(pair_cells, 256, 256), 3, 1))
    rings = train("nuclei_and_rings", "PixelClassifier", CHANNELS, list(pair), pair_classes, 4, 15)

    # Features
    features_case(environment, "features_uint16", "single features", image(11, 29, 37)[1])
    features_case(environment, "features_uint8", "single features", image(12, 23, 31, "uint8")[1])
    features_case(environment, "features_float32", "single features", image(13, 31, 23, "float32")[1])
    features_case(environment, "features_tiny", "image smaller than most windows", image(14, 29, 37)[1][8:13, 10:17])
    features_case(environment, "features_column", "one column", image(15, 31, 37)[1][:, 18:19])
    features_case(environment, "windows_uint16", "all other features", image(16, 27, 35)[1], OTHER_FEATURES)
    features_case(environment, "windows_column", "one column", image(17, 31, 37)[1][:, 9:10], OTHER_FEATURES)
    features_case(environment, "volume_uint16", "features in 3D", stack(18, 1, 6, 13, 17)[0], VOLUME_FEATURES)

    # Classifiers on images
    large = image(21, 150, 190)[1]
    classifier_case(environment, "nuclei_uint16", "nuclei, 16 bit", *nuclei, large)
    classifier_case(environment, "bright_uint16", "bright nuclei only, the same image", *only_bright, large)
    classifier_case(environment, "surroundings_uint16", "positive class 1: background as object", *surroundings, large)
    classifier_case(environment, "nuclei_uint8", "nuclei, 8 bit", *byte, image(22, 97, 131, "uint8")[1])
    classifier_case(environment, "nuclei_float32", "nuclei, 32-bit float", *float32, image(23, 101, 89, "float32")[1])
    empty = model.expose(np.random.default_rng(24), model.nuclei([], 61, 67))
    classifier_case(environment, "nuclei_none", "background only: no object", *nuclei, empty)
    classifier_case(environment, "tissue", "three classes", *tissue, image(35, 54, 58)[1], with_features=True)
    classifier_case(environment, "nuclei_probability", "probability of class 2", *probability, image(26, 80, 96)[1])
    classifier_case(
        environment, "two_channels", "two channels, three classes", *rings, two_channels(27, 52, 60)[1], "CYX",
        with_features=True,
    )
    classifier_case(
        environment, "time_and_slices", "every plane by itself", *nuclei, stack(28, 2, 3, 72, 80), "TZYX"
    )

    # Labelling
    rng = np.random.default_rng(31)
    labelling_case(environment, "labelling_noise", (rng.uniform(size=(83, 61)) < 0.59).astype(np.uint8))
    labelling_case(environment, "labelling_spiral", spiral(45))

    forest_case(environment, "forest_rules")

    acquisition(5, [nuclei, only_bright, surroundings])

    manifest = {
        "environment": environment, "count": len(sections), "bytes": sum(s["bytes"] for s in sections),
        "classifiers": {
            path.name: {key: trained[key] for key in trained if key != "name"}
            | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
            for path, trained in (
                nuclei, only_bright, surroundings, tissue, probability, byte, float32, rings,
            )
        },
        "cases": sections,
    }
    (GOLDEN / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
