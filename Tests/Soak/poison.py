#!/usr/bin/python3
"""An image that ends each worker, the daemon being killed in between: given up after N attempts in all.

    poison.py PROGRAM [--short] [--most 8]

Whenever that image is in work, the worker is killed by its number; over two of the attempts the daemon is killed too.
All other images must be done meanwhile, the image must be given up with a summary after `--most` attempts counted over
both lives, and nobody may be busy while it waits. The short form sees the first attempts only: pauses double.
"""

import time

from lab import *

#: The daemon's CPU time while nothing is to be done, in per cent of one core: a loop without pause takes all of it.
BUSY, BUSY_IN_SHORT = 3.0, 50.0


def main():
    options = arguments(__doc__, most=(8, "attempts in all until it is given up"))
    row = Row("poison", options)
    place = Place(options, "poison")
    # A folder of its own, so that a hidden file there says that the image is in work.
    trap = place.folder("acquisition/trap")
    classifier = place.classifier("nuclei")
    place.configure(classifier)
    place.warm(classifier)
    import numpy
    import tifffile

    # Large enough to be hit before it is done.
    pixels = numpy.random.default_rng(5).integers(0, 60_000, (3000, 3000)).astype("uint16")
    poison = trap / "poison.tif"
    aside = place.home / "poison.tif"
    tifffile.imwrite(aside, pixels)

    daemon = Daemon(place).start()
    brought, attempts, gaps = 0, [], []
    daemon_kills = [1] if options.short else [2, 5]
    killed_daemons, used = 0, 0.0
    alive_since = time.monotonic()

    def bring_others(count):
        nonlocal brought
        for _ in range(count):
            bring(ACQUIRED[brought % 5], place.acquisition / f"{brought:04}.tif")
            brought += 1

    def hidden_outputs():
        """Files that a worker fills; a summary is the daemon's own."""
        return {name for name in os.listdir(trap) if ".segmentd-" in name and "_summary" not in name}

    def in_work():
        return bool(hidden_outputs())

    def verdict():
        try:
            return json.loads(summary_of(poison).read_bytes())
        except FileNotFoundError:
            return None

    def given_up():
        summary = verdict()
        return summary is not None and summary["status"] != "done"

    bring_others(5)
    os.rename(aside, poison)
    wanted = 3 if options.short else options.most + 4
    begun = time.monotonic()
    stale, late = set(), 0
    while len(attempts) < wanted and not given_up() and time.monotonic() - begun < 1200:
        names = hidden_outputs()
        if verdict() and not given_up():
            # The kill came too late: another image, and from the beginning.
            row.note(f"done before it could be hit, after {len(attempts)} attempts; begun again")
            late += 1
            if late > 5:
                break
            poison = trap / f"poison_{late}.tif"
            tifffile.imwrite(aside, pixels)
            os.rename(aside, poison)
            attempts, killed_daemons = [], 0
            continue
        if not names - stale:
            if not names:
                stale = set()
            time.sleep(0.001)
            continue
        attempts.append(time.monotonic())
        if len(attempts) in daemon_kills:
            used += processor_seconds(daemon.process.pid)
            daemon.kill()
            killed_daemons += 1
            stale = hidden_outputs()
            daemon.start()
        else:
            for worker in daemon.workers():
                send(worker, signal.SIGKILL)
            # Until the daemon has taken it in.
            daemon.wait(lambda: not in_work() or given_up(), "the end of the attempt", 10)
            stale = hidden_outputs()
        bring_others(10)
    took = time.monotonic() - begun
    bring_others(20)
    others = lambda: sum(summary_of(place.acquisition / f"{number:04}.tif").exists() for number in range(brought))
    daemon.wait(lambda: others() == brought, "all other images", 60)
    if options.short:
        # Left alone, it is done.
        daemon.wait(summary_of(poison).exists, "the poison image, left alone", 60)
        time.sleep(1)
    # From here on nothing is to be done until the next attempt, if any.
    idle = min(10, 3 if options.short else 10)
    before = processor_seconds(daemon.process.pid)
    at_rest = len(attempts)
    time.sleep(idle)
    resting = (processor_seconds(daemon.process.pid) - before) / idle * 100
    used += processor_seconds(daemon.process.pid)
    gaps = [later - earlier for earlier, later in zip(attempts, attempts[1:])]
    row.note(f"{len(attempts)} attempts in {took:.0f} s, {killed_daemons} of them ended the daemon; pauses "
             + ", ".join(f"{gap:.1f}" for gap in gaps) + f" s; the daemon's CPU time {used:.1f} s in all")
    if options.plant:
        plant(place.acquisition / "0000.tif")
    counts = tally(judge(place.acquisition / f"{number:04}.tif") for number in range(brought))
    if options.short:
        row.equal("attempts seen", len(attempts) >= 3, True)
        row.equal("given up too early", given_up(), False)
        row.equal("done when left alone", judge(poison), "right")
    else:
        row.equal("given up, with a summary", given_up(), True)
        row.below("attempts in all", len(attempts), options.most)
        if given_up():
            error = verdict()["error"]
            row.note(f"its summary: {error['kind']}, {error['attempts']} attempts: {error['message']}")
            row.equal("the summary names the reason", error["kind"] in ("worker_lost", "daemon_lost"), True)
        row.equal("attempts after it was given up",
                  sum(".segmentd-" in name for name in os.listdir(trap)) + len(attempts) - at_rest)
    row.equal("other images done", counts["right"], brought)
    row.below("CPU of the daemon at rest", resting, BUSY_IN_SHORT if options.short else BUSY, " %")
    if not options.short:
        # Mostly it waits for the next attempt.
        row.below("CPU time of the daemon a second of the trial", used / took * 100, 30, " %")
    # Ended gently: what is in work then is not an attempt.
    status = daemon.stop()
    row.equal("exit status", status, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
