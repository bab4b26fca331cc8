#!/usr/bin/python3
"""The time of the same prediction by vigra and by segmentd, both on all cores, in one run and by turns.

    Tests/Ilastik/speed.py PROGRAM [--quick] [--rounds N] [--only NAME,…]

vigra is Debian's (python3-vigra): the same filters with the scales of the structure tensor as ilastik has them,
smoothed images shared among features; scales go side by side in threads, and the rows of the prediction too, in the
order of memory that is faster. Times are the best of the rounds; CPU seconds stand beside them, for computers that do
other things too.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import sys
import time

import numpy as np
import tifffile
import vigra

import cases
import features
import forests
import program
import projects
import projects_read

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
#: What is measured; the first one is --quick.
RUNS = [
    cases.Case("49 features, 2048²", trained=(1, 256, 256), images=((1, 2048, 2048),), kind="uint16", chosen="all",
               strokes=40, wrong=0.05),
    cases.Case("49 features, one forest", trained=(1, 256, 256), images=((1, 2048, 2048),), kind="uint16", chosen="all",
               strokes=40, wrong=0.05, sizes=(100,)),
    cases.Case("49 features, deep, 3 classes", trained=(1, 256, 256), images=((1, 2048, 2048),), kind="uint16",
               chosen="all", strokes=90, wrong=0.15, classes=3, sizes=cases.TEN),
    cases.Case("9 features, 2048²", trained=(1, 256, 256), images=((1, 2048, 2048),), kind="uint16", chosen=cases.SOME,
               strokes=40, wrong=0.05),
    cases.Case("49 features, 512²", trained=(1, 256, 256), images=((1, 512, 512),), kind="uint16", chosen="all",
               strokes=40, wrong=0.05),
    cases.Case("3 channels, 147 features, 1024²", trained=(1, 256, 256), images=((1, 1024, 1024),), kind="uint8",
               chosen="all", channels=3, strokes=40, wrong=0.05),
    cases.Case("volume, 256² × 40, 3D", trained=(20, 64, 96), images=((40, 256, 256),), kind="uint16", planar=False,
               scales=(0.3, 0.7, 1.0, 1.6, 3.5), chosen="all", strokes=40, wrong=0.05),
]


class Clock:
    """Wall and CPU seconds of a block, of this process or of those that it started."""

    def __init__(self, children=False):
        self.who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF

    def cpu(self):
        used = resource.getrusage(self.who)
        return used.ru_utime + used.ru_stime

    def __enter__(self):
        self.wall, self.busy = time.perf_counter(), self.cpu()
        return self

    def __exit__(self, *_):
        self.wall, self.busy = time.perf_counter() - self.wall, self.cpu() - self.busy


class Vigra:
    """A prediction by vigra: features, then probabilities, in threads."""

    def __init__(self, project, threads):
        self.project, self.stage, self.threads = project, project.stages[0], threads
        self.forests = [vigra.learning.RandomForest(project.path, group)
                        for group in forests.groups(project.path, self.stage)]

    def features(self, channels, result, by_rows):
        """Computes all features into an array of features, pixels, or of pixels, features."""
        way, jobs, place = features.Vigra(), {}, 0
        for row, feature in enumerate(self.stage.features):
            for column in np.flatnonzero(self.stage.chosen[row]):
                planar = not self.project.volumes or bool(self.stage.planar[column])
                axes = (2, 1) if planar else (2, 1, 0)
                count = len(axes) if feature.endswith("Eigenvalues") else 1
                for channel in range(len(channels)):
                    jobs.setdefault((column, channel, axes), []).append((feature, place))
                    place += count

        def compute(key):
            column, channel, axes = key
            sigma = float(self.stage.scales[column])
            smoothed = way.smoothed(channels[channel], features.before(sigma), axes)
            for feature, first in jobs[key]:
                for offset, plane in enumerate(getattr(way, feature)(smoothed, min(sigma, 1.0), axes)):
                    if by_rows:
                        result[:, first + offset] = plane.ravel()
                    else:
                        result[first + offset] = plane.ravel()

        # The widest first: they take longest.
        order = sorted(jobs, key=lambda key: -self.stage.scales[key[0]])
        with concurrent.futures.ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(compute, order))

    def probabilities(self, rows):
        """ilastik's average of the forests, for parts of the rows side by side."""
        total = np.zeros((len(rows), len(self.stage.known)), np.float32)
        trees = sum(forest.treeCount() for forest in self.forests)

        def predict(part):
            for forest in self.forests:
                total[part] += np.asarray(forest.predictProbabilities(rows[part])) * np.float32(forest.treeCount())
            total[part] /= np.float32(trees)

        edges = np.linspace(0, len(rows), 4 * self.threads + 1).astype(int)
        with concurrent.futures.ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(predict, [slice(low, high) for low, high in zip(edges, edges[1:])]))
        return total


