#!/usr/bin/env python3
"""Compares segmentd with its peers side by side, in one run, and prints a table of ratios.

    SEGMENTD_SHARED=… Tests/Peers/compare.py [--segmentd FILE] [--quick] [--only NAME,…] [--json FILE]

Exit status: 0; 1 when outputs disagree; 2 when a part crashed or something is missing. A missed ratio is no failure.
"""

import argparse
import importlib
import multiprocessing
import os
import pathlib
import sys
import traceback

import environment
from findings import Findings
from setting import REPOSITORY, Setting

#: Name of a part -> the module that measures it, in the order of the table.
PARTS = {
    "S": "whole_image",
    "M": "whole_image",
    "L": "whole_image",
    "gaussians": "gaussians",
    "forest": "forest",
    "labelling": "labelling",
    "first-image": "starting",
    "new-classifier": "starting",
    "first-start": "starting",
    "memory": "starting",
    "latency": "latency",
    "throughput": "throughput",
    "volume": "volume",
}


def arguments():
    parser = argparse.ArgumentParser(description="Compares segmentd with its peers and prints a table of ratios.")
    default = REPOSITORY / ".build" / "release" / "segmentd"
    parser.add_argument("--segmentd", type=pathlib.Path, default=default, metavar="FILE", help="the program")
    parser.add_argument("--quick", action="store_true", help="512x512 and few repeats: does it run, do outputs agree")
    parser.add_argument("--only", metavar="NAME,…", help=f"some of the parts: {', '.join(PARTS)}")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all raw figures")
    folder = REPOSITORY / ".build" / "peers"
    parser.add_argument("--venv", type=pathlib.Path, default=folder / "venv", help="where the peers are installed")
    parser.add_argument("--scratch", type=pathlib.Path, default=folder / "scratch", help="images, caches, acquisitions")
    options = parser.parse_args()
    options.only = options.only.split(",") if options.only else list(PARTS)
    for name in options.only:
        if name not in PARTS:
            parser.error(f"there is no part {name}: there are {', '.join(PARTS)}")
    return options


def in_process(pipe, name, setting):
    """Runs a part in the process that was made for it."""
    try:
        setting.separate_caches()
        pipe.send((importlib.import_module(PARTS[name]).PARTS[name](setting), None))
    except Exception:
        pipe.send((Findings(), traceback.format_exc()))


def call(target, *arguments):
    """What a function sends back from a new process: a driver that crashes takes only its part along."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        process.join()
        return Findings(), f"its process ended with {process.exitcode}"
    finally:
        process.join()


def opencl_in_process(pipe):
    import report

    pipe.send((report.opencl(), None))


def main():
    options = arguments()
    shared = os.environ.get("SEGMENTD_SHARED")
    if not shared:
        raise environment.Missing("SEGMENTD_SHARED must name the folder of the shared material")
    folders = [path.resolve() for path in (options.segmentd, pathlib.Path(shared), options.scratch)]
    setting = Setting(*folders, quick=options.quick)
    setting.check()
    environment.enter(options.venv)
    import report

    setting.separate_caches()
    about = report.versions(setting) | {"opencl": "; ".join(call(opencl_in_process)[0]), "quick": setting.quick}
    results = {}
    for name in options.only:
        print(f"measuring {name}", file=sys.stderr)
        before = os.getloadavg()[0]
        findings, error = call(in_process, name, setting)
        if setting.quick:
            # The ratios are required of large images; small ones are mostly overhead.
            for row in findings.rows:
                row.required = row.aim = None
        results[name] = findings, (before, os.getloadavg()[0]), error
    show(about, results)
    if options.json:
        report.write(options.json, about, results)
    if any(error for _, _, error in results.values()):
        return 2
    return 1 if any(findings.disagreements for findings, _, _ in results.values()) else 0


def show(about, results):
    """Prints the table and all that is to be said about it."""
    import report

    print(*report.table([row for findings, _, _ in results.values() for row in findings.rows]), sep="\n")
    print("\nNotes")
    for name, (findings, load, error) in results.items():
        print(*findings.notes, sep="\n", end="\n" if findings.notes else "")
        if error:
            print(f"{name} CRASHED: {error}")
    loads = (f"{name} {load[0]:.1f}-{load[1]:.1f}" for name, (_, load, _) in results.items())
    print(f"load average before and after: {', '.join(loads)}")
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    if about["quick"]:
        print("a quick run: small images and few repeats; nothing is required of its ratios")
    for findings, _, _ in results.values():
        for disagreement in findings.disagreements:
            print(f"OUTPUTS DISAGREE: {disagreement}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except environment.Missing as problem:
        print(f"compare.py: {problem}", file=sys.stderr)
        sys.exit(2)
