#!/usr/bin/python3
"""Damages ilastik projects in many ways and has a program read each: Debian's python3-h5py.

    projects.py PROGRAM [--count 2000] [--seed 1] [--kept FOLDER] [PROJECT ...]

PROGRAM is `ReadProject` (`make fuzz` builds it), or "segmentd inspect". The projects are those of Tests/Fixtures/ilastik that
are run, or those that are named. Every second mutant has other bytes, every second one another structure. A mutant may be run,
be refused, or end the process that reads it within libhdf5, which is counted apart. It must not take longer than --limit
seconds or more than --memory MB (0: no bound, which the address sanitizer needs), and no mutant whose bytes of the forest are changed so that it is no forest may be run: the
program checks that itself, and ends by a trap, which fails. Exit status 1 where something failed; what failed is kept.
"""

import argparse
import collections
import glob
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
#: Mutants that one process reads.
BATCH = 50
FIXTURES = os.path.join(HERE, "..", "Fixtures", "ilastik")
MARKS = [b"TREE", b"HEAP", b"SNOD", b"GCOL", b"\x89HDF"]
NUMBERS = [0, 1, 2, 7, 8, 24, 96, 255, 256, 1 << 15, (1 << 16) - 1, 1 << 31, (1 << 31) - 1, (1 << 32) - 1, 1 << 40, (1 << 63) - 1,
           1 << 63, (1 << 64) - 1]


def places(data):
    """Where the library's own structures begin: changes there reach furthest."""
    found = [0]
    for mark in MARKS:
        at = data.find(mark)
        while at >= 0:
            found.append(at)
            at = data.find(mark, at + 1)
    return found