def by_vigra(project, channels, threads):
    """Wall and CPU seconds of features and prediction, the faster order of memory for both together."""
    best = None
    count = len(project.stages[0].names)
    pixels = channels.astype(np.float32)
    for by_rows in (False, True):
        machine = Vigra(project, threads)
        size = pixels[0].size
        table = np.empty((size, count) if by_rows else (count, size), np.float32)
        table[...] = 0
        with Clock() as first:
            machine.features(pixels, table, by_rows)
        with Clock() as second:
            machine.probabilities(table if by_rows else table.T)
        found = (first.wall, second.wall, first.busy, second.busy)
        if best is None or sum(found[:2]) < sum(best[:2]):
            best = found
        del table
    return best


def by_segmentd(segmentd, path, image, scratch):
    """The report of `bench`; milliseconds of computing probabilities, the best of four; seconds of the whole `run`."""
    status, report, said = segmentd.call(["bench", "--classifier", path, "--image", image, "--repeats", 3, "--json"])
    if status != 0:
        sys.exit(f"bench: exit {status}: {said}")
    report = json.loads(report)
    copies = []
    for number in range(4):
        copies.append(scratch / f"copy-{number}.tif")
        if not copies[-1].exists():
            shutil.copy(image, copies[-1])
    out = scratch / "out"
    status, said = segmentd.segment(path, copies, out, ["probabilities"])
    if status != 0:
        sys.exit(f"run: exit {status}: {said}")
    summaries = [json.loads((out / f"{copy.stem}_summary.json").read_text()) for copy in copies]
    compute = min(summary["timings_ms"]["compute"] for summary in summaries)
    with Clock(children=True) as clock:
        segmentd.segment(path, copies[:1], out, ["probabilities"])
    return report, compute / 1000, clock


def measure(segmentd, case, scratch, rounds, threads):
    """Measures one case and prints its lines."""
    folder = scratch / "speed" / "".join(c if c.isalnum() else "-" for c in case.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path, image = folder / "project.ilp", folder / "image.tif"
    projects.train(case, path, 1)
    pixels = next(projects.images(case, 1))
    projects.save(image, pixels, False)
    project = projects_read.read(path)
    vigras, ours = [], []
    for _ in range(rounds):
        vigras.append(by_vigra(project, pixels[0], threads))
        ours.append(by_segmentd(segmentd, path, image, folder))
    filters, prediction, busy_filters, busy_prediction = (min(column) for column in zip(*vigras))
    report = min((one[0] for one in ours), key=lambda report: report["median_ms"])
    compute, whole = min(one[1] for one in ours), min((one[2] for one in ours), key=lambda clock: clock.wall)
    total, busy = filters + prediction, busy_filters + busy_prediction
    print(f"{case.name}: {report['features']} features, {report['trees']} trees in {len(case.sizes)} forest(s), depth "
          f"{report['tree_depth']}, {report['classes']} classes, {report['width']} × {report['height']}"
          + (f" × {report['slices']}" if report["slices"] > 1 else ""))
    print(f"  vigra      features {filters:8.3f} s  prediction {prediction:8.3f} s  together {total:8.3f} s  "
          f"CPU {busy:8.3f} s")
    for name, wall, cpu in (("labels in memory", report["median_ms"] / 1000, report["cpu_ms"] / 1000),
                            ("probabilities in memory", compute, None),
                            # The worker is no child of this script: its time on the processors is not known.
                            ("whole process, file to file", whole.wall, None)):
        cpu = f"  CPU {cpu:8.3f} s  {busy / cpu:6.1f} ×" if cpu else ""
        print(f"  segmentd   {name:<28} {wall:8.3f} s  {total / wall:6.1f} ×{cpu}")
    stages = ", ".join(f"{stage['name']} {stage['ms']:.1f}" for stage in report["stages"])
    print(f"  stages (ms): {stages}", flush=True)
    return total / compute


def main():
    parser = argparse.ArgumentParser(description="The time of the same prediction by vigra and by segmentd.")
    parser.add_argument("program", type=pathlib.Path, metavar="PROGRAM", help="segmentd, built for release")
    parser.add_argument("--quick", action="store_true", help="49 features, 100 trees, 2048² alone")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each, the best of which counts (default 3)")
    parser.add_argument("--only", metavar="NAME,…", help="what is measured contains one of these")
    scratch = REPOSITORY / ".build" / "ilastik" / "scratch"
    parser.add_argument("--scratch", type=pathlib.Path, default=scratch)
    given = parser.parse_args()
    threads = len(os.sched_getaffinity(0))
    segmentd = program.Program(given.program, given.scratch / "home")
    chosen = RUNS[:1] if given.quick else [
        case for case in RUNS if not given.only or any(word in case.name for word in given.only.split(","))
    ]
    print(f"vigra {vigra.version}, {threads} threads; {given.rounds} rounds")
    for case in chosen:
        measure(segmentd, case, given.scratch.resolve(), given.rounds, threads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
