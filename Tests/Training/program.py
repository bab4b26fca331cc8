"""segmentd as it trains a case, called as people call it."""

import os
import pathlib
import shutil
import subprocess


class Program:
    """The program, with state, cache and socket in a folder of its own."""

    def __init__(self, path, home):
        self.path = pathlib.Path(path).resolve()
        home = pathlib.Path(home).resolve()
        folders = {name: home / name.lower() for name in ("CACHE_DIRECTORY", "STATE_DIRECTORY", "RUNTIME_DIRECTORY")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "OCL_ICD_VENDORS") if name in os.environ}
        self.environment = inherited | {"HOME": str(home)} | {name: str(folder) for name, folder in folders.items()}

    def call(self, arguments, timeout=300):
        """Runs it; gives exit status, standard output and what it said on standard error."""
        command = [str(self.path), *map(str, arguments)]
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=timeout)
        return result.returncode, result.stdout, result.stderr

    def train(self, case, place, output):
        """Trains a case step by step; after each gives the text of the file, or why there is none."""
        shutil.rmtree(output.parent, ignore_errors=True)
        output.parent.mkdir(parents=True)
        for index, step in enumerate(case["steps"]):
            before = output.read_bytes() if output.exists() else None
            status, _, said = self.call(arguments(case, step, place / step["folder"], output, continues=index > 0))
            after = output.read_bytes() if output.exists() else None
            if status == 0 and after is not None:
                yield after.decode(), None
            elif status == 0:
                yield None, "exit 0, but no file"
            elif after != before:
                yield None, f"exit {status}, but the classifier was touched: {said.strip()}"
            else:
                yield None, f"exit {status}: {said.strip()}"


def arguments(case, step, folder, output, continues):
    """The command line for a step."""
    words = ["train", "--kind", case["kind"], "--depth", case["depth"], "--trees", case["trees"], "--output", output]
    if continues:
        words += ["--continue", output]
    if case["positive"] is not None:
        words += ["--positive-class", case["positive"]]
    if case["probability"] is not None:
        words += ["--probability-class", case["probability"]]
    if "table" in step:
        return words + ["--table", folder / step["table"], "--annotation-column", step["column"]]
    words += ["--features", case["features"]]
    if case["folders"]:
        words += ["--images", folder / "images", "--annotations", folder / "annotations"]
        return words + (["--labels", folder / "labels"] if "labels" in step["shots"][0] else [])
    parts = ("image", "annotation", "labels")
    return words + [folder / shot[part] for shot in step["shots"] for part in parts if part in shot]