def other_bytes(data, chance):
    """The bytes of a mutant, and what was done."""
    data, kind = bytearray(data), chance.choice(["bits", "number", "number", "near", "near", "cut", "zeros", "swap", "repeat"])
    if kind == "bits":
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind in ("number", "near"):
        for _ in range(chance.randint(1, 4)):
            size = chance.choice([1, 2, 4, 8])
            at = chance.choice(places(data)) + chance.randrange(64) if kind == "near" else chance.randrange(len(data) // 8) * 8
            value = chance.choice(NUMBERS) % (1 << (8 * size))
            if at + size <= len(data):
                data[at:at + size] = value.to_bytes(size, "little")
    elif kind == "cut":
        del data[chance.randrange(len(data)):]
    elif kind == "zeros":
        at = chance.randrange(len(data) // 512) * 512
        data[at:at + 512 * chance.randint(1, 16)] = b""
        data[at:at] = bytes(512)
    elif kind == "swap":
        a, b = (chance.randrange(len(data) // 256) * 256 for _ in range(2))
        data[a:a + 256], data[b:b + 256] = data[b:b + 256], data[a:a + 256]
    else:
        at = chance.randrange(len(data) // 64) * 64
        data[at:at] = data[at:at + 64 * chance.randint(1, 64)]
    return bytes(data), f"bytes: {kind}"


def members(file, kind):
    found = []
    file.visititems(lambda name, item: found.append(name) if isinstance(item, kind) else None)
    return sorted(found)


def important(names, chance):
    """Rather one of the forest than one of the options of vigra."""
    chosen = [name for name in names if "_options" not in name and "_ext_param" not in name]
    return chance.choice(chosen if chosen and chance.random() < 0.9 else names)


def other_structure(path, chance):
    """Changes a file in place; what was done."""
    with h5py.File(path, "r+") as file:
        datasets, groups = members(file, h5py.Dataset), members(file, h5py.Group)
        kind = chance.choice(["values", "values", "values", "type", "shape", "huge", "gone", "loop", "soft", "external", "hard",
                              "filled", "packed", "texts", "kept elsewhere", "virtual", "group for dataset", "reference"])
        name = important(datasets, chance)
        values = file[name]

        def replace(**how):
            del file[name]
            return file.create_dataset(name, **how)
        if kind == "values":
            trees = [n for n in datasets if n.endswith(("topology", "parameters", "known_labels", "Scales"))]
            name = chance.choice(trees)
            array = file[name][()]
            for _ in range(chance.randint(1, 3)):
                special = [0, 1, 2, -1, 3, 1 << 30, 99999]
                if array.dtype.kind == "f":
                    special += [np.nan, np.inf, -np.inf, 1e308, -0.0, 1e-320, 0.5]
                array[chance.randrange(array.size)] = np.array(chance.choice(special), "f8").astype(array.dtype)
            file[name][...] = array
        elif kind == "type":
            replace(data=chance.choice([
                np.zeros(20, "i1"), np.zeros(20, "f2"), np.zeros(20, "u8"), np.zeros(20, ">i4"), np.zeros(20, "c16"), b"text",
                np.array([b"a" * 5000]), np.zeros(3, [("a", "i4"), ("b", "f8")]), np.void(b"abc" * 99),
                np.zeros((2, 3, 4, 5, 6), "i4"),
            ]))
        elif kind == "shape":
            array = np.atleast_1d(values[()])
            length = chance.choice([0, 1, array.size - 1, array.size + 1, 2 * array.size])
            replace(data=np.resize(array.ravel(), max(length, 0)) if length else np.zeros(0, array.dtype))
        elif kind == "huge":
            shape = chance.choice([(1 << 20,), (1 << 26,), (1 << 33,), (1 << 62,), (1 << 31, 1 << 31)])
            replace(shape=shape, dtype=chance.choice(["i4", "f8", "u1"]), chunks=tuple(min(s, 1 << 10) for s in shape))
        elif kind == "gone":
            del file[chance.choice(datasets + groups)]
        elif kind == "loop":
            group = chance.choice(groups)
            inner = f"{group}/{chance.choice(['Forest0009', 'Tree_99', 'Raw Data', 'loop'])}"
            if inner not in file:
                file[inner] = file[chance.choice(groups + ["/"])]
        elif kind in ("soft", "external"):
            target = chance.choice(datasets + groups + ["/", ".", name])
            del file[name]
            file[name] = h5py.SoftLink("/" + target) if kind == "soft" else h5py.ExternalLink(
                chance.choice(["/etc/passwd", "", "other.h5", os.path.basename(path)]), target)
        elif kind == "hard":
            other = chance.choice(datasets)
            if other != name:
                del file[name]
                file[name] = file[other]
        elif kind == "filled":
            replace(shape=(chance.choice([10, 1 << 16, 1 << 24]),), dtype=chance.choice(["i4", "f8"]),
                    fillvalue=chance.choice([0, 1, 2, 3, 1 << 30]), chunks=(1 << 10,))
        elif kind == "packed":
            array = np.atleast_1d(values[()])
            if array.size and array.dtype.kind in "iuf":
                replace(data=array, chunks=array.shape, compression="gzip", shuffle=chance.random() < 0.5)
        elif kind == "texts":
            names = [n for n in datasets if file[n].dtype.kind in "OS"]
            name = chance.choice(names)
            replace(data=chance.choice([b"", "ß" * 70000, b"\xff\xfea", "x" * 1_000_000]), dtype=h5py.string_dtype())
        elif kind == "kept elsewhere":
            replace(shape=(100,), dtype="f8", external=[(chance.choice(["/etc/passwd", "/dev/zero"]), 0, 800)])
        elif kind == "virtual":
            layout = h5py.VirtualLayout(shape=(10,), dtype="f8")
            layout[...] = h5py.VirtualSource("/etc/passwd", "data", shape=(10,))
            del file[name]
            file.create_virtual_dataset(name, layout)
        elif kind == "group for dataset":
            del file[name]
            file.create_group(name)
        else:
            replace(data=np.array([file.ref], h5py.ref_dtype), dtype=h5py.ref_dtype)
    return f"structure: {kind}"


def read(program, paths, limit, bytes):
    """What became of each project, in its turn: `run`, `refused`, or how the process ended, with its words."""
    # What the address sanitizer finds is no refusal, and signals stay signals.
    environment = {"SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "exitcode=99:detect_leaks=0:handle_segv=0:handle_sigbus=0"}
    inspects = os.path.basename(program[0]) != "ReadProject"
    while paths:
        asked = paths[:1] if inspects else paths
        process = subprocess.Popen(
            program + asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **environment},
            preexec_fn=lambda: bytes and resource.setrlimit(resource.RLIMIT_AS, (bytes, bytes)))
        late = threading.Timer(limit * len(asked) if inspects else limit, process.kill)
        late.start()
        words = []
        for line in process.stdout:
            words.append(line.decode(errors="replace").rstrip("\n"))
            if not inspects:
                if not words[-1].startswith(("run: ", "refused: ")):
                    continue
                yield words[-1].split(":")[0], words[-1]
                paths = paths[1:]
                late.cancel()
                late = threading.Timer(limit, process.kill)
                late.start()
        status = process.wait()
        late.cancel()
        if inspects:
            known = {0: "run", 1: "refused"}.get(status, status)
            yield status if "worker_lost" in " ".join(words) else known, " ".join(words)
            paths = paths[1:]
        elif paths:
            yield "too long" if status == -signal.SIGKILL else status, " ".join(words[-5:])
            paths = paths[1:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("projects", nargs="*")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", default=None)
    parser.add_argument("--limit", type=float, default=20)
    parser.add_argument("--memory", type=int, default=2048)
    options = parser.parse_args()
    projects = options.projects or sorted(
        p for p in glob.glob(os.path.join(FIXTURES, "*.ilp")) if not os.path.basename(p).startswith(("bad_", "refused")))
    contents = {p: open(p, "rb").read() for p in projects}
    program = options.program.split()
    kept = options.kept or tempfile.mkdtemp(prefix="segmentd-projects-")
    os.makedirs(kept, exist_ok=True)
    tally, faults = collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, options.count, BATCH):
            made = []
            for number in range(first, min(first + BATCH, options.count)):
                chance = random.Random(f"{options.seed} {number}")
                path = os.path.join(folder, f"{number}.ilp")
                project = chance.choice(projects)
                try:
                    data, what = contents[project], None
                    if number % 2 == 0:
                        data, what = other_bytes(data, chance)
                    with open(path, "wb") as file:
                        file.write(data)
                    what = what or other_structure(path, chance)
                except (KeyError, ValueError, OSError, TypeError, RuntimeError):
                    # What h5py does not write.
                    tally["not made"] += 1
                    continue
                made.append((number, path, f"{what}, {os.path.basename(project)}"))
            answers = list(read(program, [path for _, path, _ in made], options.limit, options.memory << 20))
            for (number, path, what), (answer, words) in zip(made, answers):
                if answer in ("run", "refused"):
                    tally[f"{what.split(':')[0]}: {answer}"] += 1
                    continue
                # Within the library; Swift ends by a trap.
                ended = "worker_lost" in words or answer in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGFPE)
                tally["the library ended the process" if ended else "FAULT"] += 1
                faults += [] if ended else [number]
                shutil.copy(path, os.path.join(kept, f"{'ended' if ended else 'fault'}-{number}.ilp"))
                print(f"{number}: {what}: {answer} {words[:300]}", file=sys.stderr, flush=True)
            for _, path, _ in made:
                os.remove(path)
    for name, count in sorted(tally.items()):
        print(f"{name:32} {count}")
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{'most memory':32} {children.ru_maxrss / 1024:.0f} MB\n{'kept in':32} {kept}")
    sys.exit(1 if faults else 0)


main()
