"""Tables of objects: pandas, value by value, and R's read.csv, by sums, against the label image and what was drawn."""

import pathlib
import subprocess

import pandas

import tables

PANDAS, R = "pandas", "R"


def check(found, cells):
    found = [result for result in found if result.kind == "objects"]
    for result in found:
        cells.note(PANDAS, result, read, expected)
    lines = say([result.path for result in found])
    for result in found:
        said = lines.get(str(result.path), {"failure": "said nothing"})
        if "failure" in said:
            cells.fail(R, result, said["failure"])
        else:
            cells.note(R, result, lambda _: tables.said(said) | {"texts": said["texts"]}, totals)


def totals(result):
    return tables.totals(result) | {"texts": "|".join(tables.texts(result))}


def read(result):
    """What pandas makes of a table, without being told anything."""
    frame = pandas.read_csv(result.path)
    numbers = [name for name in frame if pandas.api.types.is_numeric_dtype(frame[name])]
    texts = [] if frame.empty else [name for name in frame if name not in numbers]
    return {name: frame[name].tolist() for name in frame} | {"texts": texts, "columns": list(frame)}


def expected(result):
    wanted = tables.expected(result)
    return wanted | {"texts": tables.texts(result), "columns": tables.header(result.path)}


def say(paths):
    """Runs R over all tables; returns its lines as fields by name."""
    script = pathlib.Path(__file__).with_name("tables.R")
    done = subprocess.run(["Rscript", "--vanilla", script, *paths], capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise SystemExit(f"R failed:\n{done.stderr}")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return {path: dict(field.split("=", 1) for field in fields) for path, *fields in lines}
