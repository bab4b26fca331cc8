#!/usr/bin/python3
"""Runs all rows of the soak and prints their table: figure required, figure reached, verdict.

    soak.py PROGRAM [--short] [--only NAME,…] [--skip NAME,…] [--enforce] [--table FILE]

Ends with 1 when a figure is missed. A row that this computer cannot run is said to be skipped, and why. `--enforce`
holds the latencies against their limits, which needs a machine that does nothing else, and asks for a reserve on the disk.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
#: In the order of the table; those that are not there are not run.
ROWS = ["latency", "kill", "errors", "disk", "burst", "writers", "reload", "mutants", "poison", "cache", "paths",
        "verify", "versions", "projects", "workers", "experiment", "events", "examples", "follow", "memory", "redo"]
SKIPPED = 77
#: What `--enforce` adds to rows.
ENFORCING = {"latency": ["--enforce"], "disk": ["--reserve", "24 MB"]}
#: Seconds that a script may take.
LIMIT = 4 * 3600


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--skip", default="")
    parser.add_argument("--enforce", action="store_true")
    parser.add_argument("--quiet", help="the folders' `quiet`, for all rows")
    parser.add_argument("--table", help="write the table into this file as well")
    return parser.parse_args()


def run(name, options):
    """Runs a row's script; gives its lines of the table and whether it held (None: skipped)."""
    command = [sys.executable, HERE / f"{name}.py", options.program]
    command += ["--short"] if options.short else []
    command += ["--quiet", options.quiet] if options.quiet is not None else []
    command += ENFORCING.get(name, []) if options.enforce else []
    begun = time.monotonic()
    print(f"--- {name}", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command += ["--row", file.name]
        try:
            # What it says is shown as it comes, and its end kept.
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace")
            last = ""
            for line in process.stdout:
                print(line, end="", flush=True)
                last = line.strip() or last
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            return [(name, "ends", f"did not within {LIMIT} s", "MISSED")], False
        if status == SKIPPED:
            return [(name, "", last, "skipped")], None
        try:
            row = json.loads(pathlib.Path(file.name).read_text())
        except ValueError:
            row = {"figures": [], "notes": []}
    seconds = time.monotonic() - begun
    lines = [(name, f"{figure['what']}: {figure['required']}", str(figure["reached"]),
              "held" if figure["held"] else "MISSED") for figure in row["figures"]]
    lines += [(name, "", note, "") for note in row["notes"]]
    if not row["figures"]:
        lines = [(name, "exit status: 0", last, "held" if status == 0 else "MISSED")]
    elif status != 0 and all(figure["held"] for figure in row["figures"]):
        lines.append((name, "exit status: 0", str(status), "MISSED"))
    lines.append((name, "", f"{seconds:.0f} s", ""))
    return lines, status == 0


def main():
    options = arguments()
    only = options.only.split(",") if options.only else ROWS
    skip = options.skip.split(",")
    names = [name for name in ROWS if name in only and name not in skip and (HERE / f"{name}.py").exists()]
    unknown = [name for name in only if name not in names and options.only and name not in skip]
    if unknown:
        sys.exit(f"there is no row {', '.join(unknown)}; the rows are {', '.join(ROWS)}")
    table, missed, skipped = [], [], []
    for name in names:
        lines, is_held = run(name, options)
        table += lines
        if is_held is None:
            skipped.append(name)
        elif not is_held:
            missed.append(name)
    text = "| row | required | reached | verdict |\n|---|---|---|---|\n"
    text += "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in table)
    print(f"\n{text}")
    if options.table:
        pathlib.Path(options.table).write_text(text)
    held = len(names) - len(missed) - len(skipped)
    print(f"{held} rows held, {len(missed)} missed{': ' if missed else ''}{', '.join(missed)}, "
          f"{len(skipped)} skipped{': ' if skipped else ''}{', '.join(skipped)}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
