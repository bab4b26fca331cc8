"""Whether the programs that people open results with read them as they were meant: a table tool x kind of output.

    readers.py [--short] [--tools NAME,…] SEGMENTD [FOLDER]        (make readers does all of it)

Draws the images of a matrix (matrix.py), has segmentd write every kind of output for them (results.py), and has each
tool read them (by_*.py): dimensions, order of planes, sizes with units, display ranges, names, pixel values. --short
takes the tools and rows that a check of each change has the time for. Exit status 1 if any cell of the table is wrong.
"""

import argparse
import concurrent.futures
import importlib
import pathlib
import shutil
import sys
import time

import cells
import results

BUILD = pathlib.Path(__file__).resolve().parent.parent.parent / ".build"
TOOLS = ("tifffile", "imagej", "bioformats", "napari", "tables", "pictures", "qupath", "rois", "coco")
SHORT = ("tifffile", "imagej")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path, nargs="?", default=BUILD / "readers-data")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--tools", default="")
    arguments = parser.parse_args()
    table, made = cells.Cells(), []
    folder, start = arguments.folder.resolve(), time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    for batch in results.batches(arguments.short):
        found, failure = results.run(arguments.program.resolve(), batch, folder / batch.name.replace(" ", "-"))
        if failure:
            print(f"segmentd failed ({batch.name}): {failure}")
        for result in found:
            problem = failure or result.problem
            if problem:
                table.fail("segmentd", result, problem)
            else:
                made.append(result)
    spent = {"segmentd": time.monotonic() - start}
    names = [name for name in arguments.tools.split(",") if name] or (SHORT if arguments.short else TOOLS)
    # Half of the tools are programs of their own: while one of those reads, another is compared.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, (facts, seconds) in zip(names, pool.map(lambda name: ask(name, made), names)):
            table.facts |= facts
            spent[name] = seconds
    table.show_failures()
    print()
    table.show_rows()
    print()
    table.show_table()
    print("seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items()))
    wrong = len(table.wrong)
    print(f"{len(table.facts) - wrong} cells right, {wrong} wrong")
    sys.exit(1 if wrong else 0)


def ask(name, made):
    """The cells of a tool, and how long it took."""
    table, start = cells.Cells(), time.monotonic()
    importlib.import_module(f"by_{name}").check(made, table)
    return table.facts, time.monotonic() - start


if __name__ == "__main__":
    main()
