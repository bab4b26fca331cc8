"""Checks `segmentd notify` from outside: a daemon that is played here, a receiver on the web and a mail transport that are
not there at first, and a restart in between. Python's own standard library alone.

    deliver.py PROGRAM      prints a line a check; exit 0 when all passed
"""

import base64
import email
import email.policy
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SECRET = "T024BEE-s3cret-token-9f8e7d6c"
HURRY = 100
program = sys.argv[1]
failed = 0


def check(name, found, expected=True):
    global failed
    passed = found == expected
    failed += not passed
    print(("pass  " if passed else "FAIL  ") + name + ("" if passed else f": {found!r} instead of {expected!r}"), flush=True)


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Daemon:
    """Plays the daemon's socket: answers `events`, then sends what `say` is told to everybody who listens."""

    def __init__(self, folder):
        self.path = folder / "daemon.socket"
        self.path.unlink(missing_ok=True)
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(self.path))
        self.server.listen()
        self.callers, self.lock, self.requests, self.is_over = [], threading.Lock(), [], False
        threading.Thread(target=self.accept, daemon=True).start()
        threading.Thread(target=self.beat, daemon=True).start()

    def accept(self):
        while True:
            try:
                caller, _ = self.server.accept()
            except OSError:
                return
            request = json.loads(caller.makefile("rb").readline())
            self.requests.append(request)
            with self.lock:
                answer = {"protocol": 1, "version": "0", "answer": {"kinds": request.get("kinds", [])}}
                caller.sendall(json.dumps(answer).encode() + b"\n")
                self.callers.append(caller)

    def say(self, **event):
        with self.lock:
            for caller in list(self.callers):
                try:
                    caller.sendall(json.dumps(event).encode() + b"\n")
                except OSError:
                    self.callers.remove(caller)

    def beat(self):
        while not self.is_over:
            self.say(event="beat")
            time.sleep(0.05)

    def end(self, stopping):
        if stopping:
            self.say(event="stopping")
        self.is_over = True
        self.server.close()
        self.path.unlink(missing_ok=True)
        with self.lock:
            for caller in self.callers:
                caller.shutdown(socket.SHUT_RDWR)


