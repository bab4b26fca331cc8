#!/usr/bin/python3
"""Segments with projects of every kind, on the device, on the host and in bands, and compares with the second opinion.

    Tests/Ilastik/compare.py PROGRAM [--only NAME,…] [--seed N] [--shared FOLDER] [--strips] [--rule]

A table of project × output: values, how many are unlike at all, deviate by 0.015 and by 0.15 from what ilastik
computes (as single.py rounds, or ilastik's own files), different labels; the same from vigra's filters; and whether
host, bands and strips give the same bytes. Exit status: 0; 1 when a value is unlike (with --rule: when ilastik's rule
between platforms is broken), a way gives other bytes, or what must be refused is not; 2 when something is missing.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import sys

import numpy as np
import tifffile

import bands
import program
import projects
import projects_read
import reference

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser(description="Compares segmentd with ilastik on projects of every kind.")
    parser.add_argument("program", type=pathlib.Path, metavar="PROGRAM", help="segmentd")
    parser.add_argument("--only", metavar="NAME,…", help="projects whose name contains one of these")
    parser.add_argument("--seed", type=int, default=0, help="other projects and images (default 0)")
    shared = pathlib.Path(os.environ["SEGMENTD_SHARED"]) / "ilastik" if "SEGMENTD_SHARED" in os.environ else None
    parser.add_argument("--shared", type=pathlib.Path, default=shared, help="ilastik's own projects and answers")
    parser.add_argument("--strips", action="store_true", help="also a large image with little memory (needs root)")
    parser.add_argument("--rule", action="store_true", help="be content with ilastik's rule between platforms")
    parser.add_argument("--ways", default="host,bands", help="what must equal the device (default host,bands)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="programs at once")
    scratch = REPOSITORY / ".build" / "ilastik" / "scratch"
    parser.add_argument("--scratch", type=pathlib.Path, default=scratch, help="where projects and answers are kept")
    return parser.parse_args()


class Row:
    """One line of the table: an output of a project."""

    def __init__(self, found, expected, labels):
        apart = np.abs(found.astype(np.float64) - expected.astype(np.float64))
        apart[np.isnan(found) & np.isnan(expected)] = 0
        self.values, self.unlike = apart.size, int((~(apart == 0)).sum())
        self.slight, self.gross = int((~(apart < 0.015)).sum()), int((~(apart < 0.15)).sum())
        self.largest, self.labels = float(apart.max()), labels

    @property
    def is_by_the_rule(self):
        return self.slight < 0.001 * self.values and self.gross == 0

    def __str__(self):
        return f"{self.values:>9} {self.unlike:>7} {self.slight:>7} {self.gross:>6} {self.labels:>6}"


HEAD = f"{'values':>9} {'unlike':>7} {'≥0.015':>7} {'≥0.15':>6} {'labels':>6}"


def rows(folder, images, expected):
    """The rows of a project: each output of all its images against probabilities."""
    for kind in program.OUTPUTS:
        found, wanted, labels = [], [], 0
        for image, probabilities in zip(images, expected):
            answer = program.result(folder, image, kind)
            classes = probabilities.argmax(1, keepdims=True) + 1
            target = {"probabilities": probabilities, "classes": classes}.get(kind)
            if target is None:
                target = program.uncertainty(probabilities)
            if answer.shape != target.shape:
                raise ValueError(f"{kind} of {image.name} has the shape {answer.shape}, not {target.shape}")
            if kind == "probabilities":
                labels += int((answer.argmax(1, keepdims=True) + 1 != classes).sum())
            elif kind == "classes":
                labels += int((answer != target).sum())
            found.append(answer.ravel())
            wanted.append(target.ravel())
        yield kind, Row(np.concatenate(found), np.concatenate(wanted), labels)


def files_differ(one, other):
    """The first image file that is not the same in two folders, or None."""
    for path in sorted(one.glob("*.tif")):
        if not (other / path.name).exists() or (other / path.name).read_bytes() != path.read_bytes():
            return path.name
    return None


class Comparison:
    """One project: how it was segmented, and what was found."""

    def __init__(self, name, project, images, single, by_vigra=None, refused=None):
        self.name, self.project, self.images = name, project, images
        self.single, self.by_vigra, self.refused = single, by_vigra, refused
        self.lines, self.faults, self.rows = [], [], {}

    def run(self, segmentd, scratch, ways, rule):
        """Segments and compares; the lines and the faults are kept."""
        folder = scratch / "results" / segmentd.path.name / self.name
        shutil.rmtree(folder, ignore_errors=True)
        try:
            self.compare(segmentd, folder, ways, rule)
        except Exception as problem:  # A result that cannot be read is a fault like another.
            self.faults.append(f"{type(problem).__name__}: {problem}")
        return self

    def compare(self, segmentd, folder, ways, rule):
        status, said = segmentd.segment(self.project, self.images, folder / "device")
        if self.refused is not None:
            found = list((folder / "device").rglob("*.tif"))
            if status == 0 or found or self.refused not in said:
                told = f"exit {status}, {len(found)} files: {said[-300:]}"
                self.faults.append(f"not refused for “{self.refused}”: {told}")
            self.lines.append(f"{'refused':<13} {said.splitlines()[0][:150] if said else ''}")
            return
        if status != 0:
            self.faults.append(f"exit {status}: {said[-300:]}")
            return
        same = self.same(segmentd, folder, ways)
        vigra = dict(rows(folder / "device", self.images, self.by_vigra)) if self.by_vigra else {}
        for kind, row in rows(folder / "device", self.images, self.single):
            self.rows[kind] = row
            beside = vigra.get(kind)
            beside = f"{beside.slight:>7} {beside.gross:>6} {beside.labels:>6}" if beside else " " * 21
            self.lines.append(f"{kind:<13} {row} │ {beside} │ {same}")
            if not (row.is_by_the_rule if rule else row.unlike == 0 and row.labels == 0):
                self.faults.append(f"{kind}: {row.unlike} values unlike, the largest by {row.largest:.4f}")

    def same(self, segmentd, folder, ways):
        """Segments in the other ways; gives words on which of them are the same."""
        words = []
        for way in ways:
            if way == "host":
                status, said = segmentd.segment(self.project, self.images, folder / "host", host=True)
                kinds = {program.device(folder / "host", image) for image in self.images} if status == 0 else set()
                unlike = files_differ(folder / "device", folder / "host") if kinds == {"host"} else f"{status} {said}"
            else:
                unlike = bands.unlike(segmentd, self.project, self.images, folder)
                if unlike == bands.NONE:
                    words.append("bands –")
                    continue
            words.append(f"{way} {'=' if unlike is None else '≠'}")
            if unlike is not None:
                self.faults.append(f"{way}: {unlike[-400:]}")
        return ", ".join(words)


def own(case, scratch, seed):
    """The comparison of a case of ours."""
    folder = scratch / "cases" / case.name
    projects.write(case, folder, seed)
    images = sorted(folder.glob("image-*.tif"))
    refused = case.refused if case.name.startswith("refused") else None
    single, by_vigra = ([np.load(path) for path in sorted(folder.glob(f"{kind}-*.npy"))] for kind in
                        ("single", "expected"))
    return Comparison(case.name, folder / "project.ilp", images, single, by_vigra, refused)


def theirs(folder, only):
    """The comparisons with ilastik's own answers."""
    for name, image, expected, stages in reference.EXPECTED:
        if stages is not None or only and not any(word in f"ilastik:{name}" for word in only.split(",")):
            continue
        pixels = reference.stored(folder / image)
        wanted = np.moveaxis(tifffile.imread(folder / expected), -1, 0)
        wanted = wanted.reshape(1, len(wanted), *pixels.shape[1:])
        project = projects_read.read(folder / name)
        by_vigra = reference.predict(project, pixels)[None]
        yield Comparison(f"ilastik:{name}", folder / name, [folder / image], [wanted], [by_vigra])


