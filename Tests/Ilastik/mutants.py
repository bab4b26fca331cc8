#!/usr/bin/python3
"""Shows that compare.py can fail: a program that is wrong in one way each time must be found out.

    Tests/Ilastik/mutants.py [--scratch FOLDER]

The programs are standin.py, right and wrong. Exit status: 0; 1 when a wrong one passes, or the right one fails.
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
#: What is wrong, and the projects that are tried.
MUTANTS = {
    "": "some-features,volume-mixed,skipped-second,autocontext-3,refused",
    "scales of the structure tensor as they are named": "only-StructureTensorEigenvalues",
    "no smoothing before": "only-LaplacianOfGaussian",
    "window of 3 standard deviations": "only-GaussianSmoothing",
    "border of the nearest pixel": "only-HessianOfGaussianEigenvalues",
    "border mirrored with the outermost pixel twice": "some-features",
    "eigenvalues, the smallest first": "only-HessianOfGaussianEigenvalues",
    "eigenvalues of volumes in double precision": "volume-mixed,volume-1.2",
    "taps rounded once": "deep-many-leaves",
    "double precision": "deep-many-leaves",
    "forests that count alike": "many-forests",
    "the last forest left out": "pixel-and-object",
    "thresholds in the nearest single precision": "halves",
    "classes counted from the first that has scribbles": "skipped-first-and-last",
    "the channels of a feature behind its components": "two-channels",
    "volumes slice by slice": "volume-1.2",
    "probabilities of the first stage rounded": "autocontext-3",
    "the first stage alone": "autocontext-float32",
    "the last of the most probable classes": "not-numbers",
    "numbers where there are none": "not-numbers",
    "one pixel on the host": "one-tree",
    "one pixel of a part of an image": "one-tree",
}
WRAPPER = """\
#!/bin/sh
exec {python} {standin} "$@" --wrong "{wrong}"
"""


def main():
    parser = argparse.ArgumentParser(description="Shows that compare.py can fail.")
    parser.add_argument("--scratch", type=pathlib.Path, default=HERE.parents[1] / ".build" / "ilastik" / "scratch")
    options = parser.parse_args()
    wrapper = options.scratch.resolve() / "mutant"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    unseen = 0
    for name, projects in MUTANTS.items():
        wrapper.write_text(WRAPPER.format(python=sys.executable, standin=HERE / "standin.py", wrong=name))
        wrapper.chmod(0o755)
        command = [sys.executable, HERE / "compare.py", wrapper, "--only", projects, "--scratch", options.scratch]
        found = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        right = found.returncode == (1 if name else 0)
        unseen += not right
        told = [line for line in found.stdout.splitlines() if line.startswith("FAULT")] or [found.stderr.strip()[-150:]]
        print(f"{'ok ' if right else 'BAD'} {name or 'as it is'}: exit {found.returncode}; {told[0][:130]}", flush=True)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
