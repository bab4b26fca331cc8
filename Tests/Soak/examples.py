#!/usr/bin/python3
"""The examples of Config/examples beside a daemon, on drawn images: where they say that objects are, and that each image
is told of once.

    examples.py PROGRAM [--short] [--plant]

Images are rectangles of known place, with a pixel size in the file. `dystrack_line.py` is killed and started again, and so
is the daemon, and images are done while neither runs; a reader looks at its file all the time. `feedback_pymmcore.py`
moves a stage that only writes down where it was sent, in place of pymmcore-plus and useq.
"""

import random
import time

import numpy
import tifffile
from lab import *

EXAMPLES = TESTS.parent / "Config/examples"
sys.path.append(str(EXAMPLES))
sys.dont_write_bytecode = True
import segmentd_events  # noqa: E402  (from the folder above)

#: Micrometres a pixel, and the columns and rows of an image.
PIXEL, WIDTH, HEIGHT = 0.65, 96, 64

CORE = '''
import json, os

class Thread:
    def join(self):
        pass

class CMMCorePlus:
    """A stage that writes down where it is sent."""
    place = (1000.0, -500.0)

    @classmethod
    def instance(cls):
        return cls()

    def note(self, *what):
        with open(os.environ["SENT"], "a") as file:
            file.write(json.dumps(what) + "\\n")

    def loadSystemConfiguration(self, path=None):
        self.note("configuration", path)

    def getXPosition(self):
        return self.place[0]

    def getYPosition(self):
        return self.place[1]

    def setXYPosition(self, x, y):
        self.note("back", x, y)

    def waitForSystem(self):
        pass

    def run_mda(self, events):
        for event in events:
            self.note("event", event.values)
        return Thread()
'''

USEQ = '''
class MDAEvent:
    """What useq-schema's event holds: these names and no others."""
    NAMES = {"index", "channel", "exposure", "min_start_time", "pos_name", "x_pos", "y_pos", "z_pos", "sequence",
             "properties", "metadata", "action", "keep_shutter_open", "slm_image", "camera"}

    def __init__(self, **values):
        assert set(values) <= self.NAMES, values
        self.values = values
'''


def drawn(number):
    """Rectangles of an image: upper left corner and size, the largest first; none for every seventh image."""
    if number % 7 == 6:
        return []
    generator = random.Random(number)
    blocks = []
    for index in range(3):
        height, width = (16, 20) if index == 0 else (generator.randint(3, 8), generator.randint(3, 8))
        blocks.append((generator.randint(2, HEIGHT - height - 2), 2 + 31 * index + generator.randint(0, 8), height, width))
    return blocks


def centre(block):
    """Row and column of the middle of a rectangle, from the middle of the first pixel."""
    top, left, height, width = block
    return top + (height - 1) / 2, left + (width - 1) / 2


def draw(number, path):
    pixels = numpy.full((HEIGHT, WIDTH), 20, numpy.uint16)
    for top, left, height, width in drawn(number):
        pixels[top : top + height, left : left + width] = 200
    # Each differs from the others.
    pixels[0, :2] = number >> 8, number & 15
    aside = path.with_name(f".{path.name}.part")
    tifffile.imwrite(aside, pixels, imagej=True, resolution=(1 / PIXEL, 1 / PIXEL), metadata={"unit": "um"})
    os.rename(aside, path)


def line(number):
    """The line that a macro has to read for an image."""
    if not drawn(number):
        return "nan\tnan\tnan\tno_objects"
    row, column = centre(drawn(number)[0])
    return f"0.0000\t{row * PIXEL:.4f}\t{column * PIXEL:.4f}\tOK"


class Script:
    """One of the examples, running."""

    def __init__(self, place, name, *more, environment={}):
        self.log = open(place.home / f"{name}.log", "ab")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-B", EXAMPLES / name, "--socket", place.home / "run/segmentd/daemon.socket",
             "--folder", place.acquisition, *more],
            env=place.environment | environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


