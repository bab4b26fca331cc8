#!/usr/bin/python3
"""Twenty ways of damaging the cache of OpenCL kernels: the daemon works again within one restart of its worker.

    cache.py PROGRAM [--short] [--only NAME,…]

The daemon starts with the damaged folder and gets an image, whose labels must be those of real APOC. Full, read-only
and noexec caches are mounts of their own and need root.
"""

import random
import time

from lab import *

#: A daemon that starts, compiles again and segments an image.
LIMIT = 180


def files(cache):
    return [path for path in sorted(cache.rglob("*")) if path.is_file() and not path.is_symlink()]


def kernels(cache):
    return [path for path in files(cache) if path.suffix == ".so"]


def programs(cache):
    return [path for path in files(cache) if path.name == "program.bc"]


def overwrite(paths, change):
    for path in paths:
        path.write_bytes(change(path.read_bytes()))


def flipped(data, place):
    changed = bytearray(data)
    if changed:
        changed[place % len(changed)] ^= 0x55
    return bytes(changed)


def replace(paths, make):
    for path in paths:
        path.unlink()
        make(path)


def exchanged(cache):
    """Each kernel has the content of the next one."""
    found = kernels(cache)
    contents = [path.read_bytes() for path in found]
    for path, content in zip(found, contents[1:] + contents[:1]):
        path.write_bytes(content)


def without_symbols(cache):
    """Sound libraries that lack the kernel."""
    source, library = cache / "empty.c", cache / "empty.library"
    source.write_text("int nothing;\n")
    call("gcc", "-shared", "-o", library, source)
    content = library.read_bytes()
    source.unlink()
    library.unlink()
    overwrite(kernels(cache), lambda _: content)


def half_gone(cache):
    for path in files(cache)[::2]:
        path.unlink()


def mounted(cache, *mount_options):
    """The cache in a file system of its own."""
    need_root("a mount")
    aside = cache.with_name("aside")
    shutil.copytree(cache, aside)
    call("mount", "-t", "tmpfs", "-o", "size=64M", "tmpfs", cache)
    shutil.copytree(aside, cache, dirs_exist_ok=True)
    shutil.rmtree(aside)
    for options in mount_options:
        call("mount", "-o", f"remount,{options}", cache)


