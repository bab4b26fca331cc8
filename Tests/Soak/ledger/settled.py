#!/usr/bin/env python3
"""What scans of images cost that are all done: at the first start without a ledger, at the next start, and again.

    settled.py PROGRAM [--images 100000] [--folder SCRATCH] [--most MICROSECONDS]

Makes so many tiny images with summaries, as PROGRAM itself writes them, has them watched, and prints for each scan the
processor time of the daemon and the time until it rests, in all and for each image. Ends with 1 where an image was done
again, or the second start or the rescan took more processor time an image than --most.

A release build gives the figures that count; a busy computer spoils the times until rest, not the processor times.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures"


def template(program, home, environment):
    """The bytes of an image, and the summary that the program writes for it."""
    place = home / "template"
    place.mkdir()
    image = (FIXTURES / "acquisition/0.tif").read_bytes()
    (place / "x.tif").write_bytes(image)
    subprocess.run(
        [program, "run", "--classifier", home / "nuclei.cl", "--output", "labels", place / "x.tif"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return image, json.loads((place / "x_summary.json").read_text())


def make_images(folder, count, image, summary):
    """Images and their summaries, without the other results, which nobody asks for."""
    for number in range(count):
        name = f"t{number:06d}"
        path = folder / f"{name}.tif"
        # The content stands for itself; only its size and times are looked at.
        path.write_bytes(image[:1024])
        state = path.stat()
        summary["image"].update(
            name=path.name,
            size=state.st_size,
            mtime_ns=state.st_mtime_ns,
            inode=state.st_ino,
            ctime_ns=state.st_ctime_ns,
        )
        (folder / f"{name}_summary.json").write_text(json.dumps(summary))


class Daemon:
    """The daemon, and what it costs."""

    def __init__(self, program, configuration, home, environment):
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = str(home / "notify.sock")
        Path(address).unlink(missing_ok=True)
        self.notify.bind(address)
        self.ready = threading.Event()
        # A daemon that nobody listens to waits with its words.
        threading.Thread(target=self.listen, daemon=True).start()
        self.log = open(home / "daemon.log", "ab")
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [program, "watch", "--config", configuration],
            env=environment | {"NOTIFY_SOCKET": address},
            stderr=self.log,
        )

    def listen(self):
        while True:
            try:
                if b"READY=1" in self.notify.recv(65536):
                    self.ready.set()
            except OSError:
                return

    def processor_time(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0.0

    def wait_until_ready(self):
        if not self.ready.wait(900):
            raise RuntimeError(f"not ready; see {self.log.name}")

    def wait_until_rest(self, rest=5.0):
        """Processor time, and the time at which the daemon came to rest."""
        last, since = self.processor_time(), time.monotonic()
        while time.monotonic() - since < rest:
            time.sleep(0.5)
            now = self.processor_time()
            if now - last > 0.06:
                last, since = now, time.monotonic()
        return last, since

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)
        self.notify.shutdown(socket.SHUT_RDWR)
        self.notify.close()
        self.log.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--folder", default=None, help="where the scratch folder is made")
    parser.add_argument("--most", type=float, default=150, help="microseconds of processor time an image")
    options = parser.parse_args()

    home = Path(tempfile.mkdtemp(prefix="segmentd-settled-", dir=options.folder))
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(home / "cache")),
        "XDG_RUNTIME_DIR": str(home / "run"),
    }
    try:
        shutil.copy(FIXTURES / "classifiers/nuclei.cl", home / "nuclei.cl")
        folder = home / "in"
        folder.mkdir()
        image, summary = template(options.program, home, environment)
        make_images(folder, options.images, image, summary)
        newest = max(path.stat().st_mtime_ns for path in folder.iterdir())
        configuration = home / "segmentd.toml"
        configuration.write_text(
            f'[[folder]]\npath = "{folder}"\nrescan = "6h"\n'
            f'[[folder.recipe]]\nclassifier = "{home}/nuclei.cl"\noutputs = ["labels"]\n'
        )
        figures = {}

        def note(name, cost, seconds):
            figures[name] = cost / options.images * 1e6
            print(
                f"{name}: {cost:.2f} s of processor time, {figures[name]:.0f} us an image, "
                f"at rest after {seconds:.1f} s",
                flush=True,
            )

        for name in ["first start, no ledger", "next start"]:
            daemon = Daemon(options.program, configuration, home, environment)
            daemon.wait_until_ready()
            cost, end = daemon.wait_until_rest()
            note(name, cost, end - daemon.begun)
            if name == "next start":
                before, begun = daemon.processor_time(), time.monotonic()
                daemon.process.send_signal(signal.SIGHUP)
                cost, end = daemon.wait_until_rest()
                note("rescan", cost - before, end - begun)
            print(f"  most memory: {daemon.memory():.0f} MB", flush=True)
            daemon.stop()
        state = home / "state"
        ledger = sum(path.stat().st_size for path in state.rglob("ledger.sqlite*"))
        print(f"  ledger: {ledger / 1e6:.1f} MB")
        again = [path.name for path in folder.iterdir() if path.stat().st_mtime_ns > newest]
        print(f"done again: {len(again)} {again[:5]}")
        slow = [name for name in ["next start", "rescan"] if figures[name] > options.most]
        sys.exit(1 if again or slow else 0)
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
