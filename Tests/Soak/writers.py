#!/usr/bin/python3
"""Each way in which images come to be in a folder: exactly one final, right result each, and how soon work begins.

    writers.py PROGRAM [--short] [--only NAME,…]

Ways: chunked, pages (the file is opened anew for each page), preallocated, mapped, rename, link, rsync, smb (a Samba
server on this computer, whose share is the watched folder; needs smbd and smbclient), fuse (a bindfs mount is watched,
written behind it; needs root). The delay is from the last byte to the start of the work: the summary's moment less the
time that it says the work took.
"""

import mmap
import statistics
import threading
import time

import numpy
from lab import *

PAGES = 3
LEVELS = (0, 0.02, 0.3)


class Chunked:
    """A write, a pause, the file being open all the time."""
    pages = PAGES

    def write(self, path, data, pause):
        with open(path, "wb", buffering=0) as file:
            size = len(data) // 8 + 1
            for begin in range(0, len(data), size):
                if begin:
                    time.sleep(pause)
                file.write(data[begin : begin + size])
            return time.monotonic()


class Pages:
    """A valid file of one page more after each opening."""
    pages = PAGES

    def write(self, path, data, pause, number=0):
        import tifffile

        for page in range(PAGES):
            if page:
                time.sleep(pause)
            pixels = numpy.array(counted_rows(number + page), numpy.uint16)
            tifffile.imwrite(path, pixels, append=page > 0, metadata=None)
        return time.monotonic()


class Preallocated:
    """The full size first, the content then."""
    pages = PAGES

    def write(self, path, data, pause):
        with open(path, "wb", buffering=0) as file:
            os.posix_fallocate(file.fileno(), 0, len(data))
            time.sleep(pause)
            half = len(data) // 2
            # The directories are at the end: as it is, it looks whole before its pixels are.
            file.seek(half)
            file.write(data[half:])
            file.seek(0)
            file.write(data[:8])
            time.sleep(pause)
            file.write(data[8:half])
            return time.monotonic()


class Mapped:
    """Stores into a mapping: no write call ever."""
    pages = PAGES

    def write(self, path, data, pause):
        with open(path, "w+b") as file:
            file.truncate(len(data))
            with mmap.mmap(file.fileno(), len(data)) as page:
                half = len(data) // 2
                page[half:] = data[half:]
                page[:8] = data[:8]
                time.sleep(pause)
                page[8:half] = data[8:half]
                page.flush()
                return time.monotonic()


class Rename:
    """Written aside, renamed into place."""
    pages = PAGES

    def write(self, path, data, pause):
        bring(data, path)
        return time.monotonic()


class Link:
    """A hard link to a file elsewhere on the same file system."""
    pages = PAGES

    def write(self, path, data, pause):
        aside = self.place.folder(f"aside-{self.folder.name}") / path.name
        aside.write_bytes(data)
        os.link(aside, path)
        return time.monotonic()


class Rsync:
    """rsync, which writes under a hidden name."""
    pages = PAGES
    needs = [("rsync", "rsync")]

    def write(self, path, data, pause):
        source = self.place.folder(f"aside-{self.folder.name}") / path.name
        source.write_bytes(data)
        call("rsync", "--times", source, path)
        return time.monotonic()


class SMB:
    """smbclient puts files into a share of a Samba server that runs here; the daemon watches the folder locally."""
    pages = PAGES
    needs = [("smbd", "samba"), ("smbclient", "smbclient")]
    port = 14450

    def begin(self):
        import socket as sockets

        need_root("a Samba server")
        home = self.place.folder("samba")
        with sockets.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        for name in ("lock", "state", "cache", "pid", "private", "ncalrpc"):
            (home / name).mkdir(exist_ok=True)
        (home / "smb.conf").write_text(
            "[global]\nserver role = standalone server\nmap to guest = bad user\nguest account = root\n"
            f"smb ports = {self.port}\ninterfaces = lo\nbind interfaces only = yes\ndisable spoolss = yes\n"
            f"lock directory = {home}/lock\nstate directory = {home}/state\ncache directory = {home}/cache\n"
            f"pid directory = {home}/pid\nprivate dir = {home}/private\nncalrpc dir = {home}/ncalrpc\n"
            f"log file = {home}/log\nload printers = no\n"
            f"[scope]\npath = {self.folder}\nguest ok = yes\nguest only = yes\nread only = no\nforce user = root\n"
        )
        self.server = subprocess.Popen(
            ["smbd", "--foreground", "--no-process-group", f"--configfile={home}/smb.conf"],
            stdin=subprocess.DEVNULL, stdout=open(home / "output", "wb"), stderr=subprocess.STDOUT,
            # It ends its whole process group with itself.
            start_new_session=True,
        )
        for _ in range(100):
            if self.client("ls", check=False) == 0:
                return
            time.sleep(0.1)
        self.end()
        raise Absent(f"smbd does not answer: {(home / 'output').read_text(errors='replace')[-300:]}")

    def client(self, command, check=True):
        return call("smbclient", "//127.0.0.1/scope", "--no-pass", "-p", self.port, "-c", command, check=check)

    def write(self, path, data, pause):
        source = self.place.folder(f"aside-{self.folder.name}") / path.name
        source.write_bytes(data)
        self.client(f"put {source} {path.name}")
        return time.monotonic()

    def end(self):
        self.server.terminate()
        self.server.wait()


