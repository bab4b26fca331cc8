#!/usr/bin/python3
"""Kills `segmentd promote` and `segmentd rollback` at every call that changes files, and looks at what is left.

After each death the versions can be listed, and the classifier is one of the two, whole. The next command goes on: what
it brings into force lies there with its samples, and nothing hidden stays.
"""

import hashlib
import json
import os
import shutil
import subprocess

from crashpoint import DAEMON, CrashPoint
from lab import FIXTURES, Place, Row, arguments, skipping


class Versions:
    """A classifier with three versions, and the program that changes them."""

    def __init__(self, place, program):
        self.program, self.folder = program, place.home / "folder"
        self.environment = {**os.environ, "HOME": str(place.home), "XDG_RUNTIME_DIR": str(place.home)}

    def call(self, *arguments, **environment):
        return subprocess.run([self.program, *arguments], env={**self.environment, **environment},
                              capture_output=True, text=True, timeout=60)

    def begin(self):
        """Three versions: the second is in force after the first, the third waits."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for number, name in enumerate(("nuclei", "bright", "tissue"), 1):
            self.lay(number, (FIXTURES / f"classifiers/{name}.cl").read_bytes(), "waits" if number == 3 else "taken")
        events = [{"at": "2026-11-30T00:00:00.000Z", "version": number, "action": "taken", "reason": "x"}
                  for number in (1, 2)]
        (self.folder / "nuclei.versions/history.json").write_text(json.dumps({"version": 1, "events": events}))
        shutil.copy(self.folder / "nuclei.versions/0002/classifier.cl", self.folder / "nuclei.cl")
        os.link(self.folder / "nuclei.versions/0002/samples", self.folder / "nuclei.samples")

    def lay(self, number, classifier, decision):
        version = self.folder / f"nuclei.versions/{number:04}"
        version.mkdir(parents=True)
        samples = b"samples %d" % number
        (version / "classifier.cl").write_bytes(classifier)
        (version / "samples").write_bytes(samples)
        described = [{"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()} for part in (classifier, samples)]
        (version / "version.json").write_text(json.dumps({
            "version": 1, "number": number, "made": "2026-11-30T00:00:00.000Z", "program": "0.1.0",
            "classifier": described[0], "samples": described[1], "decision": decision, "reason": "x"}))

    def in_force(self):
        """Which version lies in the classifier's place, and which in that of the samples."""
        def number(name, kept):
            content = (self.folder / name).read_bytes()
            return next((one for one in (1, 2, 3)
                         if (self.folder / f"nuclei.versions/{one:04}/{kept}").read_bytes() == content), None)
        return number("nuclei.cl", "classifier.cl"), number("nuclei.samples", "samples")


def main():
    options = arguments(__doc__)
    row, place = Row("versions", options), Place(options, "versions")
    versions, points = Versions(place, options.program), CrashPoint(place)
    file = str(versions.folder / "nuclei.cl")
    deaths, wrong = 0, []

    def check(is_right, words):
        if not is_right:
            wrong.append(words)
            row.note(words)

    for command, goal in (("promote", 3), ("rollback", 1)):
        at = 0
        while True:
            at += 1
            versions.begin()
            points.arm(at, processes=DAEMON)
            call = versions.call(command, file, **points.environment)
            fired, what = points.fired, points.what
            points.disarm()
            if options.plant and at == 10:
                os.truncate(file, 100)
            where = f"{command}, call {at} ({what})"
            listed = versions.call("classifiers", "--json", file)
            check(listed.returncode == 0, f"{where}: the list fails: {listed.stderr}")
            states = [one["state"] for one in json.loads(listed.stdout)["classifiers"][0]["versions"]]
            check(len(states) == 3 and "damaged" not in states, f"{where}: {states}")
            found = versions.in_force()[0]
            check(found in (2, goal), f"{where}: version {found} lies there")
            if not fired:
                check(call.returncode == 0 and versions.in_force() == (goal, goal), f"{where}: {call.stderr}")
                break
            deaths += 1
            after = versions.call("promote", file, str(goal))
            check(after.returncode == 0, f"{where}: the next command fails: {after.stderr}")
            check(versions.in_force() == (goal, goal), f"{where}: afterwards {versions.in_force()}")
            hidden = [one.name for folder in (versions.folder, versions.folder / "nuclei.versions")
                      for one in folder.iterdir() if one.name.startswith(".")]
            check(not hidden, f"{where}: {hidden} stay")
        row.note(f"{command}: killed at each of {at - 1} calls")
    row.above("deaths", deaths, 40)
    row.equal("lists, classifiers, samples or folders that were not right", len(wrong))
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
