"""Running segmentd: its benchmark, single images, and what a first start costs."""

import ctypes
import json
import os
import shutil
import subprocess
import tempfile

import tifffile

#: prctl(2): orphans among the descendants become our children, so that their CPU time is seen.
PR_SET_CHILD_SUBREAPER = 36


class Segmentd:
    """The program, with state, cache and socket in the scratch folder instead of the user's."""

    def __init__(self, setting):
        self.setting = setting
        self.environment = self.own_environment(setting.folder("segmentd"))

    @staticmethod
    def own_environment(home):
        """The environment of a segmentd that keeps everything below `home`."""
        folders = {name: home / name.lower() for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        own = {name: str(folder) for name, folder in folders.items()}
        # The peers' kernels and thread settings are none of its business.
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "OCL_ICD_VENDORS") if name in os.environ}
        return inherited | {"HOME": str(home)} | own

    def bench(self, classifier, image, repeats):
        """What `segmentd bench` reports, as a dictionary; times in milliseconds."""
        command = ["bench", "--device", "cpu", "--classifier", classifier, "--image", image]
        return json.loads(self.call([*command, "--repeats", repeats, "--json"]))

    def segment(self, classifier, image):
        """Class map and label image of class 2, both from the files that `segmentd run` writes."""
        with tempfile.TemporaryDirectory(dir=self.setting.scratch) as folder:
            outputs = ["--output", "classes", "--output", "labels", "--positive-class", "2", "--output-dir", folder]
            self.call(["run", "--classifier", classifier, *outputs, image])
            stem = os.path.join(folder, os.path.splitext(os.path.basename(image))[0])
            return tifffile.imread(f"{stem}_classes.tif"), tifffile.imread(f"{stem}_labels.tif")

    def call(self, arguments):
        """Runs the program and gives its standard output; what it says of a failure goes into the exception."""
        command = [str(argument) for argument in [self.setting.program, *arguments]]
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {result.returncode}: {result.stderr[-2000:]}")
        return result.stdout

    def first_start_seconds(self, classifier, image):
        """CPU seconds of `segmentd run` on one image with an empty kernel cache, its worker and compilers included.

        The calling process must have no other children: all that end are counted.
        """
        home = self.setting.folder("first-start")
        shutil.rmtree(home)
        environment = self.own_environment(home)
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        arguments = [self.setting.program, "run", "--classifier", classifier, "--positive-class", "2"]
        arguments += ["--output", "classes", "--output", "labels", "--output-dir", home, image]
        log = home / "log"
        streams = [(os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
        started = os.posix_spawn(
            self.setting.program, [str(argument) for argument in arguments], environment, file_actions=streams
        )
        seconds = 0.0
        while True:
            try:
                child, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                return seconds
            seconds += usage.ru_utime + usage.ru_stime
            if child == started and status != 0:
                code = os.waitstatus_to_exitcode(status)
                raise RuntimeError(f"segmentd run ended with {code}: {log.read_text()[-2000:]}")


def stage(report, *names):
    """Milliseconds of the named stages of a benchmark, added up."""
    return sum(stage["ms"] for stage in report["stages"] if stage["name"] in names)
