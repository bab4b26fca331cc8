"""Memory and time of large files: python3 Tests/Large/large.py PROGRAM [--cases NAME,...] [--scale 1.0] [--table FILE]

Each file is generated below --work (about 2 GB of the disk at once, the rest are holes), segmented by `segmentd run`, and
removed. Printed are the peak of the worker's resident memory (VmHWM), the time, and beside them what the pixels take and
what tifffile takes that reads them all.
"""

import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import files

GIGABYTE = 1e9
CLASSIFIERS = pathlib.Path(__file__).parent.parent / "Fixtures" / "classifiers"


def children(pid):
    """All processes that descend from `pid`."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child)] + children(int(child))
    return found


def peak(pid):
    """The peak of a process's resident memory in bytes."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def watched(command, memory=None, **options):
    """Runs a command; its status, text, seconds, and the highest peak of the processes that it started.

    With `memory`, the computer seems to have that many bytes: the program is run where /proc/meminfo says so (root).
    """
    if memory:
        fake = tempfile.NamedTemporaryFile("w", suffix="-meminfo")
        fake.write(f"MemTotal: {memory // 1024} kB\n")
        fake.flush()
        command = [
            "unshare", "--mount", "sh", "-c", 'mount --bind "$0" /proc/meminfo && exec "$@"', fake.name, *command,
        ]
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    peaks = {}

    def watch():
        while process.poll() is None:
            for pid in children(process.pid):
                try:
                    peaks[pid] = max(peaks.get(pid, 0), peak(pid))
                except OSError:
                    pass
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    text = process.communicate()[0]
    watcher.join()
    return process.returncode, text, time.monotonic() - begin, max(peaks.values(), default=0)


def read_all(path):
    """Seconds and peak of tifffile that reads the whole image; None where it fails or has no memory for it."""
    script = (
        "import sys, tifffile, resource; a = tifffile.imread(sys.argv[1], level=0); int(a.max());"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )

    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (14 << 30, 14 << 30))

    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, path], capture_output=True, text=True, preexec_fn=bound
    )
    if done.returncode:
        return None
    return time.monotonic() - begin, int(done.stdout.split()[-1])


def cases(scale):
    """Name, what makes the file, classifier, options of run, memory that the computer seems to have."""
    small = scale < 1
    planes = max(3, round(1200 * scale))
    side = 2048 if not small else 1024
    wide, high = round(40000 * scale**0.5), round(37500 * scale**0.5)
    common = ["--output", "mask", "--output", "labels", "--output", "objects"]
    return [
        (
            "imagej in one directory", lambda p: files.imagej(p, max(3, round(560 * scale)), side), "nuclei.cl", common,
            None,
        ),
        ("chain of pages", lambda p: files.chain(p, max(3, round(3000 * scale))), "nuclei_uint8.cl", common, None),
        ("tiled pyramid", lambda p: files.pyramid(p, round(20000 * scale**0.5)), "nuclei_uint8.cl", common, None),
        ("stack of planes", lambda p: files.stack(p, planes, side), "nuclei.cl", common, None),
        ("giant plane of uint8", lambda p: files.plane(p, wide, high), "nuclei_uint8.cl", common, 4 << 30),
        ("giant plane of uint16", lambda p: files.plane(p, wide, high, "uint16"), "nuclei.cl", common, 4 << 30),
    ]


def directories(program, folder):
    """Time and memory of `inspect` for chains of pages: both should grow no faster than their number."""
    print("\n| pages | inspect s | worker MB |\n|---|---|---|")
    for pages in [1000, 3000, 50_000, 200_000]:
        path = folder / "chain.tif"
        files.chain(path, pages, 16)
        status, text, seconds, memory = watched([program, "inspect", str(path)])
        if status:
            raise SystemExit(text)
        print(f"| {pages:,} | {seconds:.2f} | {memory / 1e6:.0f} |", flush=True)
        path.unlink()


def growth(program, folder):
    """Memory for stacks of more and more planes of one size: planes that were written are gone."""
    print("\n| planes of 1024 × 1024 | run s | worker MB |\n|---|---|---|")
    for planes in [10, 40, 160]:
        path = folder / "stack.tif"
        files.stack(path, planes, 1024)
        command = [program, "run", str(path), "--classifier", str(CLASSIFIERS / "nuclei.cl"), "--output", "labels"]
        status, text, seconds, memory = watched(command + ["--output-dir", str(folder / "results")])
        if status:
            raise SystemExit(text)
        print(f"| {planes} | {seconds:.1f} | {memory / 1e6:.0f} |", flush=True)
        path.unlink()
        shutil.rmtree(folder / "results")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--work", default="/var/tmp")
    parser.add_argument("--cases", default="", help="parts of the names of the cases, with commas between")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of each file, as a share of the full ones")
    parser.add_argument("--no-peer", action="store_true", help="do not read the files by tifffile")
    parser.add_argument("--table", help="a file for the table")
    arguments = parser.parse_args()
    wanted = [part for part in arguments.cases.split(",") if part]
    lines = [
        "| file | pixels GB | on disk GB | run s | worker MB | tifffile reads all: s | MB |", "|---|---|---|---|---|---|---|"
    ]
    print("\n".join(lines), flush=True)
    failed = False
    with tempfile.TemporaryDirectory(dir=arguments.work, prefix="segmentd-large-") as name:
        folder = pathlib.Path(name)
        for case, make, classifier, options, memory in cases(arguments.scale):
            if wanted and not any(part in case for part in wanted):
                continue
            path = folder / "image.tif"
            pixels = make(path)
            disk = files.on_disk(path)
            command = [
                arguments.program, "run", str(path), "--classifier", str(CLASSIFIERS / classifier), *options,
                "--output-dir", str(folder / "results"),
            ]
            status, text, seconds, used = watched(command, memory)
            if status:
                failed = True
                print(f"{case}: exit status {status}\n{text}", file=sys.stderr, flush=True)
            shutil.rmtree(folder / "results", ignore_errors=True)
            peer = None if arguments.no_peer else read_all(path)
            path.unlink()
            said = f"{peer[0]:.1f} | {peer[1] / 1e6:.0f}" if peer else "– | –"
            line = f"| {case} | {pixels / GIGABYTE:.2f} | {disk / GIGABYTE:.2f} | {seconds:.1f} | {used / 1e6:.0f} | {said} |"
            lines.append(line)
            print(line, flush=True)
        if not wanted or "inspect" in wanted:
            directories(arguments.program, folder)
        if not wanted or "growth" in wanted:
            growth(arguments.program, folder)
    if arguments.table:
        pathlib.Path(arguments.table).write_text("\n".join(lines) + "\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
