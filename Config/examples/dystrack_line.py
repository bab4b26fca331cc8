#!/usr/bin/python3
"""One text line an image, `z y x message`, for the macros of ZEN and NIS-Elements that come with DySTrack.

    dystrack_line.py --folder /data/scope1 --coordinates /data/scope1/dystrack_coords.txt

The file has DySTrack's form: a header `Z Y X msg` and a line an image, separated by tabs, four digits behind the point.
A line tells where the largest object is, from the centre of the image's first pixel; `z` is 0 for an image of one plane.

  units     micrometres, by the pixel size in the image file or `--pixel-size`; macros that multiply by the pixel size
            themselves, as DySTrack's macro for ZEN does, take `--units pixels`
  message   OK; no_objects, no_pixel_size, no_table or failed:KIND where there is no place: the numbers are `nan` then, or
            those of the line before with `--fallback last`

Each image gets its line once: also when it is segmented again, when the daemon or this script is restarted, or when the
connection breaks. What was written is kept beside the file (`.done`); images that were done while nobody listened get
their lines when it listens again. At its very first start, images that are done already get none. Remove both files for
a new experiment. The file is replaced whole, so that a macro never reads half a line.
"""

import argparse
import base64
import csv
import fcntl
import json
import math
import os
import sys

from segmentd_events import SOCKET, Events, Refused, path_of

HEADER = "Z\tY\tX\tmsg"


class Ledger:
    """The images that have their line, in a file to which a record an image is appended, and the lines themselves."""

    def __init__(self, path):
        self.path, self.lines, self.done = path, [], set()
        self.file = open(path, "a+b")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit(f"another dystrack_line.py writes to {path}: end that one, or choose another --coordinates")
        self.file.seek(0)
        whole = 0
        for record in self.file:
            # A record without its end was being written when somebody pulled the plug; its line is not in the file.
            if not record.endswith(b"\n"):
                break
            whole += len(record)
            entry = json.loads(record)
            self.done.add(entry["image"])
            if entry["line"] is not None:
                self.lines.append(entry["line"])
        self.file.truncate(whole)

    @property
    def is_new(self):
        """Whether nothing was ever written to it, not even the images that lay there before."""
        return os.path.getsize(self.path) == 0

    def begin(self, images):
        """Notes the images that lie there before the first, all at once: a start that is broken off has noted none."""
        records = b"".join(json.dumps({"image": image, "line": None}).encode() + b"\n" for image in ["", *images])
        part = self.path + ".part"
        with open(part, "wb") as file:
            file.write(records)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self.path)
        lock, self.file = self.file, open(self.path, "ab")
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.close()
        self.done.update(images)

    def add(self, image, line):
        """From here on the image has its line, whatever happens; a line of None means that it gets none."""
        self.file.write(json.dumps({"image": image, "line": line}).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        self.done.add(image)
        if line is not None:
            self.lines.append(line)


class Coordinates:
    """The file that the macro reads, and what was written to it."""

    def __init__(self, options):
        self.options = options
        self.ledger = Ledger(options.coordinates + ".done")
        if self.ledger.is_new and not options.all:
            self.ledger.begin([self.name(summary) for _, summary in self.summaries()])
        self.write()

    def summaries(self):
        """The summaries that lie there, in the order in which they came."""
        found = []
        for folder, _, names in os.walk(self.options.results or self.options.folder):
            for name in names:
                if name.endswith("_summary.json") and not name.startswith("."):
                    path = os.path.join(folder, name)
                    try:
                        found.append((os.stat(path).st_mtime_ns, path))
                    except FileNotFoundError:
                        pass
        return sorted(found)

    def name(self, summary):
        """What an image is known by: its summary's place, with `--overwritten` its content too."""
        # However the folder was spelt here, and in the daemon's configuration.
        name = os.fsencode(os.path.realpath(summary)).decode(errors="backslashreplace")
        if not self.options.overwritten:
            return name
        content = read(summary)
        return f'{name} {content["image"].get("sha256") if content else None}'

    def take(self, summary):
        """Writes the line of an image, unless it has one."""
        name = self.name(summary)
        if name in self.ledger.done:
            return
        content = read(summary)
        # It is being replaced, or none of segmentd's; what replaces it is told again.
        if content is None or content.get("recipe") != self.options.recipe:
            return
        self.ledger.add(name, self.line(content, os.path.dirname(summary)))
        self.write()

    def line(self, summary, folder):
        """The line for a summary, without its end."""
        place, message = place_of(summary, folder, self.options)
        if place is None and self.options.fallback == "last" and self.ledger.lines:
            return "\t".join(self.ledger.lines[-1].split("\t")[:3] + [message])
        return "\t".join([f"{number:.4f}" for number in place or [math.nan] * 3] + [message])

    def write(self):
        """Puts the file in place, whole."""
        end = "\r\n" if self.options.crlf else "\n"
        temporary = self.options.coordinates + ".part"
        with open(temporary, "w", newline="") as file:
            file.write(end.join([HEADER, *self.ledger.lines, ""]))
        os.replace(temporary, self.options.coordinates)


def read(path):
    """A summary; None while there is none that can be read."""
    try:
        with open(path, "rb") as file:
            content = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    return content if content.get("mark") == "segmentd" else None


def place_of(summary, folder, options):
    """Where the largest object is, as z, y and x, and the message; None and the message where there is no place."""
    if summary["status"] != "done":
        return None, "failed:" + summary["error"]["kind"]
    tables = [output for output in summary["outputs"] if output["kind"] == "objects"]
    if not tables:
        return None, "no_table"
    name = base64.b64decode(tables[0]["name_base64"]) if "name_base64" in tables[0] else tables[0]["name"].encode()
    try:
        with open(os.path.join(os.fsencode(folder), name), newline="") as file:
            objects = list(csv.DictReader(file))
    except FileNotFoundError:
        return None, "no_table"
    if not objects:
        return None, "no_objects"
    largest = max(objects, key=lambda row: float(row["area"]))
    # Rows and columns stand last; the slice before them, where the object is one of a volume.
    pixels = [float(largest[key]) for key in ("centroid-0", "centroid-1", "centroid-2") if key in largest]
    if len(pixels) == 2:
        pixels.insert(0, float(largest["z"]))
    if options.units == "pixels":
        return pixels, "OK"
    sizes = options.pixel_size or file_pixel_size(summary)
    # A plane by itself needs no distance of slices.
    if sizes and sizes[0] is None and pixels[0] == 0:
        sizes = [1.0, *sizes[1:]]
    if not sizes or None in sizes:
        return None, "no_pixel_size"
    return [pixel * size for pixel, size in zip(pixels, sizes)], "OK"


def file_pixel_size(summary):
    """The extents of a pixel along z, y and x in micrometres, as the image file says; None where it does not."""
    units = {"µm": 1, "μm": 1, "um": 1, "micron": 1, "microns": 1, "micrometer": 1, "micrometre": 1, "\\u00b5m": 1,
             "nm": 1e-3, "mm": 1e3, "cm": 1e4, "m": 1e6, "inch": 25_400}
    size = summary["image"].get("pixel_size")
    factor = units.get(size["unit"]) if size else None
    if factor is None:
        return None
    return [size[axis] * factor if size.get(axis) is not None else None for axis in ("z", "y", "x")]


def lengths(text):
    """`0.65` or `2,0.65,0.65`: z, y and x."""
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) not in (1, 2, 3) or not all(number > 0 for number in numbers):
        raise argparse.ArgumentTypeError("write X, Y,X or Z,Y,X in micrometres, such as 2,0.65,0.65")
    return [None] * (3 - len(numbers)) + numbers if len(numbers) > 1 else [None, numbers[0], numbers[0]]


