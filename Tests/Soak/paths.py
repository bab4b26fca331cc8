#!/usr/bin/python3
"""Attacks by names and links: nothing outside of the root is read or written, nothing foreign is replaced.

    paths.py PROGRAM [--short]

What lies outside is watched for every opening, reading and change by inotify while links lead there, names are swapped
for links in races (10,000 turns and more), and the root itself is replaced by a link. Images with awkward names
must have their right results all the same. Devices need root.
"""

import ctypes
import random
import socket
import stat
import struct
import time

from lab import *

#: From <sys/inotify.h>: ACCESS, MODIFY, ATTRIB, CLOSE_WRITE, CLOSE_NOWRITE, OPEN, MOVED, CREATE, DELETE.
EVERYTHING = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x100 | 0x200
NAMES = {0x1: "read", 0x2: "changed", 0x4: "attributes", 0x8: "closed", 0x10: "closed", 0x20: "opened",
         0x40: "moved", 0x80: "moved", 0x100: "made", 0x200: "removed"}
LIBRARY = ctypes.CDLL(None, use_errno=True)
RENAME_EXCHANGE = 2
AT_FDCWD = -100


def exchange(one, other):
    """Two names change places, at once."""
    if LIBRARY.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) != 0:
        raise OSError(ctypes.get_errno(), f"{one} and {other} cannot be exchanged")


