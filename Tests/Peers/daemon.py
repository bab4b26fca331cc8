"""`segmentd watch` on a folder of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from arrivals import Arrivals
from program import Segmentd

#: How long a start or a result may take before the measurement is given up, in seconds.
PATIENCE = 120

CONFIGURATION = """[device]
kind = "cpu"

[[folder]]
path = "{folder}"
quiet = "0s"

    [[folder.recipe]]
    classifier = "{classifier}"
    outputs = ["mask", "labels", "objects"]
    positive_class = 2
"""


class Daemon:
    """The daemon, ready and warm inside a `with`; its folder and state are new, and gone afterwards."""

    def __init__(self, setting, classifier):
        self.setting = setting
        self.home = setting.folder("daemon")
        shutil.rmtree(self.home)
        self.folder = setting.folder(self.home.name, "acquisition")
        self.environment = Segmentd.own_environment(self.home)
        # Kernels were compiled before: what a first start costs is measured by itself.
        self.environment["CACHE_DIRECTORY"] = Segmentd(setting).environment["CACHE_DIRECTORY"]
        self.configuration = self.home / "segmentd.toml"
        self.configuration.write_text(CONFIGURATION.format(folder=self.folder, classifier=classifier))
        self.log = self.home / "log"

    def __enter__(self):
        command = [self.setting.program, "watch", "--config", self.configuration]
        # The address of a socket has at most 107 bytes, so it must not lie deep in the scratch folder.
        with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
            address = os.path.join(short, "notify")
            notices.bind(address)
            notices.settimeout(1)
            with open(self.log, "wb") as log:
                environment = self.environment | {"NOTIFY_SOCKET": address}
                streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
                self.process = subprocess.Popen(command, env=environment, **streams)
            try:
                self.wait_until_ready(notices)
                self.arrivals = Arrivals(self.folder)
            except BaseException:
                self.process.kill()
                self.process.wait()
                raise
        return self

    def __exit__(self, *_):
        self.arrivals.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)

    def wait_until_ready(self, notices):
        """Waits for what it would tell systemd."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if b"READY=1" in notices.recv(4096):
                    return
            except TimeoutError:
                continue
        raise RuntimeError(f"the daemon did not get ready: {self.tail()}")

    def bring(self, name):
        """Renames the hidden temporary `.name` to `name`, as a microscope would; gives the moment just before."""
        hidden, final = self.folder / f".{name}", self.folder / name
        moment = time.monotonic()
        os.rename(hidden, final)
        return moment

    def wait_for_summaries(self, count):
        """Waits for that many summaries more; gives the moment the last one appeared."""
        moment = time.monotonic()
        while count > 0:
            try:
                names, moment = self.arrivals.wait(PATIENCE)
            except TimeoutError:
                raise RuntimeError(f"{count} summaries did not come: {self.tail()}") from None
            count -= sum(name.endswith("_summary.json") for name in names)
        return moment

    def summary(self, name):
        """The summary of an image, which must have gone well."""
        summary = json.loads((self.folder / f"{name.removesuffix('.tif')}_summary.json").read_text())
        if summary["status"] != "done":
            raise RuntimeError(f"{name} failed: {summary['error']}")
        return summary

    def tail(self):
        """The end of its log."""
        return self.log.read_text()[-2000:]