class Receiver(http.server.BaseHTTPRequestHandler):
    """A receiver on the web; it also looks whether an argument of any process holds the secret meanwhile."""

    got, seen, status = [], [], 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if SECRET.encode() in file.read_bytes():
                    Receiver.seen.append(file.read_bytes())
            except OSError:
                pass
        if Receiver.status == 200:
            Receiver.got.append((self.path, self.headers["Content-Type"], json.loads(body)))
        self.send_response(Receiver.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class Notify:
    """The program."""

    def __init__(self, home, configuration):
        self.log = home / "notify.log"
        self.process = subprocess.Popen(
            [program, "notify", "--config", configuration, "--runtime", home / "run", "--hurry", str(HURRY)],
            env={"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PATH": "/usr/bin:/bin", "TMPDIR": str(home)},
            stderr=self.log.open("ab"),
        )

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def main():
    home = pathlib.Path(tempfile.mkdtemp(prefix="segmentd-notify-"))
    (home / "run").mkdir()
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    mails, transport = home / "mails", home / "sendmail"
    mails.mkdir()
    transport.write_text(
        f"#!/bin/sh\n[ -e {home}/transport-works ] || {{ echo 'queue is full' >&2; exit 75; }}\n"
        f"echo \"$@\" > {mails}/$$.arguments; exec cat > {mails}/$$.mail\n"
    )
    transport.chmod(0o755)
    webhook = home / "webhook"
    webhook.write_text(f"http://127.0.0.1:{port}/services/{SECRET}\n")
    configuration = home / "segmentd.toml"
    configuration.write_text(
        f"""
        [notify]
        webhook_file = "{webhook}"
        mail = ["facility@example.org"]
        sendmail = "{transport}"
        [[folder]]
        path = "/data/scope1"
        contact = "owner@example.org"
        [[folder.recipe]]
        classifier = "/c.cl"
        [[folder]]
        path = "/data/scope2"
        [[folder.recipe]]
        classifier = "/c.cl"
        """
    )
    state = home / "state/segmentd"
    outbox = state / "outbox"
    waiting = lambda: len(list(outbox.glob("*.json")))

    daemon = Daemon(home / "run")
    notify = Notify(home, configuration)
    until(lambda: daemon.callers)
    check("it asks for events", daemon.requests[0]["command"], "events")
    bad = base64.b64encode(b"/data/scope1/\xff.tif").decode()
    evil = "/data/scope1/x\nBcc: evil@example.org\n\n\u00fc.tif"
    reason = {"kind": "truncated", "message": "ends before its last strip", "remedy": "copy the image again"}
    for number in range(1000):
        image = {0: evil, 1: {"base64": bad}}.get(number, f"/data/scope1/a_{number}.tif")
        daemon.say(event="image_failed", folder="/data/scope1", image=image, error=reason)
    check("a message a receiver is kept while none is there", until(lambda: waiting() >= 3))
    kept = lambda: [json.loads(file.read_text()) for file in sorted(outbox.glob("*.json"))]
    counted = lambda messages: sum(
        int(message["subject"].split(": ")[1].split(" image")[0].replace(",", "")) for message in messages
        if "failed in" in message["subject"])
    until(lambda: counted(message for message in kept() if "webhook" in message["channel"]) == 1000)
    check("the receiver's absence is in the log", until(lambda: "was not reached" in notify.log.read_text()))
    check("and that of the transport", until(lambda: "queue is full" in notify.log.read_text()))
    before = sorted(file.name for file in outbox.glob("*.json"))
    check("it stops when it is asked to", notify.stop(), 0)
    notify = Notify(home, configuration)
    until(lambda: len(daemon.requests) > 1)
    check("what waits outlives a restart", sorted(file.name for file in outbox.glob("*.json"))[: len(before)], before)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    Receiver.status = 503
    threading.Thread(target=server.serve_forever, daemon=True).start()
    check("a receiver that refuses is tried again", until(lambda: "with the status 503" in notify.log.read_text()))
    Receiver.status = 200
    (home / "transport-works").touch()
    check("all is delivered once both are there", until(lambda: waiting() == 0 and len(Receiver.got) >= 1))
    until(lambda: len(list(mails.glob("*.mail"))) >= 2)

    failures = [body for _, _, body in Receiver.got if "failed in" in body["subject"]]
    check("1,000 failures are two messages at most", 1 <= len(failures) <= 2)
    check("which count all of them", counted(failures), 1000)
    check("each message came once", len({body["id"] for _, _, body in Receiver.got}), len(Receiver.got))
    check("as JSON", {kind for _, kind, _ in Receiver.got}, {"application/json"})
    check("to the address in the file", {path for path, _, _ in Receiver.got}, {f"/services/{SECRET}"})
    check("with text for chats, subject, host and kind", {"text", "subject", "host", "kind"} <= set(failures[0]), True)
    check("the remedy is in it", "what to do: copy the image again" in failures[0]["text"])

    parsed = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in mails.glob("*.mail")]
    check("mails went to the facility, and to the folder's contact",
          {mail["To"] for mail in parsed}, {"facility@example.org", "owner@example.org"})
    check("no name of an image becomes a header", [mail["Bcc"] for mail in parsed if mail["Bcc"]], [])
    check("their text is whole", any("ü.tif" in mail.get_content() for mail in parsed))
    check("headers and parts are as RFC 5322 wants them", [defect for mail in parsed for defect in mail.defects], [])
    check("every mail has a date and an identifier", all(mail["Date"].datetime and mail["Message-ID"] for mail in parsed))
    check("no header breaks a line in two",
          {key for mail in parsed for key in mail.keys()},
          {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Segmentd", "MIME-Version", "Content-Type",
           "Content-Transfer-Encoding"})

    for number in range(500, 520):
        daemon.say(event="image_done", folder="/data/scope1", image=f"/data/scope1/a_{number}.tif", flags=[])
    all_clear = lambda: [body for _, _, body in Receiver.got if "succeed again" in body["text"]]
    check("that images succeed again is told", until(lambda: all_clear()))
    check("with how many were done since", "20 images that had failed were done since." in all_clear()[0]["text"])

    quiet = len(Receiver.got)
    daemon.end(stopping=True)
    time.sleep(8)
    check("a clean stop is no message", len(Receiver.got), quiet)
    daemon = Daemon(home / "run")
    until(lambda: daemon.callers)
    daemon.end(stopping=False)
    silent = lambda: [body for _, _, body in Receiver.got if "the daemon does not answer" in body["subject"]]
    check("a daemon that is gone is one", until(lambda: silent()))
    daemon = Daemon(home / "run")
    check("and that it is back", until(lambda: any("answers again" in body["subject"] for _, _, body in Receiver.got)))

    configuration.write_text(configuration.read_text().replace('mail = ["facility@example.org"]', 'mail = ["new@example.org"]'))
    check("a changed configuration is in force", until(lambda: "new@example.org" in notify.log.read_text()))
    configuration.write_text(configuration.read_text() + "\nquiett = 1\n")
    check("a bad one is said, and leaves it", until(lambda: "what was in force stays" in notify.log.read_text()))
    check("it stops when it is asked to", notify.stop(), 0)

    configuration.write_text(configuration.read_text().replace("quiett = 1", ""))
    test = subprocess.run([program, "notify", "--test", "--config", configuration], capture_output=True, text=True)
    check("--test says who got it", (test.returncode, test.stdout.splitlines()[0]), (0, "sent to 127.0.0.1"))
    check("and it came", Receiver.got[-1][2]["kind"], "test")
    server.shutdown()
    server.server_close()
    test = subprocess.run([program, "notify", "--test", "--config", configuration], capture_output=True, text=True)
    check("it fails where the receiver is not there", (test.returncode, "127.0.0.1 was not reached" in test.stderr), (1, True))
    webhook.write_text(f"http://127.0.0.1:{port}/{SECRET} {SECRET}")
    wrong = subprocess.run([program, "notify", "--test", "--config", configuration], capture_output=True, text=True)
    check("and where the file holds no address", (wrong.returncode, "holds no address" in wrong.stderr), (1, True))

    said = notify.log.read_text() + test.stdout + test.stderr + wrong.stdout + wrong.stderr
    check("the secret is nowhere in what it says", SECRET in said, False)
    check("nor in the arguments of a process", Receiver.seen, [])
    kept = [file for file in state.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    check("nor in its own files", kept, [])
    if failed:
        print(notify.log.read_text()[-4000:])
    if os.environ.get("SHOW"):
        print(failures[0]["text"], all_clear()[0]["text"], silent()[0]["text"], sep="\n---\n")
        print(next(mails.glob("*.mail")).read_text())
    sys.exit(failed != 0)


main()
