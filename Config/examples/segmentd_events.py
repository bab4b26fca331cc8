#!/usr/bin/python3
"""What segmentd has done, the moment it is done: a client of its socket, of Python's standard library alone.

    from segmentd_events import Events

    for event in Events(kinds=["image_done"]):
        print(event["image"], event["objects"], "objects")

    result = Events().wait_for("/data/scope1/x.tif", seconds=30)

or as a program, which prints a line an image:

    segmentd_events.py [--socket /run/segmentd/daemon.socket] [--folder /data/scope1]

Sources/Service/Commands/README.md of segmentd tells every key of an event. Whoever listens must belong to the service's
group (usermod --append --groups segmentd NAME).
"""

import argparse
import base64
import json
import os
import socket
import sys
import time

SOCKET = "/run/segmentd/daemon.socket"


class Refused(Exception):
    """The daemon does not do what it was asked; the text says why, and what to do."""


def path_of(value):
    """A path of an event as text; bytes that are no UTF-8 are kept, as `os.fsdecode` keeps them."""
    if isinstance(value, dict):
        return os.fsdecode(base64.b64decode(value["base64"]))
    return value


def path_value(path):
    """A path as a request takes it."""
    path = os.fsencode(path)
    try:
        return path.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(path).decode()}


def ask(command, socket_path=SOCKET, seconds=10, **more):
    """Asks the daemon once, and gives its answer."""
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.settimeout(seconds)
        daemon.connect(socket_path)
        daemon.sendall(json.dumps({"protocol": 1, "command": command, **more}).encode() + b"\n")
        return _answer(daemon.makefile("rb").readline())


def _answer(line):
    if not line:
        raise ConnectionError("the daemon gives no answer")
    reply = json.loads(line)
    if "error" in reply:
        raise Refused(f'{reply["error"]["message"]}; {reply["error"]["remedy"]}')
    return reply["answer"]


class Events:
    """The daemon's events, one after the other, without end: when the daemon is away, it is waited for.

    After each connection, the first included, an event {"event": "connected"} comes: what happened before it was not
    heard. After {"event": "lost"}, some were not heard either. Whoever may miss nothing looks then at what lies in the
    folder: an image is done when its summary is there.
    """

    def __init__(self, socket_path=SOCKET, kinds=None, folder=None, pause=0.5):
        self.socket_path, self.kinds, self.folder, self.pause = socket_path, kinds, folder, pause
        self._connection = self._lines = None

    def connect(self):
        """Connects, unless that is done; raises OSError where no daemon answers, and Refused where it does not let us."""
        if self._connection:
            return
        request = {"protocol": 1, "command": "events"}
        if self.kinds is not None:
            # `lost` is told in any case; beats show that the daemon is alive.
            request["kinds"] = sorted({*self.kinds, "beat"})
        if self.folder is not None:
            request["folder"] = path_value(self.folder)
        connection = socket.socket(socket.AF_UNIX)
        try:
            # Three signs of life that did not come.
            connection.settimeout(30)
            connection.connect(self.socket_path)
            connection.sendall(json.dumps(request).encode() + b"\n")
            lines = connection.makefile("rb")
            _answer(lines.readline())
        except BaseException:
            connection.close()
            raise
        self._connection, self._lines = connection, lines

    def close(self):
        """Ends the connection; the next event makes another one."""
        if self._connection:
            self._lines.close()
            self._connection.close()
        self._connection = self._lines = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __iter__(self):
        while True:
            try:
                self.connect()
            except (OSError, ValueError):
                time.sleep(self.pause)
                continue
            yield {"event": "connected"}
            try:
                for line in self._lines:
                    event = json.loads(line)
                    if self.kinds is None or event["event"] in (*self.kinds, "lost"):
                        yield event
            except (OSError, ValueError):
                # It ended, perhaps in the middle of a line.
                pass
            self.close()

    def wait_for(self, image, seconds=None, recipe=None):
        """Waits until an image is done or failed, and gives the event; one that was done before is found by asking.

        Raises TimeoutError. The event of an image that was done before has only `image`, `recipe` and `summary`.
        """
        image = os.path.abspath(os.fspath(image))
        end = None if seconds is None else time.monotonic() + seconds
        # Listen first and ask then: what is done in between is heard.
        with Events(self.socket_path, ["image_done", "image_failed", "beat"], pause=0.1) as events:
            while True:
                if end is not None and time.monotonic() > end:
                    raise TimeoutError(f"{image} was not done within {seconds} s")
                try:
                    events.connect()
                    done = self._done_before(image, recipe)
                    if done:
                        return done
                    events._connection.settimeout(None if end is None else max(0.01, end - time.monotonic()))
                    for line in events._lines:
                        event = json.loads(line)
                        if "image" in event and path_of(event["image"]) == image and event.get("recipe") == recipe:
                            return event
                        if event["event"] == "lost":
                            break
                except (OSError, ValueError):
                    time.sleep(events.pause)
                events.close()

    def _done_before(self, image, recipe):
        explained = ask("explain", self.socket_path, files=[path_value(image)])["images"][0]
        for known in explained.get("recipes", []):
            if known.get("recipe") == recipe and known.get("state") in ("done", "failed"):
                return {"event": "image_" + known["state"], "image": image, "recipe": recipe,
                        "summary": known.get("summary")}
        return None


def main():
    parser = argparse.ArgumentParser(description="Print a line for each image that segmentd has done.")
    parser.add_argument("--socket", default=SOCKET, help="the daemon's socket (%(default)s)")
    parser.add_argument("--folder", help="only the images of this watched folder")
    options = parser.parse_args()
    try:
        events = Events(options.socket, ["image_done", "image_failed"], options.folder)
        events.connect()
        print("listening", file=sys.stderr, flush=True)
        for event in events:
            if event["event"] == "image_done":
                lag = event["milliseconds"].get("lag")
                late = "" if lag is None else f", {lag:.0f} ms after its last byte"
                print(f'{path_of(event["image"])}: {event.get("objects", "no")} objects{late}', flush=True)
            elif event["event"] == "image_failed":
                print(f'{path_of(event["image"])}: {event["error"]["message"]}', flush=True)
            elif event["event"] == "lost":
                print(f'{event["count"]} images were not heard of', file=sys.stderr, flush=True)
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
