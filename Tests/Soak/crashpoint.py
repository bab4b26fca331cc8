"""Crash points: builds crashpoint.c, and tells processes that have it loaded when to die or to fail."""

import mmap
import pathlib
import struct
import subprocess

from lab import Absent, need_program

SOURCE = pathlib.Path(__file__).with_name("crashpoint.c")
#: armed, code, at, count, fired, classes, what: the struct of crashpoint.c.
LAYOUT = struct.Struct("=iiqqii64s")
DAEMON, WORKER = 1, 2
CHANGES, READS = 1, 2


class CrashPoint:
    """The orders to the processes of one daemon; `environment` makes them listen."""

    def __init__(self, place):
        need_program("gcc", "gcc")
        library = place.home / "crashpoint.so"
        built = subprocess.run(["gcc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"],
                               capture_output=True, text=True)
        if built.returncode != 0:
            raise Absent(f"crashpoint.c cannot be built: {built.stderr[-500:]}")
        path = place.home / "crashpoint"
        path.write_bytes(bytes(LAYOUT.size))
        self.file = open(path, "r+b")
        self.page = mmap.mmap(self.file.fileno(), LAYOUT.size)
        self.environment = {"LD_PRELOAD": str(library), "CRASHPOINT": str(path)}

    def arm(self, at, processes=DAEMON | WORKER, code=0, classes=CHANGES):
        """The `at`th call from now on kills its process, or fails with `code`; 0 only counts."""
        self.disarm()
        self.page[: LAYOUT.size] = LAYOUT.pack(0, code, at, 0, 0, classes, bytes(64))
        self.page[:4] = struct.pack("=i", processes)

    def disarm(self):
        self.page[:4] = struct.pack("=i", 0)

    @property
    def _values(self):
        return LAYOUT.unpack(self.page[: LAYOUT.size])

    @property
    def count(self):
        """Calls since it was armed."""
        return self._values[3]

    @property
    def fired(self):
        return self._values[4] > 0

    @property
    def what(self):
        """The call that was hit, and by whom."""
        return self._values[6].rstrip(b"\0").decode()
