"""What the soak's scripts share: a scratch folder with a daemon in it, images whose result is known, and the table row.

Each script is `name.py PROGRAM [--short] [--plant] …`; it prints a line a figure and ends with 1 when one is missed.
`--plant` damages what was reached just before it is judged, to show that the script can fail. Needs python3-tifffile.
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = TESTS / "Fixtures"
#: Five small images and what real APOC makes of them (Tests/Fixtures/README.md).
ACQUIRED = [FIXTURES / f"acquisition/{number}.tif" for number in range(5)]
#: Seconds without anything new until a wait is given up.
PATIENCE = 300

sys.path.append(str(TESTS / "Peers"))
from arrivals import Arrivals  # noqa: E402  (inotify without a package)


# MARK: Figures


class Row:
    """One row of the table: figures that are required, and those that were reached."""

    def __init__(self, name, options):
        self.name, self.options, self.figures, self.notes = name, options, [], []
        self.begun = time.monotonic()

    def equal(self, what, reached, required=0):
        self._add(what, reached, f"{required}", reached == required)

    def below(self, what, reached, limit, unit=""):
        self._add(what, round(reached, 1), f"≤ {limit}{unit}", reached <= limit)

    def above(self, what, reached, limit):
        self._add(what, round(reached, 2), f"≥ {limit}", reached >= limit)

    def note(self, text):
        """A figure without a requirement."""
        self.notes.append(text)
        print(f"        {text}", flush=True)

    def _add(self, what, reached, required, is_held):
        self.figures.append({"what": what, "reached": reached, "required": required, "held": is_held})
        print(f"{'held  ' if is_held else 'MISSED'}  {what}: {reached} (required {required})", flush=True)

    @property
    def is_held(self):
        return bool(self.figures) and all(figure["held"] for figure in self.figures)

    def finish(self, *places):
        """Writes the row, removes what is not needed to understand it, and ends the script."""
        seconds = time.monotonic() - self.begun
        print(f"{self.name}: {'all held' if self.is_held else 'MISSED'}, {seconds:.0f} s", flush=True)
        if self.options.row:
            row = {"row": self.name, "figures": self.figures, "notes": self.notes, "seconds": round(seconds)}
            pathlib.Path(self.options.row).write_text(json.dumps(row))
        for place in places:
            if self.is_held or self.options.plant:
                place.remove()
            else:
                print(f"everything lies in {place.home}", file=sys.stderr)
        sys.exit(0 if self.is_held else 1)


class Absent(Exception):
    """Something that this computer lacks and the row needs."""


#: The exit status of a script that cannot be run here; it says why on its last line.
SKIPPED = 77


def arguments(documentation, **more):
    """The arguments that all scripts have, and those of one: name=(default, help)."""
    parser = argparse.ArgumentParser(description=documentation.splitlines()[0])
    parser.add_argument("program", help="the segmentd to try")
    parser.add_argument("--short", action="store_true", help="the form for `make test`: seconds instead of minutes")
    parser.add_argument("--plant", action="store_true", help="damage the outcome before it is judged")
    parser.add_argument("--quiet", help='the folders\' `quiet`; "" leaves the key out (default: what the script needs)')
    parser.add_argument("--row", help="write the row as JSON into this file")
    for name, (default, text) in more.items():
        kind = {"type": type(default)} if not isinstance(default, bool) else {"action": "store_true"}
        parser.add_argument(f"--{name.replace('_', '-')}", default=default, help=text, **kind)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    return options


@contextlib.contextmanager
def skipping():
    """Says what is missing rather than failing."""
    try:
        yield
    except Absent as absence:
        print(f"skipped: {absence}")
        sys.exit(SKIPPED)


def need_root(what):
    if os.geteuid() != 0:
        raise Absent(f"{what} needs root")


def need_program(name, package):
    if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
        raise Absent(f"{name} is missing: install the package {package}")


# MARK: Images whose result is known

SIDE = 64
#: The blocks of a counted image, by their upper left corners: 16 bits and one that is always there.
CORNERS = [(4 + 12 * (index // 5), 4 + 12 * (index % 5)) for index in range(17)]

CLASSIFIER = """/*
OpenCL RandomForestClassifier
classifier_class_name = ObjectSegmenter
feature_specification = original
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 1
max_depth = 1
num_trees = 1
feature_importances = 1.0
positive_class_identifier = 2
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_out_TYPE out) {
 sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
 const int x = get_global_id(0);
 const int y = get_global_id(1);
 const int z = get_global_id(2);
 float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i0<THRESHOLD){
 s0+=1.0;
} else {
 s1+=1.0;
}
 float max_s=s0;
 int cls=1;
 if (max_s < s1) {
  max_s = s1;
  cls=2;
 }
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}
"""


def threshold(value):
    """A classifier that takes a pixel for an object where it is at least `value`, as text."""
    return CLASSIFIER.replace("THRESHOLD", f"{value:.1f}")


def plain_tiff(pages):
    """A little-endian uint16 TIFF, one strip a page: `pages` are sequences of rows."""
    data, entries = b"", []
    for rows in pages:
        entries.append((8 + len(data), len(rows[0]), len(rows)))
        data += b"".join(struct.pack(f"<{len(row)}H", *row) for row in rows)
    result, place = data, 8 + len(data)
    for number, (offset, columns, count) in enumerate(entries):
        tags = [(256, 4, columns), (257, 4, count), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, offset),
                (277, 3, 1), (278, 4, count), (279, 4, columns * count * 2)]
        directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        place += 2 + len(directory) + 4
        last = number == len(entries) - 1
        result += struct.pack("<H", len(tags)) + directory + struct.pack("<I", 0 if last else place)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + result


def counted_rows(number, side=SIDE, level=200):
    """Rows of an image that carries a number: a block for each of its bits, and one more."""
    rows = [[20] * side for _ in range(side)]
    for index, (top, left) in enumerate(CORNERS):
        if index == 16 or number >> index & 1:
            for row in rows[top : top + 8]:
                row[left : left + 8] = [level] * 8
    # Images of one number of blocks differ in more than the place of blocks.
    rows[0][0] = number & 15
    return rows


def counted(number, pages=1, side=SIDE):
    """An image that carries a number, as the bytes of a TIFF; later pages carry the following numbers."""
    return plain_tiff([counted_rows(number + page, side) for page in range(pages)])


def objects_in(number, pages=1):
    """How many objects that image has, by its making."""
    return sum(1 + (number + page & 0xFFFF).bit_count() for page in range(pages))


# MARK: Results


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stem(image):
    """The name of an image without its endings."""
    name = os.path.basename(os.fspath(image))
    return name[: -len(".tif")] if name.endswith(".tif") else os.path.splitext(name)[0]


def summary_of(image, recipe=None):
    """Where the summary of an image lies, beside it."""
    part = f"_{recipe}" if recipe else ""
    return pathlib.Path(image).with_name(f"{stem(image)}{part}_summary.json")


def summaries(folder):
    return [name for name in os.listdir(folder) if name.endswith("_summary.json") and not name.startswith(".")]


def hidden(folder):
    """Hidden files below a folder, of those that are ours by name."""
    return [name for _, _, names in os.walk(folder) for name in names if ".segmentd-" in name]


def output_path(folder, output):
    name = base64.b64decode(output["name_base64"]) if output.get("name_base64") else output["name"].encode()
    return os.path.join(os.fsencode(folder), name)


def is_whole(summary, folder):
    """Whether all outputs that a summary names are there with the digests it gives: of one run."""
    try:
        return all(digest(output_path(folder, output)) == output["sha256"] for output in summary["outputs"])
    except FileNotFoundError:
        return False


def judge(image, objects=None, labels=None):
    """What became of an image: right, missing, failed, torn or wrong.

    objects: the count that its result must have; labels: the label image that it must equal.
    """
    place = summary_of(image)
    if not place.exists():
        return "missing"
    try:
        summary = json.loads(place.read_bytes())
    except ValueError:
        return "torn"
    if summary["status"] != "done":
        return "failed"
    if not is_whole(summary, place.parent) or digest(image) != summary["image"]["sha256"]:
        return "torn"
    if objects is not None and summary["totals"]["objects"] != objects:
        return "wrong"
    if labels is not None:
        import numpy
        import tifffile

        found = tifffile.imread(place.with_name(place.name.replace("_summary.json", "_labels.tif")))
        if not numpy.array_equal(found, tifffile.imread(labels)):
            return "wrong"
    return "right"


def tally(verdicts):
    """How often each verdict was given."""
    counts = dict.fromkeys(("right", "missing", "failed", "torn", "wrong"), 0)
    for verdict in verdicts:
        counts[verdict] += 1
    return counts


def plant(image):
    """Damage that a judge must find: other bytes in an output of a done image."""
    summary = json.loads(summary_of(image).read_bytes())
    path = output_path(summary_of(image).parent, summary["outputs"][0])
    with open(path, "r+b") as file:
        first = file.read(1)
        file.seek(0)
        file.write(bytes([first[0] ^ 1]))


def bring(data, target):
    """Brings bytes, or a copy of a file, into a folder by a rename."""
    part = target.with_name(f".{target.name}.part")
    if isinstance(data, bytes):
        part.write_bytes(data)
    else:
        shutil.copyfile(data, part)
    os.rename(part, target)


class Commits:
    """Every summary that appeared in a folder since it is watched, with what it said."""

    def __init__(self, folder):
        self.folder, self.seen, self.arrivals, self.is_open = pathlib.Path(folder), {}, Arrivals(folder), True
        self.moments = {}
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        while self.is_open:
            try:
                names, moment = self.arrivals.wait(0.5)
            except TimeoutError:
                continue
            for name in names:
                if name.endswith("_summary.json") and not name.startswith("."):
                    self.moments.setdefault(name, []).append(moment)
                    try:
                        summary = json.loads((self.folder / name).read_bytes())
                        key = (summary["status"], summary["image"]["sha256"],
                               tuple(output["sha256"] for output in summary["outputs"]))
                    except (OSError, ValueError):
                        key = None
                    self.seen.setdefault(name, []).append(key)

    def twice(self):
        """Images with more than one result."""
        return [name for name, keys in self.seen.items() if len(keys) > 1]

    def different(self):
        """Images with results that differ though the image was the same."""
        found = []
        for name, keys in self.seen.items():
            done = {key[2] for key in keys if key and key[0] == "done"}
            if len(done) > 1:
                found.append(name)
        return found

    def close(self):
        self.is_open = False
        self.thread.join()
        self.arrivals.close()


# MARK: The daemon


class Place:
    """A scratch folder in which a user with a home of its own works."""

    def __init__(self, options, name, folder=None):
        self.options = options
        self.home = pathlib.Path(tempfile.mkdtemp(prefix=f"segmentd-{name}-", dir=folder))
        self.acquisition = self.folder("acquisition")
        self.configuration = self.home / "segmentd.toml"
        self.environment = {
            "PATH": "/usr/bin:/bin:/usr/sbin", "LANG": "C.UTF-8", "HOME": str(self.home),
            "XDG_STATE_HOME": str(self.home / "state"), "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
        }

    def folder(self, name):
        folder = self.home / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def classifier(self, name, text=None):
        """A classifier in this place: the text, or a copy of the fixture of that name."""
        path = self.home / f"{name}.cl"
        path.write_text(text if text is not None else (FIXTURES / f"classifiers/{name}.cl").read_text())
        return path

    def configure(self, classifier, quiet="", rescan="5m", head="", folder_keys="", recipe_keys="", folders=None):
        """One recipe for the acquisition folder, or for each of `folders`; `--quiet` overrules `quiet`."""
        if self.options.quiet is not None:
            quiet = self.options.quiet
        keys = (f'quiet = "{quiet}"\n' if quiet else "") + f'rescan = "{rescan}"\n{folder_keys}\n'
        text = f'[device]\nkind = "cpu"\n{head}\n'
        for folder in folders or [self.acquisition]:
            text += f'[[folder]]\npath = "{folder}"\n{keys}  [[folder.recipe]]\n  classifier = "{classifier}"\n'
            text += f"  {recipe_keys}\n"
        self.configuration.write_text(text)

    def warm(self, *classifiers):
        """Takes over kernels that were compiled before: a first start takes half a minute, and is not what is tried."""
        shared = pathlib.Path(tempfile.gettempdir()) / "segmentd-soak-cache"
        for classifier in classifiers:
            text = pathlib.Path(classifier).read_text(errors="replace")
            more = ["--positive-class", "2"] if "= PixelClassifier" in text else []
            self.run("run", "--classifier", classifier, "--output-dir", self.folder("warm"), "--again", *more,
                     ACQUIRED[0], environment={"XDG_CACHE_HOME": str(shared)})
        shutil.rmtree(self.home / "warm", ignore_errors=True)
        shutil.copytree(shared, self.home / "cache", dirs_exist_ok=True)

    def run(self, *command, environment={}, check=True):
        """Calls the program and waits for its end."""
        return subprocess.run(
            [self.options.program, *map(str, command)], env=self.environment | environment, check=check,
            stdin=subprocess.DEVNULL, capture_output=True,
        )

    def reference(self, classifier, folder, into):
        """The results of an undisturbed run, in a folder of their own."""
        self.run("run", "--classifier", classifier, "--output-dir", into, folder)

    def remove(self):
        shutil.rmtree(self.home, ignore_errors=True)


class Daemon:
    """`segmentd watch` in a place, in one life after the other."""

    def __init__(self, place, environment={}):
        self.place, self.more = place, environment
        self.log = place.home / "log"
        self.log.touch()
        self.process, self.lives = None, 0
        self.status, self.statuses, self.is_ready = "", [], threading.Event()
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self.notices.bind(str(place.home / "notify"))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            for line in self.notices.recv(8192).decode(errors="replace").splitlines():
                if line == "READY=1":
                    self.is_ready.set()
                elif line.startswith("STATUS="):
                    self.status = line[len("STATUS="):]
                    self.statuses = self.statuses[-999:] + [self.status]

    def start(self, ready=True, environment={}):
        self.is_ready.clear()
        own = {"NOTIFY_SOCKET": str(self.place.home / "notify")}
        variables = self.place.environment | own | self.more | environment
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.place.options.program, "watch", "--config", self.place.configuration], env=variables,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        self.lives += 1
        if ready:
            self.wait_until_ready()
        return self

    def wait_until_ready(self):
        end = time.monotonic() + PATIENCE
        while not self.is_ready.wait(0.1):
            if self.process.poll() is not None:
                raise RuntimeError(f"the daemon ended with {self.process.returncode}: {self.tail()}")
            if time.monotonic() > end:
                raise RuntimeError(f"the daemon is not ready: {self.tail()}")

    @property
    def is_running(self):
        return self.process.poll() is None

    def workers(self):
        """The processes of its workers: each thread of the daemon has its own children."""
        found = []
        for children in pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in children.read_text().split()]
        return found

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Asks it to end; gives its exit status, or None when it had to be killed."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(90)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.stop()

    def tail(self):
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def said(self, words):
        """How often its log says that."""
        return self.log.read_text(errors="replace").count(words)

    def wait(self, condition, what, patience=PATIENCE, progress=None):
        """Waits until a condition holds; gives up after `patience` seconds in which `progress()` stayed the same."""
        last, seen = time.monotonic(), None
        while True:
            begun = time.monotonic()
            if condition():
                return True
            now = progress() if progress else None
            if now != seen:
                last, seen = time.monotonic(), now
            if time.monotonic() - last > patience:
                if what:
                    print(f"gave up on {what}; status: {self.status}", file=sys.stderr)
                return False
            # Looking at a folder of thousands may not keep a core from the daemon.
            time.sleep(max(0.02, 9 * (time.monotonic() - begun)) if progress else 0.02)

    def wait_for(self, count, folder=None, patience=PATIENCE):
        """Waits until a folder has so many summaries."""
        folder = folder or self.place.acquisition
        return self.wait(lambda: len(summaries(folder)) >= count, f"{count} summaries", patience,
                         lambda: len(summaries(folder)))


def memory(process):
    """Resident memory of a process in MB."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(process):
    """The CPU time that a process has used."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def send(process, kind):
    """Sends a signal to a process that may be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, kind)


def mounting():
    """Goes on in a mount namespace of its own: what is mounted there ends with the script, however that ends."""
    need_root("mounting")
    if "SEGMENTD_SOAK_MOUNTS" not in os.environ:
        os.environ["SEGMENTD_SOAK_MOUNTS"] = "private"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])


def call(*command, check=True):
    """Runs a program to its end; gives its exit status."""
    result = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if check and result.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {result.stderr[-500:]}")
    return result.returncode


__all__ = [name for name in dir() if not name.startswith("_")]