class Guard:
    """Notes everything that happens to what is in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.before = self.state()
        self.descriptor = LIBRARY.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if LIBRARY.inotify_add_watch(self.descriptor, os.fsencode(folder), EVERYTHING) < 0:
            raise OSError(ctypes.get_errno(), f"{folder} cannot be watched")

    def state(self):
        return {path.name: (digest(path) if path.is_file() else "", path.lstat().st_mtime_ns)
                for path in sorted(self.folder.iterdir())}

    def events(self):
        """What happened, in words; further looks by ourselves come after it."""
        found = []
        while True:
            try:
                block = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return found
            offset = 0
            while offset < len(block):
                _, mask, _, length = struct.unpack_from("iIII", block, offset)
                name = block[offset + 16 : offset + 16 + length].rstrip(b"\0").decode(errors="replace")
                # The folder itself may be looked at: a listing shows no content.
                if name:
                    what = next((word for bit, word in NAMES.items() if mask & bit), hex(mask))
                    found.append(f"{name} was {what}")
                offset += 16 + length


def main():
    options = arguments(__doc__)
    turns = 300 if options.short else 10_000
    row = Row("paths", options)
    place = Place(options, "paths")
    root = place.acquisition
    classifier = place.classifier("threshold", threshold(100))
    beside_link = place.folder("second")
    place.configure(classifier, rescan="2s")
    place.configuration.write_text(
        place.configuration.read_text() + f'[[folder]]\npath = "{beside_link}"\nquiet = "0s"\noutput = "results"\n'
        f'  [[folder.recipe]]\n  classifier = "{classifier}"\n'
    )
    place.warm(classifier)

    outside = place.folder("outside")
    # 17 objects: no image inside has so many.
    secret = counted(0xFFFF)
    for name in ("secret.tif", "victim.tif", "inner.tif"):
        (outside / name).write_bytes(secret)
    (outside / "victim.json").write_text("{}")
    secrets = {hashlib.sha256(secret).hexdigest()}
    expected, foreign = {}, {}

    def image(path, number):
        """An image that must have its result."""
        expected[path] = objects_in(number)
        bring_bytes(path, counted(number))

    def bring_bytes(path, data):
        part = os.path.join(os.path.dirname(os.fsencode(path)), b".part")
        with open(part, "wb") as file:
            file.write(data)
        os.rename(part, os.fsencode(path))

    def keep(path):
        """Something foreign, which must stay as it is."""
        state = os.lstat(path)
        what = os.readlink(path) if stat.S_ISLNK(state.st_mode) else digest(path) if stat.S_ISREG(state.st_mode) else ""
        foreign[path] = (state.st_ino, state.st_mode, what)

    def is_kept(path):
        try:
            state = os.lstat(path)
        except FileNotFoundError:
            return False
        what = os.readlink(path) if stat.S_ISLNK(state.st_mode) else digest(path) if stat.S_ISREG(state.st_mode) else ""
        return foreign[path] == (state.st_ino, state.st_mode, what)

    # Names of images that are no files of this folder.
    (root / "sub").mkdir()
    links = {"up.tif": "../outside/secret.tif", "absolute.tif": str(outside / "secret.tif"), "chain.tif": "up.tif",
             "far.tif": "sub/../../outside/secret.tif", "folder": "../outside", "sub/deep": str(outside),
             "proc.tif": f"/proc/self/root{outside}/secret.tif", "loop.tif": "loop.tif", "nothing.tif": "gone.tif"}
    for name, end in links.items():
        (root / name).symlink_to(end)
        keep(root / name)
    os.mkfifo(root / "pipe.tif")
    keep(root / "pipe.tif")
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.relpath(root / "socket.tif")) if len(str(root)) > 90 else server.bind(str(root / "socket.tif"))
    keep(root / "socket.tif")
    if os.geteuid() == 0:
        os.mknod(root / "device.tif", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
        keep(root / "device.tif")
    # Names of outputs that are taken: by links to the outside, by files and folders of somebody else.
    taken = []
    for name, make in {
        "mask_link": lambda: (root / "mask_link_mask.tif").symlink_to(outside / "victim.tif"),
        "labels_link": lambda: (root / "labels_link_labels.tif").symlink_to("../outside/new.tif"),
        "summary_link": lambda: (root / "summary_link_summary.json").symlink_to(outside / "victim.json"),
        "mask_file": lambda: (root / "mask_file_mask.tif").write_bytes(b"mine"),
        "table_file": lambda: (root / "table_file_objects.csv").write_text("a,b\n1,2\n"),
        "summary_file": lambda: (root / "summary_file_summary.json").write_text('{"schema": "segmentd.summary"}'),
        "labels_folder": lambda: (root / "labels_folder_labels.tif").mkdir(),
        "pipe_name": lambda: os.mkfifo(root / "pipe_name_mask.tif"),
    }.items():
        make()
        keep(next(root.glob(f"{name}_*")))
        taken.append(root / f"{name}.tif")
        bring_bytes(taken[-1], counted(3))
    decoy = root / ".decoy_mask.tif.segmentd-abcd12345678.tmp"
    decoy.symlink_to(outside / "victim.tif")
    keep(decoy)
    other = root / ".other_mask.tif.segmentd-abcd12345678.tmp"
    other.write_bytes(b"somebody's")
    keep(other)
    # A folder for results that leads out.
    (beside_link / "results").symlink_to(outside)
    keep(beside_link / "results")
    bring_bytes(beside_link / "a.tif", counted(3))

    commits, guard = Commits(root), Guard(outside)
    elsewhere = place.folder("elsewhere")
    (elsewhere / "stranger.tif").write_bytes(secret)
    elsewhere_guard = Guard(elsewhere)

    with Daemon(place).start() as daemon:
        for number, name in enumerate([
            b"n" * 251 + b".tif", b"l" * 246 + b".ome.tif", "ü".encode() * 125 + b".tif", b"\xff\xfe caf\xe9.tif",
            b"\xc3.tif", b"new\nline.tif", b"\x1b[31mred\x1b[0m.tif", b"=SUM(A1).tif", b"-rf.tif", b" blank .tif",
            b"percent %s %n.tif", b"quote\"'`$(id).tif", b"back\\slash.tif", b"\x01\x7f.tif",
        ]):
            image(os.path.join(os.fsencode(root), name), number + 1)
        daemon.wait(lambda: all(summary_at(path) for path in expected), "images with awkward names", 60)

        # A file and a link to the outside, by turns under one name, several of them so that the daemon opens some while
        # others are swapped; and a folder and a link.
        races = [(root / f"race_{index}.tif", root / f"spare_{index}") for index in range(8)]
        for race, spare in races:
            image(race, 40)
            spare.symlink_to(outside / "secret.tif")
        (root / "real").mkdir()
        image(root / "real/inner.tif", 41)
        (root / "swap").symlink_to(outside)
        generator = random.Random(4)
        begun = time.monotonic()
        for turn in range(2 * turns):
            race, spare = races[generator.randrange(8)]
            exchange(race, spare)
            if turn % 2 == 0:
                exchange(root / "real", root / "swap")
            if not os.path.islink(race) and generator.random() < 0.5:
                # Something new to work on, so that it is opened.
                bring_bytes(race, counted(generator.randrange(40)))
            elif not os.path.islink(root / "real") and generator.random() < 0.5:
                with contextlib.suppress(FileNotFoundError):
                    bring_bytes(root / "real/inner.tif", counted(generator.randrange(40)))
            time.sleep(generator.choice([0, 0.001, 0.004]))
        if os.path.islink(root / "real"):
            exchange(root / "real", root / "swap")
        row.note(f"{2 * turns} turns of the two races in {time.monotonic() - begun:.0f} s")
        for race, spare in races:
            if os.path.islink(race):
                exchange(race, spare)
            bring_bytes(race, counted(40))
            os.unlink(spare)
        bring_bytes(root / "real/inner.tif", counted(41))
        daemon.wait(lambda: all(judge_at(path, count) == "right" for path, count in expected.items()),
                    "the images of the races", 60)

        # The root itself.
        aside = place.home / "aside"
        os.rename(root, aside)
        os.symlink(elsewhere, root)
        time.sleep(3 if options.short else 8)
        said = daemon.said("no longer the folder")
        os.unlink(root)
        os.rename(aside, root)
        image(root / "after.tif", 42)
        daemon.wait(lambda: summary_at(root / "after.tif"), "the image after the root came back", 60)
        time.sleep(1)
        commits.close()
        results = sum(len(keys) for name, keys in commits.seen.items() if name.startswith("race_"))
        row.note(f"the names of the races got {results} results meanwhile")
        touched = guard.events()
        touched_elsewhere = elsewhere_guard.events()
        alive = daemon.is_running
        status = daemon.stop()
    if options.plant:
        (root / "mask_file_mask.tif").write_bytes(b"replaced")
        (outside / "secret.tif").read_bytes()
        touched = touched + guard.events()

    verdicts = {path: judge_at(path, count) for path, count in expected.items()}
    wrong = {os.fsdecode(path): verdict for path, verdict in verdicts.items() if verdict != "right"}
    shown = []
    for folder, _, names in os.walk(place.home):
        for name in names:
            if name.endswith("_summary.json") and not os.path.islink(os.path.join(folder, name)):
                try:
                    summary = json.loads(pathlib.Path(folder, name).read_bytes())
                    if summary.get("image", {}).get("sha256") in secrets:
                        shown.append(name)
                except (OSError, ValueError, UnicodeError):
                    pass
    refused = sum(1 for path in taken if summary_at(path) and summary_at(path)["status"] == "failed")
    log = daemon.log.read_bytes()
    for name, verdict in list(wrong.items())[:5]:
        row.note(f"{name!r}: {verdict}")
    for what in (touched + touched_elsewhere)[:5]:
        row.note(f"outside: {what}")
    for path in foreign:
        if not is_kept(path):
            row.note(f"not kept: {path}")
    row.note(f"{refused} of {len(taken)} images whose output name is taken have a summary that says so")
    row.equal("openings, reads and changes outside the root", len(touched) + len(touched_elsewhere))
    row.equal("files outside that changed",
              sum(guard.state() != guard.before for _ in [0]) + (elsewhere_guard.state() != elsewhere_guard.before))
    row.equal("results of content from outside", len(shown))
    row.equal("foreign things that were replaced or removed", sum(not is_kept(path) for path in foreign))
    row.equal("images with awkward names and of races that are right", len(verdicts) - len(wrong), len(verdicts))
    row.equal("the replaced root is named", said > 0, True)
    row.equal("bytes in the log that steer a terminal", log.count(b"\x1b") + log.count(b"\x01"))
    row.equal("the daemon lived", alive and status == 0, True)
    row.finish(place)


def summary_at(path):
    """The summary of an image, whatever its name was shortened to; None without one."""
    folder, name = os.path.split(os.fsencode(path))
    base = name
    for ending in (b".ome.tif", b".tif"):
        if base.endswith(ending):
            base = base[: -len(ending)]
            break
    for found in os.listdir(folder):
        # Long names are shortened: their beginning stays.
        if found.endswith(b"_summary.json") and not found.startswith(b".") and found[:100] == base[:100] + (
                b"" if len(base) >= 100 else b"_summary.json")[: max(0, 100 - len(base))]:
            try:
                with open(os.open(os.path.join(folder, found), os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                    summary = json.loads(file.read())
            except (OSError, ValueError):
                return None
            return summary if "status" in summary else None
    return None


def judge_at(path, objects):
    """As `judge`, for any name."""
    summary = summary_at(path)
    if summary is None:
        return "missing"
    if summary["status"] != "done":
        return f"failed: {summary['error']['message']}"
    if not is_whole(summary, os.path.dirname(os.fsencode(path))):
        return "torn"
    if digest(path) != summary["image"]["sha256"]:
        return "of another content"
    return "right" if summary["totals"]["objects"] == objects else "wrong"


if __name__ == "__main__":
    with skipping():
        main()
