#!/usr/bin/python3
"""From the objects that segmentd finds to the next pictures that Micro-Manager takes, with pymmcore-plus and useq.

    feedback_pymmcore.py --folder /data/scope1 --configuration MMConfig.cfg --channel FITC --exposure 50

After each image, the stage goes to the largest objects, one after the other, and takes a picture of each: they are
`useq.MDAEvent`s, which `CMMCorePlus.run_mda` runs. Use it from a program of your own as well:

    feedback = Feedback(core, pixel_size=0.65, most=5)
    for event in Events(kinds=["image_done"]):
        feedback.react(event)

The table of objects has pixels. A stage has micrometres, and the image's centre is where it stood when the image was
taken: its present position unless `--stage` says another. Cameras are often mounted turned: `--flip-x`, `--flip-y` and
`--swap` set that right. Try it with an empty stage first.
"""

import argparse
import csv
import json
import sys

from segmentd_events import SOCKET, Events, Refused, path_of


def objects_of(event):
    """The rows of an image's object table, the largest object first."""
    with open(path_of(event["outputs"]["objects"]), newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: -float(row["area"]))


def summary_of(event):
    """The image's summary."""
    with open(path_of(event["summary"]), "rb") as file:
        return json.load(file)


class Feedback:
    """Moves the stage to what was found, and takes pictures there.

    core: a CMMCorePlus. pixel_size: micrometres; None takes what the image file says. stage: x, y (and z) of the
    image's centre in micrometres; None takes where the stage is. most: so many objects of an image at most.
    channel, exposure (ms): of the pictures; None leaves the microscope as it is. flip_x, flip_y, swap: how the camera
    sees the stage's axes.
    """

    def __init__(self, core, pixel_size=None, stage=None, most=10, channel=None, exposure=None, flip_x=False,
                 flip_y=False, swap=False):
        self.core, self.pixel_size, self.stage, self.most = core, pixel_size, stage, most
        self.channel, self.exposure = channel, exposure
        self.signs, self.swap = (-1 if flip_x else 1, -1 if flip_y else 1), swap

    def positions(self, event):
        """Where the stage has to go for each object, x, y and z in micrometres, and the row of its table."""
        summary = summary_of(event)
        extents = dict(zip(summary["image"]["axes"], summary["image"]["shape"]))
        size = summary["image"].get("pixel_size") or {}
        micrometres = {"nm": 1e-3, "mm": 1e3}.get(size.get("unit"), 1)
        x_size, y_size = (self.pixel_size or size.get(axis, 0) * micrometres for axis in ("x", "y"))
        if not x_size or not y_size:
            raise ValueError(f'{path_of(event["image"])} says no pixel size: give it (--pixel-size 0.65)')
        centre = self.stage or (self.core.getXPosition(), self.core.getYPosition())
        found = []
        for row in objects_of(event)[: self.most]:
            # The columns end with row and column; of a volume, the slice stands before them.
            is_volume = "centroid-2" in row
            row_place, column_place = (float(row[f"centroid-{axis + is_volume}"]) for axis in (0, 1))
            # The middle of 100 pixels that are counted from 0 is 49.5.
            x = (column_place - (extents["X"] - 1) / 2) * x_size * self.signs[0]
            y = (row_place - (extents["Y"] - 1) / 2) * y_size * self.signs[1]
            if self.swap:
                x, y = y, x
            found.append((centre[0] + x, centre[1] + y, self._height(centre, row, size, extents, is_volume), row))
        return found

    def _height(self, centre, row, size, extents, is_volume):
        """The z of the stage; None leaves the focus alone."""
        z = centre[2] if len(centre) > 2 else None
        if z is None or not is_volume or not size.get("z"):
            return z
        return z + (float(row["centroid-0"]) - (extents["Z"] - 1) / 2) * size["z"]

    def events(self, event):
        """The acquisition for an image: a `useq.MDAEvent` an object."""
        import useq

        found = []
        for number, (x, y, z, row) in enumerate(self.positions(event)):
            found.append(useq.MDAEvent(
                index={"p": number}, x_pos=x, y_pos=y, z_pos=z, channel=self.channel, exposure=self.exposure,
                pos_name=f'object {row["label"]}',
                metadata={"segmentd": {"image": path_of(event["image"]), "label": int(row["label"])}},
            ))
        return found

    def react(self, event):
        """Takes the pictures that follow from an image, and brings the stage back; gives how many there were."""
        found = self.events(event)
        if found:
            before = (self.core.getXPosition(), self.core.getYPosition())
            # A thread in all versions of pymmcore-plus; the next image waits until it has ended.
            self.core.run_mda(found).join()
            self.core.setXYPosition(*before)
            self.core.waitForSystem()
        return len(found)


def place(text):
    return tuple(float(part) for part in text.split(","))


def main():
    parser = argparse.ArgumentParser(description="Take a picture of each object that segmentd finds.")
    parser.add_argument("--folder", help="the watched folder; all unless given")
    parser.add_argument("--recipe", help="the recipe that finds the objects, where the folder has several")
    parser.add_argument("--configuration", help="Micro-Manager's configuration; its demonstration unless given")
    parser.add_argument("--pixel-size", type=float, help="micrometres; unless given, what the image file says")
    parser.add_argument("--stage", type=place, help="X,Y or X,Y,Z of the image's centre in micrometres")
    parser.add_argument("--most", type=int, default=10, help="so many objects of an image (%(default)s)")
    parser.add_argument("--channel")
    parser.add_argument("--exposure", type=float, help="milliseconds")
    parser.add_argument("--flip-x", action="store_true")
    parser.add_argument("--flip-y", action="store_true")
    parser.add_argument("--swap", action="store_true", help="the camera's rows are the stage's x")
    parser.add_argument("--images", type=int, help="end after so many images")
    parser.add_argument("--socket", default=SOCKET, help="the daemon's socket (%(default)s)")
    options = parser.parse_args()
    from pymmcore_plus import CMMCorePlus

    core = CMMCorePlus.instance()
    if options.configuration:
        core.loadSystemConfiguration(options.configuration)
    else:
        core.loadSystemConfiguration()
    feedback = Feedback(core, options.pixel_size, options.stage, options.most, options.channel, options.exposure,
                        options.flip_x, options.flip_y, options.swap)
    done = 0
    try:
        for event in Events(options.socket, ["image_done"], options.folder):
            if event["event"] == "connected":
                print("listening", flush=True)
            if event["event"] != "image_done" or event.get("recipe") != options.recipe:
                continue
            print(f'{path_of(event["image"])}: {feedback.react(event)} pictures', flush=True)
            done += 1
            if done == options.images:
                break
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
