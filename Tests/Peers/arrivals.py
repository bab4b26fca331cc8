"""Files appearing in a folder by rename, through inotify: seen when the kernel says so, not when a loop looks."""

import ctypes
import os
import select
import struct
import time

#: From <sys/inotify.h>.
IN_MOVED_TO = 0x80
IN_Q_OVERFLOW = 0x4000
EVENT = struct.Struct("iIII")


class Arrivals:
    """Watches one folder for files that are renamed into it."""

    def __init__(self, folder):
        self.library = ctypes.CDLL(None, use_errno=True)
        self.descriptor = self.library.inotify_init1(os.O_CLOEXEC)
        watch = self.library.inotify_add_watch(self.descriptor, os.fsencode(folder), IN_MOVED_TO)
        if self.descriptor < 0 or watch < 0:
            raise OSError(ctypes.get_errno(), f"{folder} cannot be watched")
        self.poll = select.poll()
        self.poll.register(self.descriptor, select.POLLIN)

    def wait(self, seconds):
        """The names that arrived, and time.monotonic() when that was known.

        Raises TimeoutError when nothing does for that long.
        """
        if not self.poll.poll(seconds * 1000):
            raise TimeoutError(f"nothing came for {seconds} s")
        block = os.read(self.descriptor, 1 << 16)
        now, names, offset = time.monotonic(), [], 0
        while offset < len(block):
            _, mask, _, length = EVENT.unpack_from(block, offset)
            if mask & IN_Q_OVERFLOW:
                raise OSError("more files arrived than the kernel remembers")
            offset += EVENT.size
            names.append(os.fsdecode(block[offset : offset + length].rstrip(b"\0")))
            offset += length
        return names, now

    def close(self):
        os.close(self.descriptor)
