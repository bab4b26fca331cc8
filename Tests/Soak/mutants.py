#!/usr/bin/python3
"""Ten thousand mutated TIFFs through the daemon: it lives, and each file has its summary.

    mutants.py PROGRAM [--short] [--seed 1]

The sources are files that are made here, the fixtures, and, with SEGMENTD_SHARED, the shared TIFFs below 200 kB. A
mutant has bytes, tags or sizes of a source changed, or parts cut out, doubled or filled. Deaths of workers are counted, not
forbidden; a mutant of which a worker dies is named.
"""

import io
import random
import struct
import time

from lab import *

#: Mutants that may wait at once.
AHEAD = 60


def made():
    """Small files of many kinds, by tifffile and by hand."""
    import numpy
    import tifffile

    generator = numpy.random.default_rng(3)
    found = [counted(5), counted(6, pages=4)]
    for type in ("uint8", "uint16", "float32", "int16"):
        plane = generator.uniform(0, 200, (48, 40)).astype(type)
        for more in ({}, {"tile": (16, 16)}, {"rowsperstrip": 7}, {"bigtiff": True}, {"byteorder": ">"},
                     {"compression": "zlib"}):
            try:
                buffer = io.BytesIO()
                tifffile.imwrite(buffer, plane, **more)
                found.append(buffer.getvalue())
            except Exception:
                # What tifffile of this machine cannot write is left out.
                continue
    stack = generator.integers(0, 999, (3, 2, 24, 32)).astype("uint16")
    for more in ({"imagej": True, "metadata": {"axes": "ZCYX"}}, {"ome": True, "metadata": {"axes": "ZCYX"}}):
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, stack, **more)
        found.append(buffer.getvalue())
    return found


def sources():
    found = made() + [path.read_bytes() for path in ACQUIRED]
    shared = os.environ.get("SEGMENTD_SHARED")
    if shared:
        for path in sorted(pathlib.Path(shared).glob("tiffs/*/*.tif*")):
            if path.is_file() and path.stat().st_size < 200_000:
                found.append(path.read_bytes())
    return found


INTERESTING = [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE]


def mutant(source, generator):
    """One to eight changes, most of them where the structure is."""
    data = bytearray(source)
    for _ in range(generator.choice([1, 1, 2, 4, 8])):
        if len(data) < 16:
            break
        # Headers, and the ends of files, where tifffile and others put directories.
        place = generator.choice([
            generator.randrange(len(data)), generator.randrange(min(len(data), 512)),
            len(data) - 1 - generator.randrange(min(len(data), 512)),
        ])
        kind = generator.randrange(8)
        if kind == 0:
            data[place] ^= 1 << generator.randrange(8)
        elif kind == 1:
            data[place] = generator.choice(INTERESTING) & 0xFF
        elif kind == 2 and place + 4 <= len(data):
            struct.pack_into(generator.choice("<>") + "I", data, place, generator.choice(INTERESTING))
        elif kind == 3 and place + 2 <= len(data):
            struct.pack_into(generator.choice("<>") + "H", data, place, generator.choice(INTERESTING) & 0xFFFF)
        elif kind == 4:
            del data[place : place + generator.choice([1, 2, 12, 100, 1000])]
        elif kind == 5:
            part = data[place : place + generator.choice([2, 12, 200])]
            data[place:place] = part
        elif kind == 6:
            del data[place:]
        else:
            data[place : place + 64] = generator.randbytes(len(data[place : place + 64]))
    return bytes(data)


def main():
    options = arguments(__doc__, seed=(1, "another one gives other mutants"), count=(0, "10000; 300 in the short form"))
    count = options.count or (300 if options.short else 10_000)
    row = Row("mutants", options)
    place = Place(options, "mutants")
    classifier = place.classifier("threshold", threshold(100))
    place.configure(classifier, recipe_keys="")
    place.warm(classifier)
    found, generator = sources(), random.Random(options.seed)
    data = [mutant(generator.choice(found), generator) for _ in range(count)]
    digests = [hashlib.sha256(bytes_).hexdigest() for bytes_ in data]
    deaths, killers = 0, []
    commits = Commits(place.acquisition)
    with Daemon(place).start() as daemon:
        process, start, begun = daemon.process.pid, memory(daemon.process.pid), time.monotonic()
        peak, known = start, set(daemon.workers())
        seen_workers = set(known)
        for number, bytes_ in enumerate(data):
            while number - len(commits.seen) > AHEAD and daemon.is_running:
                time.sleep(0.02)
                seen_workers |= set(daemon.workers())
                peak = max(peak, memory(process))
                if time.monotonic() - begun > 3600:
                    break
            bring(bytes_, place.acquisition / f"{number:05}.tif")
            if not daemon.is_running:
                deaths += 1
                daemon.start()
        # One that ends workers is tried for minutes before it is given up.
        daemon.wait_for(count, patience=400)
        took = time.monotonic() - begun
        seen_workers |= set(daemon.workers())
        if not daemon.is_running or daemon.process.pid != process:
            deaths += 1
        commits.close()
        status = daemon.stop()
        lost = daemon.said("worker was lost")
    if options.plant:
        summary_of(place.acquisition / "00000.tif").unlink()
    missing, kinds, torn, wrong = [], {}, 0, 0
    for number in range(count):
        path = place.acquisition / f"{number:05}.tif"
        try:
            summary = json.loads(summary_of(path).read_bytes())
        except (OSError, ValueError):
            missing.append(path.name)
            continue
        kind = "done" if summary["status"] == "done" else summary["error"]["kind"]
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind in ("worker_lost", "daemon_lost"):
            killers.append(f"{path.name} ({summary['error']['message']})")
        if kind == "done" and not is_whole(summary, place.acquisition):
            torn += 1
        wrong += digest(path) != digests[number]
    row.note(f"{count} mutants of {len(found)} sources, seed {options.seed}: {count / took:.0f} a second; "
             + ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items(), key=lambda item: -item[1])))
    row.note(f"workers lost: {lost} (processes seen: {len(seen_workers)}); the daemon had {start:.0f} MB, "
             f"at most {peak:.0f} MB")
    for killer in killers:
        row.note(f"given up: {killer}")
    row.equal("deaths of the daemon", deaths)
    row.equal("files without a summary", len(missing))
    row.equal("torn results", torn)
    row.equal("raw files that changed", wrong)
    row.equal("exit status", status, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
