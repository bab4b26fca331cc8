"""The table, the notes below it, and the file with all raw figures."""

import importlib.metadata
import json
import pathlib
import subprocess

PACKAGES = ("apoc", "pyclesperanto_prototype", "pyopencl", "numpy", "opencv-python-headless")
PACKAGES += ("connected-components-3d", "scikit-image", "treelite", "tl2cgen", "tifffile")
HEADINGS = ("what", "segmentd", "peer", "ratio", "required", "aim", "verdict")


def figure(value):
    """A number with three or more significant digits."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}"


def cells(row):
    """What the table shows of a row."""
    absolute = row.peer is None
    sign = "<=" if row.measure.smaller_is_better else ">="
    unit = f" {row.unit}" if absolute else "x"
    return (
        row.what,
        f"{figure(row.ours)} {row.unit}",
        "" if absolute else f"{figure(row.peer)} {row.unit}",
        "" if absolute else f"{figure(row.ratio)}x",
        "" if row.required is None else f"{sign} {row.required:g}{unit}",
        "" if row.aim is None else f"{row.aim:g}{unit}",
        row.verdict,
    )


def table(rows):
    """Aligned lines, figures to the right."""
    lines = [HEADINGS, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        first, *others = line
        aligned = [first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(others, widths[1:]))]
        yield "  ".join(aligned).rstrip()


def versions(setting):
    """What was compared, by name: the program, the packages, processor and OpenCL driver."""
    program = subprocess.run([setting.program, "--version"], capture_output=True, text=True).stdout.strip()
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = models[0] if models else "unknown"
    return {"segmentd": program, "processor": processor, "cores": setting.threads} | {
        name: importlib.metadata.version(name) for name in PACKAGES
    }


def opencl():
    """The OpenCL platforms and devices there are; loads the drivers, so not for a process that measures."""
    import pyopencl

    platforms = pyopencl.get_platforms()
    return [f"{platform.version}: {device.name}" for platform in platforms for device in platform.get_devices()]


def write(file, about, results):
    """All raw figures as JSON: what was compared, and for each part its rows, figures, notes and loads."""
    parts = {}
    for name, (findings, load, error) in results.items():
        rows = [
            {"what": row.what, "segmentd": row.ours, "peer": row.peer, "unit": row.unit, "ratio": row.ratio,
             "required": row.required, "aim": row.aim, "verdict": row.verdict, "measure": row.measure.value}
            for row in findings.rows
        ]
        parts[name] = {"rows": rows, "raw": findings.raw, "notes": findings.notes, "load_average": load,
                       "disagreements": findings.disagreements, "error": error}
    pathlib.Path(file).write_text(json.dumps({"about": about, "parts": parts}, indent=1) + "\n")