def main():
    parser = argparse.ArgumentParser(description="Write a line `z y x message` for each image that segmentd has done.")
    parser.add_argument("--folder", required=True, help="the watched folder of the prescans")
    parser.add_argument("--coordinates", required=True, help="the file that the macro reads: …/dystrack_coords.txt")
    parser.add_argument("--results", help="where the summaries are, if `output` of the folder is not \"beside\"")
    parser.add_argument("--recipe", help="the recipe that finds the object, where the folder has several")
    parser.add_argument("--units", choices=["um", "pixels"], default="um")
    parser.add_argument("--pixel-size", type=lengths, help="X, Y,X or Z,Y,X in micrometres, instead of the file's own")
    parser.add_argument("--fallback", choices=["nan", "last"], default="nan", help="the numbers where there is no place")
    parser.add_argument("--overwritten", action="store_true", help="the microscope uses one file name again and again")
    parser.add_argument("--all", action="store_true", help="at the first start: lines for images that are done already")
    parser.add_argument("--crlf", action="store_true", help="end lines as Windows does")
    parser.add_argument("--socket", default=SOCKET, help="the daemon's socket (%(default)s)")
    options = parser.parse_args()
    coordinates = Coordinates(options)
    try:
        for event in Events(options.socket, ["image_done", "image_failed"], options.folder):
            if event["event"] in ("connected", "lost"):
                for _, summary in coordinates.summaries():
                    coordinates.take(summary)
            else:
                coordinates.take(path_of(event["summary"]))
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
