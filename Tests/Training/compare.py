#!/usr/bin/env python3
"""Trains hundreds of classifiers with segmentd and with real APOC, and compares the files byte by byte.

    Tests/Training/compare.py PROGRAM [--only NAME,…] [--seed N] [--count N] [--scratch FOLDER]

Exit status: 0; 1 when a file differs that ought not to; 2 when something is missing.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser(description="Compares what segmentd trains with what APOC trains, byte by byte.")
    parser.add_argument("program", type=pathlib.Path, metavar="PROGRAM", help="segmentd")
    parser.add_argument("--only", metavar="NAME,…", help="cases whose name contains one of these")
    parser.add_argument("--seed", type=int, default=0, help="other cases (default 0)")
    parser.add_argument("--count", type=int, help="about so many cases (default: all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="programs at once")
    parser.add_argument("--list", action="store_true", help="print every case with what became of it")
    scratch = REPOSITORY / ".build" / "training" / "scratch"
    parser.add_argument("--scratch", type=pathlib.Path, default=scratch, help="where cases and answers are kept")
    return parser.parse_args()


class Row:
    """What became of the forests of one family."""

    def __init__(self):
        self.forests = self.identical = self.trees = self.identical_trees = self.refused = 0
        self.unlike = []
        self.exact = True


def judged(case, step, place, text, problem, row):
    """Counts one forest; gives what is wrong with it, or None."""
    import forests

    row.exact &= case["exact"]
    row.forests += 1
    expected = (place / step["folder"] / step["expected"]).read_text() if "expected" in step else None
    if expected is None or case["refused_by_us"]:
        if text is not None:
            return f"trained, though {step.get('refused') or case['refused_by_us']}"
        if "touched" in problem or "no file" in problem:
            return problem
        row.refused += 1
        return None
    trees = forests.identical_trees(expected, text or "")
    row.identical_trees, row.trees = row.identical_trees + trees[0], row.trees + trees[1]
    if text is None:
        return problem
    row.identical += text == expected
    difference = forests.first_difference(expected, text)
    return difference and f"{trees[0]} of {trees[1]} trees are the same; {difference}"


def train(program, place, output):
    """A case with all that segmentd made of its steps."""
    import answers

    case = answers.description(place)
    return case, place, list(program.train(case, place, output / place.name / "classifier.cl"))


def main():
    choices = options()
    if not choices.program.is_file():
        print(f"compare.py: there is no program {choices.program}: run `make build`", file=sys.stderr)
        return 2
    scratch = choices.scratch.resolve()
    # Compiled kernels lie with the answers rather than in the home directory.
    os.environ.setdefault("POCL_CACHE_DIR", str(scratch / "pocl"))
    (scratch / "pocl").mkdir(parents=True, exist_ok=True)
    import answers
    from program import Program

    only = choices.only.split(",") if choices.only else None
    begin = time.monotonic()
    places = answers.prepare(scratch, choices.seed, choices.count, only)
    prepared = time.monotonic()
    program = Program(choices.program, scratch / "home")
    rows = collections.defaultdict(Row)
    with concurrent.futures.ThreadPoolExecutor(choices.jobs) as pool:
        for case, place, results in pool.map(lambda place: train(program, place, scratch / "trained"), places):
            row = rows[case["family"]]
            for index, (step, (text, problem)) in enumerate(zip(case["steps"], results)):
                wrong = judged(case, step, place, text, problem, row)
                if wrong:
                    row.unlike.append((f"{place.name}{f' call {index + 1}' if len(results) > 1 else ''}", wrong))
                if choices.list:
                    print(f"{place.name}: {wrong or 'the same'}")
    show(rows)
    trained = time.monotonic()
    print(f"\nAPOC {prepared - begin:.0f} s (kept cases are not made anew), segmentd {trained - prepared:.0f} s")
    return 1 if any(row.unlike and row.exact for row in rows.values()) else 0


def show(rows):
    """The table, and every file that differs."""
    total = Row()
    heading = f"{'family':<24}{'forests':>8}{'files =':>9}{'refused =':>10}{'trees =':>14}  first difference"
    print(heading)
    for family, row in rows.items():
        if row.exact:
            for name in ("forests", "identical", "refused", "trees", "identical_trees"):
                setattr(total, name, getattr(total, name) + getattr(row, name))
        first = row.unlike[0][1].replace("\n", " ")[:90] if row.unlike else ""
        print(line(family, row), first if row.exact else f"(not demanded) {first}", sep="  ")
    print(line("all that are demanded", total))
    for family, row in rows.items():
        for name, what in row.unlike:
            print(f"{'UNLIKE' if row.exact else 'unlike, not demanded'}: {name}: {what}")


def line(name, row):
    trees = f"{row.identical_trees}/{row.trees}"
    return f"{name:<24}{row.forests:>8}{row.identical:>9}{row.refused:>10}{trees:>14}"


if __name__ == "__main__":
    sys.exit(main())