def full(cache):
    """Damaged kernels, and no room for new ones."""
    mounted(cache)
    overwrite(kernels(cache), lambda data: data[: len(data) // 2])
    with open(cache / "ballast", "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            pass


def a_file_instead(cache):
    shutil.rmtree(cache)
    cache.write_bytes(b"")


def a_link_to_nothing(cache):
    shutil.rmtree(cache)
    cache.symlink_to("/nonexistent/kernels")


def a_circle(path):
    path.symlink_to(path.name)


WAYS = {
    "kernels empty": lambda cache: overwrite(kernels(cache), lambda _: b""),
    "kernels cut in half": lambda cache: overwrite(kernels(cache), lambda data: data[: len(data) // 2]),
    "kernels garbage": lambda cache: overwrite(kernels(cache), lambda _: random.Random(1).randbytes(9000)),
    "kernels zeros": lambda cache: overwrite(kernels(cache), lambda data: bytes(len(data))),
    "a byte of each kernel's code": lambda cache: overwrite(kernels(cache), lambda data: flipped(data, 0x1010)),
    "a byte of each kernel's header": lambda cache: overwrite(kernels(cache), lambda data: flipped(data, 17)),
    "a byte in the middle of each kernel": lambda cache: overwrite(kernels(cache), lambda d: flipped(d, len(d) // 2)),
    "kernels exchanged": exchanged,
    "kernels without the function": without_symbols,
    "kernels are folders": lambda cache: replace(kernels(cache), lambda path: path.mkdir()),
    "kernels are dangling links": lambda cache: replace(kernels(cache), lambda path: path.symlink_to("gone")),
    "kernels are circular links": lambda cache: replace(kernels(cache), a_circle),
    "programs empty": lambda cache: overwrite(programs(cache), lambda _: b""),
    "programs garbage": lambda cache: overwrite(programs(cache), lambda _: random.Random(2).randbytes(9000)),
    "programs cut in half": lambda cache: overwrite(programs(cache), lambda data: data[: len(data) // 2]),
    "every file empty": lambda cache: overwrite(files(cache), lambda _: b""),
    "every other file gone": half_gone,
    "one kernel empty": lambda cache: overwrite(kernels(cache)[-1:], lambda _: b""),
    "a file instead of the folder": a_file_instead,
    "a link to nothing instead of the folder": a_link_to_nothing,
    "a full disk and cut kernels": full,
    "read-only": lambda cache: mounted(cache, "ro"),
    "noexec": lambda cache: mounted(cache, "noexec"),
}
#: What a short form tries: one that ends workers, one that fails, one that is compiled anew.
SHORT = ["kernels garbage", "programs cut in half", "one kernel empty"]


def main():
    options = arguments(__doc__, only=("", "ways, separated by commas"))
    if os.geteuid() == 0:
        mounting()
    row = Row("cache", options)
    place = Place(options, "cache")
    classifier = place.classifier("bright")
    place.configure(classifier, head="workers = 1")
    # Only what this classifier uses: damage to other kernels would go unnoticed.
    cache = place.home / "cache/segmentd/kernels"
    sound = place.home / "sound"
    names = options.only.split(",") if options.only else SHORT if options.short else list(WAYS)
    daemon, done, again, times = Daemon(place), 0, 0, []

    def segment(number):
        """Starts the daemon, brings an image, stops; the verdict, restarts of the worker, seconds, device, warnings."""
        path = place.acquisition / f"{number:02}.tif"
        begun, workers = time.monotonic(), set()

        def is_done():
            workers.update(daemon.workers())
            return summary_of(path).exists()

        daemon.start(ready=False)
        bring(ACQUIRED[number % 5], path)
        daemon.wait(is_done, path.name, LIMIT)
        took = time.monotonic() - begun
        if options.plant and number == 1 and summary_of(path).exists():
            plant(path)
        kept = judge(path, labels=FIXTURES / f"acquisition/{number % 5}_bright.tif")
        daemon.stop()
        summary = json.loads(summary_of(path).read_bytes()) if summary_of(path).exists() else {}
        return (kept, len(workers) - 1, took, (summary.get("engine") or {}).get("kind"), summary.get("warnings", []))

    segment(0)
    shutil.copytree(cache, sound)
    row.note(f"{len(kernels(sound))} kernels in {len(files(sound))} files")
    tried, losses, on_host = 0, [], []
    for number, name in enumerate(names, 1):
        subprocess.run(["umount", cache], stderr=subprocess.DEVNULL)
        if cache.is_symlink() or cache.is_file():
            cache.unlink()
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(sound, cache)
        try:
            WAYS[name](cache)
        except Absent as absence:
            row.note(f"{name}: left out: {absence}")
            continue
        tried += 1
        verdict, lost, took, kind, warnings = segment(number)
        row.note(f"{name}: {verdict} on {kind} after {took:.1f} s, {lost} restarts of the worker"
                 + (f"; {warnings[0][:110]}" if warnings else ""))
        done += verdict == "right" and lost <= 1
        times.append(took)
        if lost > 1:
            losses.append(f"{name} ({lost})")
        if kind != "cpu":
            on_host.append(name)
    subprocess.run(["umount", cache], stderr=subprocess.DEVNULL)
    row.equal("ways after which it worked within one restart of the worker", done, tried)
    if not options.short and not options.only:
        row.above("ways tried", tried, 20)
    row.equal("ways with more than one restart", ", ".join(losses) or 0)
    row.equal("ways after which no device was used", ", ".join(on_host) or 0)
    row.note(f"from start to result: worst {max(times):.1f} s")
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
