#!/usr/bin/python3
"""Runs every command of the operator's pages, as a reader would, under a real systemd, and compares what they print.

    run-docs.py PROGRAM [--package FILE.deb] [--only PAGE,…] [--check]

PROGRAM is installed in the lab (Tests/Lab/systemd-lab.sh), from the package where one is given. Each page has a lab of
its own that begins as the page says (`begins with`). --only runs some pages and nothing else, --check only reads:
marks, links, headings of the page on messages, and that each `segmentd …` named anywhere exists with its options. How
blocks are marked stands in pages.py.
Needs root and what the lab needs, and Python alone.
"""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

import pages

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAB = ROOT / "Tests/Lab"
# In this order, that of a service's life.
ORDER = ["install", "first-folder", "by-hand", "training", "ilastik", "samba", "nfs", "clusters", "gpu", "troubleshooting",
         "monitoring", "instances", "upgrade", "backup", "remove"]


class Sum:
    """What was run, what was wrong, and what was left out, by reason."""

    def __init__(self):
        self.commands = self.files = self.failures = 0
        self.left_out = {}

    def fail(self, place, text):
        self.failures += 1
        print(f"FAIL  {place}: {text}", flush=True)

    def leave_out(self, block, reason):
        self.left_out.setdefault(reason, []).append(block.place)

    def finish(self):
        blocks = sum(map(len, self.left_out.values()))
        if blocks:
            print(f"{blocks} blocks not run:")
            for reason, places in sorted(self.left_out.items()):
                print(f"  {reason}: {', '.join(places)}")
        print(f"{self.commands} commands run, {self.files} files written, {self.failures} failed")
        sys.exit(1 if self.failures else 0)