class FUSE:
    """A bindfs mount is watched, where the kernel tells of nothing; the writer writes behind it."""
    pages = PAGES
    needs = [("bindfs", "bindfs"), ("fusermount", "fuse")]

    def begin(self):
        need_root("a FUSE mount")
        self.behind = self.place.folder("behind")
        try:
            call("bindfs", self.behind, self.folder)
        except RuntimeError as error:
            raise Absent(f"bindfs does not work here: {error}") from None

    def write(self, path, data, pause):
        bring(data, self.behind / path.name)
        return time.monotonic()

    def end(self):
        call("fusermount", "-u", self.folder, check=False)


WAYS = {"chunked": Chunked, "pages": Pages, "preallocated": Preallocated, "mapped": Mapped, "rename": Rename,
        "link": Link, "rsync": Rsync, "smb": SMB, "fuse": FUSE}


def main():
    options = arguments(__doc__, only=("", "ways, separated by commas"))
    if os.geteuid() == 0:
        mounting()
    row = Row("writers", options)
    place = Place(options, "writers")
    classifier = place.classifier("threshold", threshold(100))
    count = 2 if options.short else 20
    ways = {}
    for name in options.only.split(",") if options.only else WAYS:
        way = WAYS[name]()
        way.place, way.folder = place, place.folder(f"acquisition/{name}")
        try:
            for program, package in getattr(way, "needs", []):
                need_program(program, package)
            if hasattr(way, "begin"):
                way.begin()
            ways[name] = way
        except Absent as absence:
            row.note(f"{name}: left out: {absence}")
    place.configure(classifier, folders=[way.folder for way in ways.values()])
    place.warm(classifier)
    errors = []

    def work(name, way, commits, moments):
        try:
            for turn in range(count):
                number = 1 + turn * 4
                path = way.folder / f"{turn:04}.tif"
                pause = LEVELS[turn % len(LEVELS)]
                data = counted(number, way.pages)
                more = {"number": number} if name == "pages" else {}
                moments[path] = way.write(path, data, pause, **more)
                # Slow enough that no image waits for those of other ways.
                time.sleep(0.6)
        except Exception as error:
            errors.append(f"{name}: {error}")

    try:
        with Daemon(place).start() as daemon:
            # Renames behind a mount are not told of either: there the folder behind is looked at.
            commits = {name: Commits(getattr(way, "behind", way.folder)) for name, way in ways.items()}
            moments = {name: {} for name in ways}
            threads = [threading.Thread(target=work, args=[name, way, commits[name], moments[name]])
                       for name, way in ways.items()]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            folders = [getattr(way, "behind", way.folder) for way in ways.values()]
            total = count * len(ways)
            daemon.wait(lambda: sum(len(summaries(folder)) for folder in folders) >= total, "all results",
                        60, lambda: sum(len(summaries(folder)) for folder in folders))
            wanted = {name: [(way.folder / f"{turn:04}.tif", objects_in(1 + turn * 4, way.pages))
                             for turn in range(count)] for name, way in ways.items()}
            daemon.wait(lambda: all(judge(path, objects=number) == "right"
                                    for images in wanted.values() for path, number in images), "right results", 20)
            time.sleep(2)
            if options.plant:
                plant(next(iter(wanted.values()))[0][0])
            for name, way in ways.items():
                counts = tally(judge(path, objects=number) for path, number in wanted[name])
                commits[name].close()
                delays = []
                for path, _ in wanted[name]:
                    key = summary_of(path).name
                    if key in commits[name].moments and path in moments[name]:
                        timings = json.loads(summary_of(path).read_bytes())["timings_ms"]
                        worked = sum(timings[part] for part in ("read", "compute", "write"))
                        delays.append((commits[name].moments[key][-1] - moments[name][path]) * 1000 - worked)
                row.equal(f"{name}: one final, right result each", counts["right"], count)
                if delays:
                    row.note(f"{name}: from last byte to start: median {statistics.median(delays):.0f} ms, "
                             f"worst {max(delays):.0f} ms; {len(commits[name].twice())} had an earlier result")
            row.equal("writers that failed", len(errors))
            for error in errors:
                row.note(error)
            row.equal("exit status", daemon.stop(), 0)
    finally:
        for way in ways.values():
            if hasattr(way, "end"):
                way.end()
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
