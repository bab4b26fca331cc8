#!/usr/bin/python3
"""From an image's summary in place to the line that tells a listener of it; and listeners that stand still.

    events.py PROGRAM [--short] [--plant] [--enforce]

Images come one after the other, while one listens and another never takes what it is told. One process waits for both
the kernel's word that the summary has its name (inotify) and the line on the socket, so that both are timed by the same
clock. With `--enforce` the line may be 5 ms behind in the median, and in 99 of 100 images.
"""

import datetime
import select
import statistics
import time

from lab import *

LIMIT = 5


def listener(place, **more):
    """A connection to the daemon that listens, and the first line."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(place.home / "run/segmentd/daemon.socket"))
    connection.sendall(json.dumps({"protocol": 1, "command": "events", **more}).encode() + b"\n")
    line = b""
    while not line.endswith(b"\n"):
        line += connection.recv(1)
    return connection, json.loads(line)


def moment(text):
    """Seconds since 1970 of a time as events have it, to a millisecond."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def main():
    options = arguments(__doc__, enforce=(False, "hold the times against their limits"))
    count, warming = (20, 2) if options.short else (500, 10)
    row = Row("events", options)
    place = Place(options, "events")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    with Daemon(place).start() as daemon:
        events, answer = listener(place, kinds=["image_done"])
        row.equal("kinds as asked for", answer["answer"]["kinds"], ["image_done"])
        # One that never takes anything is there all the time.
        still, _ = listener(place)
        arrivals = Arrivals(place.acquisition)
        poll = select.poll()
        poll.register(events, select.POLLIN)
        poll.register(arrivals.descriptor, select.POLLIN)
        lags, sending, told, early, rest = [], [], {}, 0, b""
        for number in range(count + warming):
            path = place.acquisition / f"{number:04}.tif"
            bring(counted(number), path)
            seen = heard = None
            while seen is None or heard is None:
                ready = [entry for entry, _ in poll.poll(PATIENCE * 1000)]
                now = time.monotonic()
                if not ready:
                    raise RuntimeError(f"nothing came for {path.name}: {daemon.tail()}")
                if events.fileno() in ready:
                    # The name is there before it is told.
                    early += not summary_of(path).exists()
                    rest += events.recv(1 << 16)
                    *lines, rest = rest.split(b"\n")
                    for line in lines:
                        event = json.loads(line)
                        told.setdefault(event["image"], []).append(event)
                        heard = now
                        sending.append((time.time() - moment(event["time"])) * 1000)
                if arrivals.descriptor in ready and summary_of(path).name in arrivals.wait(1)[0]:
                    seen = now
            if number >= warming:
                lags.append((heard - seen) * 1000)
        lags.sort()
        late = lags[min(len(lags) - 1, int(len(lags) * 0.99))]
        row.note(f"behind the summary: median {statistics.median(lags):.2f} ms, 99 % {late:.2f} ms, "
                 f"worst {lags[-1]:.2f} ms")
        row.note(f"of it from the daemon's knowledge to the line: median {statistics.median(sending):.1f} ms")
        if options.plant:
            told.popitem()
        row.equal("told before the summary was there", early)
        row.equal("images that were told", len(told), count + warming)
        row.equal("told more than once", sum(len(found) > 1 for found in told.values()))
        wrong = 0
        for path, found in told.items():
            summary = json.loads(summary_of(path).read_bytes())
            wrong += found[0]["objects"] != objects_in(int(stem(path))) or found[0]["summary"] != str(summary_of(path)) \
                or not all(os.path.exists(output) for output in found[0]["outputs"].values()) \
                or found[0]["classifier"] != summary["classifier"]["sha256"][:12]
        row.equal("told wrongly", wrong)
        figures = json.loads(place.run("status", "--json").stdout)["flow"]
        row.below("new images, of which our own outputs are none", figures["images_in"], 1.2 * (count + warming))
        row.equal("images done beside one that stands still", len(summaries(place.acquisition)), count + warming)
        if options.enforce:
            row.below("behind the summary: median", statistics.median(lags), LIMIT, " ms")
            row.below("behind the summary: 99 %", late, LIMIT, " ms")
        still.close()
        arrivals.close()
        row.equal("exit status", daemon.stop(), 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
