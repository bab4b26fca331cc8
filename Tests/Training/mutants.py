#!/usr/bin/env python3
"""Shows that compare.py can fail: a program that writes one thing otherwise each time must be found out.

    Tests/Training/mutants.py PROGRAM [--scratch FOLDER]

Exit status: 0; 1 when a wrong program passes, or the right one fails.
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
#: What is done to the text of the file, as Python; and the cases that are tried.
MUTANTS = {
    "as it is": ("text", "picks-1,tables.plain-1,objects-1,continued-1,refusals.pixels-13"),
    "a threshold's last digit": (r"re.sub(r'(if\(i\d+<-?[\d.]*)\d([^\d])', r'\g<1>0\g<2>', text, count=1)", "picks-1"),
    "one vote": ("re.sub(r's(\\d+)\\+=1.0;', r's\\1+=0.9999999999999999;', text, count=1)", "picks-1"),
    "another tree first": ("re.sub(r'(?m)^if\\(i\\d+', 'if(i99', text, count=1)", "tables.plain-1"),
    "an importance's last digit": (r"re.sub(r'(feature_importances = [\d.]*)\d', r'\g<1>', text, count=1)", "picks-1"),
    "another positive class": ("text.replace('positive_class_identifier = ', 'positive_class_identifier = 1')",
                               "objects-1"),
    "no last newline": ("text.rstrip()", "picks-1"),
    "the refused one trained": ("None", "refusals.pixels-2"),
    "touched though refused": ("None", "refusals.pixels-13"),
}
WRAPPER = """\
#!{python}
import pathlib, re, subprocess, sys
words = sys.argv[1:]
output = pathlib.Path(words[words.index("--output") + 1])
status = subprocess.run([{program!r}, *words]).returncode
if status == 0:
    text = output.read_text()
    output.write_text({mutation} or text)
elif {refused}:
    output.write_text("trained all the same")
    status = 0 if {succeeds} else status
sys.exit(status)
"""


def main():
    parser = argparse.ArgumentParser(description="Shows that compare.py can fail.")
    parser.add_argument("program", type=pathlib.Path, metavar="PROGRAM", help="segmentd")
    parser.add_argument("--scratch", type=pathlib.Path, default=HERE.parents[1] / ".build" / "training" / "scratch")
    options = parser.parse_args()
    wrapper = options.scratch.resolve() / "mutant"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name, (mutation, cases) in MUTANTS.items():
        wrapper.write_text(WRAPPER.format(
            python=sys.executable, program=str(options.program.resolve()), mutation=mutation,
            refused="refused" in name, succeeds="trained" in name,
        ))
        wrapper.chmod(0o755)
        command = [sys.executable, HERE / "compare.py", wrapper, "--only", cases, "--scratch", options.scratch]
        found = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        right = found.returncode == (0 if name == "as it is" else 1)
        wrong += not right
        told = [line for line in found.stdout.splitlines() if line.startswith("UNLIKE")] + [found.stderr.strip()]
        print(f"{'ok ' if right else 'BAD'} {name}: exit {found.returncode}; {told[0][:150]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