def main():
    given = options()
    scratch = given.scratch.resolve()
    segmentd = program.Program(given.program, scratch / "home")
    chosen = projects.chosen(given.only)
    with concurrent.futures.ProcessPoolExecutor(given.jobs) as pool:
        comparisons = list(pool.map(own, chosen, [scratch] * len(chosen), [given.seed] * len(chosen)))
    if given.shared and given.shared.is_dir():
        comparisons += theirs(given.shared, given.only)
    ways = [way for way in given.ways.split(",") if way]
    print(f"{'':<31} {'output':<13} {HEAD} │ {'vigra’s':>7} {'≥0.15':>6} {'labels':>6} │ the same bytes", flush=True)
    faults, total = 0, {}
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        runs = [pool.submit(one.run, segmentd, scratch, ways, given.rule) for one in comparisons]
        for future in runs:
            one = future.result()
            for line in one.lines or [""]:
                print(f"{one.name:<31} {line}")
            for fault in one.faults:
                print(f"FAULT {one.name}: {fault}")
            sys.stdout.flush()
            faults += len(one.faults)
            for kind, row in one.rows.items():
                sums = total.setdefault(kind, [0] * 5)
                for place, number in enumerate((row.values, row.unlike, row.slight, row.gross, row.labels)):
                    sums[place] += number
    if given.strips:
        fault = bands.strips(segmentd, scratch, given.seed)
        print(f"strips of a large image with little memory: {fault or 'the same bytes'}")
        faults += fault is not None
    for kind, sums in total.items():
        print(f"{'all':<31} {kind:<13} " + " ".join(f"{n:>{w}}" for n, w in zip(sums, (9, 7, 7, 6, 6))))
    print(f"{len(comparisons)} projects, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