class Lab:
    """The container in which one page's commands are run."""

    def __init__(self, program, package):
        self.environment = {**os.environ, "LAB": os.environ.get("LAB", "segmentd-docs"), "program": program,
                            "package": package or ""}

    def __enter__(self):
        self.call(LAB / "systemd-lab.sh", "up", "--tmpfs=/data:mode=755")
        return self

    def __exit__(self, *_):
        subprocess.run([LAB / "systemd-lab.sh", "down"], env=self.environment)

    def call(self, *command):
        subprocess.run(command, env=self.environment, check=True, stdin=subprocess.DEVNULL)

    def begin(self, state):
        """What lies in the lab before a page's first command."""
        installed = "before_installation && install_program && add_people"
        steps = {
            "nothing": "before_installation",
            "without a package": "is_installed || install_program",
            "installed": installed,
            "first folder": f"{installed} && first_folder",
            "ilastik project": f"{installed} && first_folder && ilastik_project",
        }
        script = f". {shlex.quote(str(LAB / 'checks.sh'))}; . {shlex.quote(str(LAB.parent / 'Operator/states.sh'))}; "
        self.call("bash", "-c", script + 'root=$(lab root) && ' + steps[state])

    def run(self, text, is_root=True, timeout=180, stop_after=None):
        """Output of both kinds and status of a command line."""
        home = "/root" if is_root else "/home/alex"
        line = f"cd {home} && export HOME={home} COLUMNS=200\n{text}"
        command = [] if is_root else ["runuser", "-u", "alex", "--"]
        if stop_after:
            command += ["timeout", "--signal=INT", str(stop_after)]
        result = subprocess.run(
            [LAB / "systemd-lab.sh", "run", *command, "bash", "-c", line], env=self.environment, timeout=timeout,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        return result.stdout.decode(errors="replace"), result.returncode


def run_command(lab, block, command, is_last, total):
    wanted = int(block.mark("exit") or 0) if is_last else 0
    stop_after = block.mark("stop after") if is_last else None
    end = time.monotonic() + (float(block.mark("within") or 0) if is_last else 0)
    while True:
        output, status = lab.run(command.text, command.is_root, stop_after=stop_after)
        # 124 is timeout's own; a command that was told to end says 0 or 130.
        is_status_right = status in (0, 124, 130) if stop_after else status == wanted
        is_right = is_status_right and pages.is_as_expected(command, output)
        if is_right or time.monotonic() >= end:
            break
        time.sleep(0.3)
    total.commands += 1
    place = f"{block.page}:{command.line}"
    if is_right:
        print(f"pass  {place}: {command.text}", flush=True)
        return
    what = "its output is not as shown" if is_status_right else f"it ended with {status} instead of {wanted}"
    shown = "".join(f"\n        {line}" for line in output.splitlines()[-25:])
    wanted_lines = "".join(f"\n      > {line}" for line in command.output)
    total.fail(place, f"{command.text}\n      {what}:{shown}{wanted_lines}")


def run_page(page, program, package, total):
    print(f"--- {page.name}, begins with: {page.begins_with}", flush=True)
    with Lab(program, package) as lab:
        lab.begin(page.begins_with)
        for block in page.blocks:
            if reason := block.mark("not run"):
                total.leave_out(block, reason)
                continue
            for text in block.marks.get("first", []):
                output, status = lab.run(text)
                if status != 0:
                    total.fail(block.place, f"what comes before it failed: {text}\n{output}")
            if block.mark("needs") == "package" and not package:
                total.leave_out(block, "no package was given")
                lab.begin("without a package")
                continue
            if path := block.mark("file") or block.mark("append"):
                operator = ">" if block.mark("file") else ">>"
                _, status = lab.run(f"mkdir -p $(dirname {path}) && cat {operator} {path} <<'THE END OF IT'\n"
                                    f"{block.text}\nTHE END OF IT")
                total.files += 1
                if status != 0:
                    total.fail(block.place, f"{path} cannot be written")
                continue
            commands = block.commands()
            for command in commands:
                run_command(lab, block, command, command is commands[-1], total)


def check_messages(page, total):
    """The page on messages has a section for each kind of event, with its identifier."""
    source = "".join(path.read_text() for path in sorted(ROOT.glob("Sources/SystemdSupport/JournalEvent*.swift")))
    names = {case: raw or case for case, raw in re.findall(r'^    case (\w+)(?: = "([a-z-]+)")?$', source, re.M)}
    identifiers = {names[case]: text for case, text in re.findall(r'case \.(\w+): "([0-9a-f]{32})"', source)}
    text = page.path.read_text()
    sections = dict(re.findall(r"^### `([a-z-]+)`\n+`([0-9a-f]{32})`", text, re.M))
    for name, identifier in identifiers.items():
        if sections.get(name) != identifier:
            total.fail(page.name, f"no section '### `{name}`' with the line '`{identifier}`' below it")
    for name in sections.keys() - identifiers.keys():
        total.fail(page.name, f"the section {name} is about no event")


def check_named_commands(program, total):
    """Whatever text names a command of the program names one that exists, with options that it has."""
    texts = [*ROOT.glob("Sources/**/*.swift"), *ROOT.glob("Config/**/*.*"), *ROOT.glob("Systemd/**/*.*"),
             *ROOT.glob("**/README.md")]
    helps = {}
    for path in sorted(set(texts)):
        if ".build" in path.parts or not path.is_file():
            continue
        for command, options in pages.inline_commands(path.read_text(errors="replace")):
            if command not in helps:
                answer = subprocess.run([program, "help", command], stdin=subprocess.DEVNULL, capture_output=True)
                helps[command] = answer.stdout.decode() if answer.returncode == 0 else None
            place = path.relative_to(ROOT)
            # Without such a command the help is that of the program.
            if helps[command] is None or f"USAGE: segmentd {command}" not in helps[command]:
                total.fail(place, f"names `segmentd {command}`, which does not exist")
            elif missing := [option for option in options if option not in helps[command]]:
                total.fail(place, f"names `segmentd {command}` with {missing}, which it does not have")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--package", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--only", default="")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    total = Sum()
    folder = ROOT / "Systemd/operator"
    found = {path.stem: path for path in folder.glob("*.md")}
    for name in found.keys() ^ set(ORDER):
        total.fail("Systemd/operator", f"{name}.md is not there, or not in the order of pages")
    all_pages = []
    for name in ORDER:
        if name in found:
            try:
                all_pages.append(pages.read(found[name], ROOT))
            except ValueError as error:
                total.fail(name, str(error))
    if not options.only:
        overview = pages.read(ROOT / "Systemd/README.md", ROOT)
        for page in [overview, *all_pages]:
            for number, target in pages.links(page):
                if not target.exists():
                    total.fail(f"{page.name}:{number}", f"leads to {target}, which is not there")
            if page.path.stem == "troubleshooting":
                check_messages(page, total)
        check_named_commands(options.program, total)
    if not options.check:
        only = options.only.split(",") if options.only else ORDER
        for page in all_pages:
            if page.path.stem in only:
                run_page(page, options.program, options.package, total)
    total.finish()


main()
