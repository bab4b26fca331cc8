#!/usr/bin/python3
"""`segmentd status --follow` on a terminal and on a pipe, `segmentd events`, and those who may not ask.

    follow.py PROGRAM [--short] [--plant]

The terminal is a pseudo-terminal that is read to the end. The daemon is stopped and started meanwhile.
"""

import fcntl
import pty
import select
import termios
import time

from lab import *


class Terminal:
    """A program on a terminal of its own; what it wrote."""

    def __init__(self, place, *arguments, rows=40, columns=100):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen([place.options.program, *arguments], stdin=self.slave, stdout=self.slave,
                                        stderr=self.slave, env=place.environment | {"TERM": "xterm"})
        self.written = ""

    def reads(self, words, seconds=60):
        """Reads on until the last whole picture holds `words`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                self.written += os.read(self.master, 1 << 16).decode()
            if words in self.picture:
                return True
        return False

    @property
    def picture(self):
        """The picture that stands there: from the last jump to the top that was drawn to its end."""
        pictures = self.written.split("\x1b[H")
        return next((picture for picture in reversed(pictures) if picture.endswith("\x1b[J")), "")

    def end(self, key):
        os.write(self.master, key)
        status = self.process.wait(30)
        while select.select([self.master], [], [], 0.1)[0]:
            self.written += os.read(self.master, 1 << 16).decode()
        return status

    @property
    def is_as_before(self):
        """Whether keys and screen are as they were."""
        return termios.tcgetattr(self.slave) == self.before and self.written.endswith("\x1b[?25h\x1b[?1049l")


def terminal(options, row, place, daemon):
    screen = Terminal(place, "status", "--follow")
    row.equal("on a terminal: the status", screen.reads("watching 1 folder, 0 queued, 0 done"), True)
    begun = screen.written.count("\x1b[H")
    bring(counted(1), place.acquisition / "1.tif")
    row.equal("the new count, in place", screen.reads("done 1, failed 0"), True)
    row.equal("lines are no longer than the window", all(
        len(line.replace("\x1b[K", "").replace("\x1b[J", "")) <= 100 for line in screen.picture.replace("\r", "").split("\n")), True)
    time.sleep(2.5)
    screen.reads("never", 0.2)
    row.above("drawn again within 2.5 s", screen.written.count("\x1b[H") - begun, 2)
    daemon.stop()
    row.equal("without a daemon", screen.reads("no daemon answers, waiting"), True)
    daemon.start()
    row.equal("with the next one", screen.reads("watching 1 folder"), True)
    row.equal("q ends it", screen.end(b"q"), 0)
    if options.plant:
        screen.written += "?"
    row.equal("the terminal is as it was", screen.is_as_before, True)
    for key, what in ((b"\x03", "Ctrl-C"), (None, "SIGTERM")):
        screen = Terminal(place, "status", "--follow")
        screen.reads("watching")
        if key is None:
            screen.process.terminate()
        row.equal(f"{what} ends it", screen.end(key or b""), 128 + signal.SIGTERM if key is None else 0)
        row.equal(f"{what}: the terminal is as it was", screen.is_as_before, True)


def pipe(row, place, daemon):
    follower = subprocess.Popen([place.options.program, "status", "--follow"], stdout=subprocess.PIPE,
                                stdin=subprocess.DEVNULL, env=place.environment)
    text = b""
    while text.count(b"watching 1 folder") < 3:
        text += os.read(follower.stdout.fileno(), 1 << 16)
    follower.kill()
    follower.wait()
    row.equal("on a pipe: no escapes, a blank line between", b"\x1b" not in text and b"\n\nwatching 1 folder" in text, True)
    follower = subprocess.Popen([place.options.program, "status", "--follow", "--json"], stdout=subprocess.PIPE,
                                stdin=subprocess.DEVNULL, env=place.environment)
    begun = time.monotonic()
    reports = [json.loads(follower.stdout.readline()) for _ in range(3)]
    took = time.monotonic() - begun
    daemon.stop()
    while True:
        report = json.loads(follower.stdout.readline())
        if "error" in report:
            break
    daemon.start()
    while "line" not in json.loads(follower.stdout.readline()):
        pass
    follower.kill()
    follower.wait()
    row.equal("JSON: a line a report", all("folders" in report for report in reports), True)
    row.above("JSON: seconds for three lines", took, 1.9)
    row.equal("JSON: without a daemon", report["error"]["kind"], "daemon_unreachable")


def events(row, place, daemon):
    listener = subprocess.Popen(
        [place.options.program, "events", "--kinds", "image_done,stopping", "--folder", place.acquisition, "--wait"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=place.environment)
    once = subprocess.Popen([place.options.program, "events"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            stdin=subprocess.DEVNULL, env=place.environment)
    time.sleep(1)
    bring(counted(2), place.acquisition / "2.tif")
    event = json.loads(listener.stdout.readline())
    row.equal("an event, at once", (event["event"], event["image"]), ("image_done", str(place.acquisition / "2.tif")))
    daemon.stop()
    row.equal("the last word", json.loads(listener.stdout.readline())["event"], "stopping")
    row.equal("without --wait it ends", once.wait(30), 69)
    row.equal("and heard the end", json.loads(once.stdout.read().splitlines()[-1])["event"], "stopping")
    daemon.start()
    time.sleep(2)
    bring(counted(3), place.acquisition / "3.tif")
    row.equal("the next daemon's", json.loads(listener.stdout.readline())["image"], str(place.acquisition / "3.tif"))
    listener.kill()
    listener.wait()
    wrong = place.run("events", "--kinds", "nonsense", check=False)
    row.equal("a kind that is none", (wrong.returncode, b"image_done" in wrong.stderr), (1, True))


def strangers(row, place):
    """Who is no member hears what to do; a member may ask, and change things."""
    if os.geteuid() != 0:
        row.note("other users: left out, it takes root")
        return
    runtime = place.home / "run/segmentd"
    # As systemd makes it: the group may enter.
    for folder in (place.home, place.home / "run"):
        folder.chmod(0o755)
    os.chown(runtime, 0, 4)
    os.chown(runtime / "daemon.socket", 0, 4)
    runtime.chmod(0o750)

    def ask(groups, *command):
        return subprocess.run(
            ["setpriv", "--reuid", "65534", "--regid", "65534", *groups, place.options.program, *command, "--runtime",
             runtime], stdin=subprocess.DEVNULL, capture_output=True, env=place.environment)

    for command in (["status"], ["status", "--follow"], ["pause"], ["events", "--wait"], ["reload"]):
        refused = ask(["--clear-groups"], *command)
        row.equal(f"{' '.join(command)} of a stranger",
                  (refused.returncode, b"usermod --append --groups adm" in refused.stderr), (69, True))
    row.equal("pause of a member", ask(["--groups", "4"], "pause").returncode, 0)
    row.equal("status of a member", b"paused" in ask(["--groups", "4"], "status").stdout, True)


def main():
    options = arguments(__doc__)
    row = Row("follow", options)
    place = Place(options, "follow")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    with Daemon(place).start() as daemon:
        terminal(options, row, place, daemon)
        pipe(row, place, daemon)
        events(row, place, daemon)
        strangers(row, place)
        row.equal("exit status", daemon.stop(), 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