def lines_of(path):
    """The lines behind the header; None while the file is none that a macro can read."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return []
    head, *lines = text.split("\n")
    return lines[:-1] if head == "Z\tY\tX\tmsg" and lines and lines[-1] == "" else None


class Reader:
    """A macro that looks at the file all the time: it only ever grows, by whole lines."""

    def __init__(self, path):
        self.path, self.faults, self.last, self.is_over = path, 0, [], threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def _look(self):
        while not self.is_over.is_set():
            now = lines_of(self.path)
            self.faults += now is None or now[: len(self.last)] != self.last
            self.last = now or self.last
            time.sleep(0.002)

    def close(self):
        self.is_over.set()
        self.thread.join()


def dystrack(options, row, place, daemon):
    """Each image gets its line once, whoever is killed and started again meanwhile."""
    # Done before the first start: no line.
    draw(1000, place.acquisition / "before.tif")
    daemon.wait_for(1)
    path = place.acquisition / "dystrack_coords.txt"
    # A table is no image, nor is this file.
    script = Script(place, "dystrack_line.py", "--coordinates", path)
    daemon.wait(lambda: path.exists(), "the first file")
    reader = Reader(path)
    numbers, rounds = [], 4 if options.short else 20
    for turn in range(rounds):
        for _ in range(4):
            draw(len(numbers), place.acquisition / f"{len(numbers):04}.tif")
            numbers.append(len(numbers))
        if turn % 2 == 0:
            # At any moment: of a line, or between record and file.
            time.sleep(random.Random(turn).random() / 2)
            script.kill()
            daemon.wait_for(1 + len(numbers))
            script = Script(place, "dystrack_line.py", "--coordinates", path)
        elif turn % 4 == 1:
            daemon.stop()
            draw(len(numbers), place.acquisition / f"{len(numbers):04}.tif")
            numbers.append(len(numbers))
            daemon.start()
        daemon.wait(lambda: len(lines_of(path) or []) >= len(numbers), f"{len(numbers)} lines", 60)
    # The same images again, by hand and with new summaries: no news.
    place.run("run", "--again", "--classifier", place.home / "threshold.cl", place.acquisition)
    (place.acquisition / "cut.tif").write_bytes((place.acquisition / "0000.tif").read_bytes()[:9000])
    daemon.wait(lambda: len(lines_of(path) or []) > len(numbers), "the line of a cut image", 60)
    second = subprocess.run(
        ["/usr/bin/python3", "-B", EXAMPLES / "dystrack_line.py", "--folder", place.acquisition, "--coordinates", path],
        capture_output=True, stdin=subprocess.DEVNULL,
    )
    script.kill()
    reader.close()
    if options.plant:
        path.write_text(path.read_text().replace("OK", "ok", 1))
    lines = lines_of(path)
    row.equal("lines", len(lines), len(numbers) + 1)
    row.equal("lines of images, each once and right", sorted(lines[:-1]) == sorted(map(line, numbers)), True)
    row.equal("the cut image", lines[-1], "nan\tnan\tnan\tfailed:truncated_data")
    row.equal("times that a reader saw half a file, or one that went back", reader.faults)
    row.equal("a second script is refused", second.returncode != 0 and b"another" in second.stderr, True)


def client(row, place, daemon):
    """An image that is waited for before and after it is done."""
    socket_path = str(place.home / "run/segmentd/daemon.socket")
    script = Script(place, "segmentd_events.py")
    # It hears what happens from now on.
    log = place.home / "segmentd_events.py.log"
    daemon.wait(lambda: "listening" in log.read_text(), "the client", 60)
    events = segmentd_events.Events(socket_path, ["image_done"])
    events.connect()
    path = place.acquisition / "client.tif"
    found = []
    waiter = threading.Thread(target=lambda: found.append(segmentd_events.Events(socket_path).wait_for(path, 60)))
    waiter.start()
    draw(4, path)
    waiter.join()
    event = next(event for event in events if event["event"] == "image_done")
    row.equal("waited for", [(event["event"], event["image"]) for event in found], [("image_done", str(path))])
    row.equal("heard", (event["image"], event["objects"]), (str(path), len(drawn(4))))
    late = segmentd_events.Events(socket_path).wait_for(path, 60)
    row.equal("done before", late["summary"], str(summary_of(path)))
    try:
        segmentd_events.Events(socket_path).wait_for(place.acquisition / "never.tif", 1)
        row.equal("one that never comes", "came", "TimeoutError")
    except TimeoutError as error:
        row.equal("one that never comes", type(error).__name__, "TimeoutError")
    name = f"{path}: {len(drawn(4))} objects"
    row.equal("printed", daemon.wait(lambda: name in (place.home / "segmentd_events.py.log").read_text(), name, 30), True)
    events.close()
    script.kill()


def feedback(row, place, daemon):
    """A stage is sent to the objects of an image, by its pixel size and from where it stands."""
    fakes = place.folder("fakes")
    (fakes / "useq.py").write_text(USEQ)
    (fakes / "pymmcore_plus.py").write_text(CORE)
    sent = place.home / "sent"
    script = Script(place, "feedback_pymmcore.py", "--most", "2", "--channel", "FITC", "--images", "1", "--flip-y",
                    environment={"PYTHONPATH": str(fakes), "SENT": str(sent)})
    log = place.home / "feedback_pymmcore.py.log"
    daemon.wait(lambda: "listening" in log.read_text(), "the feedback", 60)
    draw(5, place.acquisition / "feedback.tif")
    row.equal("exit status of the feedback", script.process.wait(60), 0)
    notes = [json.loads(note) for note in sent.read_text().splitlines()]
    places = [(round(note[1]["x_pos"], 6), round(note[1]["y_pos"], 6)) for note in notes if note[0] == "event"]
    expected = []
    blocks = sorted(drawn(5), key=lambda block: -block[2] * block[3])
    for row_place, column_place in map(centre, blocks[:2]):
        expected.append((round(1000 + (column_place - (WIDTH - 1) / 2) * PIXEL, 6),
                         round(-500 - (row_place - (HEIGHT - 1) / 2) * PIXEL, 6)))
    row.equal("where the stage was sent", places, expected)
    row.equal("channel of the pictures", sorted({note[1]["channel"] for note in notes if note[0] == "event"}), ["FITC"])
    row.equal("brought back", notes[-1], ["back", 1000.0, -500.0])


def main():
    options = arguments(__doc__)
    row = Row("examples", options)
    place = Place(options, "examples")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    with Daemon(place).start() as daemon:
        dystrack(options, row, place, daemon)
        client(row, place, daemon)
        feedback(row, place, daemon)
        row.equal("exit status", daemon.stop(), 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
