#!/usr/bin/python3
"""How many small images a second the daemon does with one worker and with several.

    workers.py PROGRAM [--short] [--images 2000] [--side 256] [--workers 1,2] [--least 1.2]

Each number of workers gets a daemon of its own on an empty folder, into which all images are renamed at once. The time is that
between the first and the last summary, and ends with the images' results being compared. Exit status 1 if the last number of
workers does not do `--least` times as many images a second as the first (in the long form), or any result differs.
"""

import array
import random

from lab import *

CLASSIFIER = FIXTURES / "classifiers/bright.cl"


def image(side, seed):
    """A 16-bit TIFF with a noisy background and bright squares."""
    r = random.Random(seed)
    noise = array.array("H", (90 + r.getrandbits(5) for _ in range(4099)))
    pixels = (noise * (side * side // len(noise) + 1))[:side * side]
    for _ in range(max(3, side * side // 5000)):
        x, y, edge = r.randrange(side - 20), r.randrange(side - 20), r.randrange(6, 20)
        for row in range(y, y + edge):
            pixels[row * side + x:row * side + x + edge] = array.array("H", [1500 + seed % 50]) * edge
    data = pixels.tobytes()
    tags = [(256, 3, side), (257, 3, side), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1),
            (278, 3, side), (279, 4, len(data))]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return struct.pack("<2sHI", b"II", 42, 8 + len(data)) + data + struct.pack("<H", len(tags)) + entries + bytes(4)


def summaries(folder):
    return [entry.name for entry in os.scandir(folder) if entry.name.endswith("_summary.json")]


def wait(folder, count, process, seconds):
    end = time.monotonic() + seconds
    while len(summaries(folder)) < count:
        if process.poll() is not None: sys.exit("the daemon ended")
        if time.monotonic() > end: sys.exit(f"{len(summaries(folder))} of {count} images after {seconds} s")
        time.sleep(0.5)


def run(program, workers, images, home, patience):
    """Images a second, and the digest of all labels."""
    folder = os.path.join(home, f"with-{workers}")
    staged = os.path.join(home, "staged")
    os.mkdir(folder)
    os.mkdir(staged)
    for number, data in enumerate(images):
        with open(f"{staged}/{number:05}.tif", "wb") as file: file.write(data)
    configuration = os.path.join(home, "segmentd.toml")
    with open(configuration, "w") as file:
        file.write(f'[device]\nworkers = {workers}\n[[folder]]\npath = "{folder}"\nquiet = "0s"\n'
                   f'[[folder.recipe]]\nclassifier = "{CLASSIFIER}"\noutputs = ["labels", "objects"]\n')
    environment = {**os.environ, "XDG_STATE_HOME": f"{home}/state-{workers}", "XDG_CACHE_HOME": f"{home}/cache",
                   "XDG_RUNTIME_DIR": f"{home}/run-{workers}"}
    os.mkdir(environment["XDG_RUNTIME_DIR"])
    with open(f"{home}/log-{workers}", "w") as log:
        process = subprocess.Popen([program, "watch", "--config", configuration], env=environment, stdout=log, stderr=log)
    try:
        # The first ones compile the kernels and start every worker.
        warm = min(len(images) // 10 + 1, 40)
        for number in range(warm):
            os.rename(f"{staged}/{number:05}.tif", f"{folder}/{number:05}.tif")
        wait(folder, warm, process, patience)
        for number in range(warm, len(images)):
            os.rename(f"{staged}/{number:05}.tif", f"{folder}/{number:05}.tif")
        wait(folder, len(images), process, patience)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)
    names = [f"{number:05}_summary.json" for number in range(warm, len(images))]
    times = [os.stat(f"{folder}/{name}").st_mtime_ns for name in names]
    digest = hashlib.sha256()
    for number in range(len(images)):
        if json.load(open(f"{folder}/{number:05}_summary.json"))["status"] != "done": sys.exit(f"{number} failed")
        digest.update(open(f"{folder}/{number:05}_labels.tif", "rb").read())
    shutil.rmtree(folder)
    os.rmdir(staged)
    return (len(times) - 1) / (max(times) - min(times)) * 1e9, digest.hexdigest()


def main():
    options = arguments(
        __doc__,
        images=(2000, "how many"),
        side=(256, "of how many pixels a side"),
        workers=("1,2", "numbers of workers, one run each"),
        least=(1.2, "how many times as fast the last run must be as the first"),
        patience=(900.0, "seconds that a run may take"),
    )
    row = Row("workers", options)
    count = 200 if options.short else options.images
    images = [image(options.side, seed) for seed in range(count)]
    rates, digests = [], set()
    with tempfile.TemporaryDirectory() as home:
        for workers in [int(word) for word in options.workers.split(",")]:
            rate, digest = run(options.program, workers, images, home, options.patience)
            rates.append(rate)
            digests.add(digest)
            row.note(f"{count} images of {options.side} x {options.side}, {workers} worker(s): {rate:.1f} images/s")
    if options.plant:
        digests.add("")
    row.equal("different label images between the runs", len(digests) - 1)
    if options.short:
        row.note(f"ratio {rates[-1] / rates[0]:.2f}")
    else:
        row.above("times as many images a second", round(rates[-1] / rates[0], 2), options.least)
    row.finish()


if __name__ == "__main__":
    main()
