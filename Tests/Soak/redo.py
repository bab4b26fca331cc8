#!/usr/bin/env python3
"""A changed threshold: what a selective redo takes of the time of a full one, and whether both leave the same bytes.

For the classifiers M (16 features, 100 trees of depth 4) and S (3 features, depth 2) of the speed table, turned into
ProbabilityMappers: a folder is segmented with its probabilities kept, then with another threshold, and then wholly anew
(`--again`). Nothing else may run meanwhile: both times are measured one after the other, in one run of this script.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import lab

#: Share of the time of a full redo that may be taken, in per cent.
LIMIT = 20
OUTPUTS = ["mask", "labels", "objects", "probabilities"]
#: Different images; the others are links to them, so that a disk holds the folder.
IMAGES = 20


def mapper(text):
    """A PixelClassifier's file as that of a ProbabilityMapper of class 2."""
    classes = int(re.search(r"^num_classes = (\d+)", text, re.MULTILINE).group(1))
    text = text.replace("classifier_class_name = PixelClassifier", "classifier_class_name = ProbabilityMapper")
    head = text[: text.index(" float max_s=s0;")]
    sums = "".join(f" sum_s = sum_s + s{number};\n" for number in range(1, classes))
    write = " WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s1 / sum_s);\n}\n"
    return f"{head} float sum_s=s0;\n int cls=1;\n{sums}{write}"


def images(folder, count, side):
    """Images of bright blobs on noise, uint16, in a folder."""
    import numpy as np
    import tifffile

    random = np.random.default_rng(5)
    y, x = np.mgrid[:side, :side]
    waves = sum(np.sin(x / a + b) * np.cos(y / (a + 3) + 2 * b) for a, b in ((19, 0.3), (31, 1.1), (11, 2.0)))
    for number in range(count):
        path = os.path.join(folder, f"{number:04}.tif")
        if number >= IMAGES:
            os.link(os.path.join(folder, f"{number % IMAGES:04}.tif"), path)
            continue
        plane = np.roll(waves, 17 * number, axis=1) * 6_000 + 16_000 + random.normal(0, 150, (side, side))
        tifffile.imwrite(path, np.clip(plane, 0, 65_535).astype(np.uint16))


def results(folder):
    """Name -> digest of every output; summaries without their times."""
    found = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith("_summary.json"):
            summary = json.load(open(path))
            for key in ("timings_ms", "processed"):
                summary.pop(key, None)
            # Links to one image count each other's changes of attributes.
            summary["image"].pop("ctime_ns", None)
            found[name] = json.dumps(summary, sort_keys=True)
        elif "_" in name and not name.startswith("segmentd_"):
            found[name] = lab.digest(path)
    return found


def main():
    options = lab.arguments(__doc__, images=(0, "images (default: 1,000, in the short form 10)"))
    count = options.images or (10 if options.short else 1_000)
    side = 256 if options.short else 1_024
    row = lab.Row("redo", options)
    with lab.skipping():
        shared = os.environ.get("SEGMENTD_SHARED")
        if not shared or not os.path.exists(f"{shared}/golden/speed/M.cl"):
            raise lab.Absent("SEGMENTD_SHARED names no folder with golden/speed/M.cl")
    home = tempfile.mkdtemp(prefix="segmentd-redo-")
    environment = os.environ | {
        "HOME": home, "XDG_STATE_HOME": f"{home}/state", "XDG_RUNTIME_DIR": f"{home}/run",
        "XDG_CACHE_HOME": os.path.join(tempfile.gettempdir(), "segmentd-soak-cache"),
    }
    for name in "MS":
        classifier = os.path.join(home, f"{name}.cl")
        with open(classifier, "w") as file:
            file.write(mapper(open(f"{shared}/golden/speed/{name}.cl").read()))
        folder = os.path.join(home, name)
        os.mkdir(folder)
        images(folder, count, side)

        def run(threshold, *more):
            command = [options.program, "run", "--classifier", classifier, "--threshold", str(threshold), *more]
            for output in OUTPUTS:
                command += ["--output", output]
            begin = time.monotonic()
            done = subprocess.run([*command, folder], env=environment, capture_output=True, text=True)
            seconds = time.monotonic() - begin
            if f"{count} done, 0 done before, 0 failed" not in done.stderr:
                sys.exit(f"{' '.join(command)}: {done.stderr[-2000:]}")
            return seconds

        first = run(0.4)
        kept = os.stat(os.path.join(folder, "0000_probabilities.tif")).st_ino
        selective = run(0.6)
        after = results(folder)
        stays = os.stat(os.path.join(folder, "0000_probabilities.tif")).st_ino == kept
        full = run(0.6, "--again")
        if options.plant:
            with open(os.path.join(folder, "0000_mask.tif"), "ab") as file:
                file.write(b"x")
        whole = results(folder)
        row.equal(f"{name}: files that differ from those of a full redo",
                  sum(after.get(key) != whole.get(key) for key in after.keys() | whole.keys()))
        row.equal(f"{name}: the probabilities kept their file", stays, True)
        row.note(f"{name}: {count} images of {side}×{side}: first {first:.1f} s, threshold changed {selective:.1f} s, "
                 f"full redo {full:.1f} s: {100 * selective / full:.1f} %")
        if not options.short and name == "M":
            row.below("M: share of a full redo", 100 * selective / full, LIMIT, " %")
        shutil.rmtree(folder)

    class Place:
        def __init__(self):
            self.home = home

        def remove(self):
            shutil.rmtree(home, ignore_errors=True)

    row.finish(Place())


if __name__ == "__main__":
    main()
