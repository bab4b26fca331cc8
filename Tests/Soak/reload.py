#!/usr/bin/python3
"""A thousand classifier reloads under load, half of them garbage: every result is that of one good classifier.

    reload.py PROGRAM [--short]

The classifier's file is replaced, or overwritten in place, again and again while images come. Each result must name one
of the good classifiers and equal what that one gives: by the image's making, and by an undisturbed `run` with it.
"""

import random
import threading
import time

from lab import *

#: The blocks of an image are as bright as their number says; classifiers differ in how many of them they take.
BRIGHT = [100 + 10 * index for index in range(17)]
CLASSIFIERS = 8


def stairs(number):
    """An image with blocks of different brightness; those with a 0 bit in the number are missing."""
    rows = [[20] * SIDE for _ in range(SIDE)]
    for index, (top, left) in enumerate(CORNERS):
        if index == 16 or number >> index & 1:
            for row in rows[top : top + 8]:
                row[left : left + 8] = [BRIGHT[index]] * 8
    rows[0][0] = number & 15
    return plain_tiff([rows])


def objects_above(number, limit):
    return sum(BRIGHT[index] >= limit for index in range(17) if index == 16 or number >> index & 1)


def garbage(generator, text):
    """What a broken save, a stranger's file or a mean one may look like."""
    kind = generator.randrange(6)
    if kind == 0:
        return text[: generator.randrange(len(text) - 10)]
    if kind == 1:
        return ""
    if kind == 2:
        return generator.randbytes(generator.randrange(1, 5000)).decode("latin1")
    if kind == 3:
        return text.replace("i0<", "i7<")
    if kind == 4:
        return text.replace("s0+=1.0", "system(0)")
    return text.replace("WRITE_IMAGE (out", "for (;;); WRITE_IMAGE (out")


def main():
    options = arguments(__doc__)
    reloads = 40 if options.short else 1000
    row = Row("reload", options)
    place = Place(options, "reload")
    texts = [threshold(105 + 20 * index) for index in range(CLASSIFIERS)]
    limits = {}
    for index, text in enumerate(texts):
        limits[hashlib.sha256(text.encode()).hexdigest()] = 105 + 20 * index
    classifier = place.classifier("changing", texts[0])
    place.configure(classifier)
    place.warm(classifier)
    generator = random.Random(1)
    numbers, is_over = [], threading.Event()

    def load():
        while not is_over.is_set():
            number = generator_of_images.randrange(1 << 16)
            bring(stairs(number), place.acquisition / f"{len(numbers):05}.tif")
            numbers.append(number)
            # As fast as it can, but not without bound.
            while len(numbers) - len(commits.seen) > 30 and not is_over.is_set():
                time.sleep(0.02)
            time.sleep(0.01)

    generator_of_images = random.Random(2)
    with Daemon(place).start() as daemon:
        commits = Commits(place.acquisition)
        writer = threading.Thread(target=load)
        writer.start()
        begun, good = time.monotonic(), 0
        for turn in range(reloads):
            is_good = turn % 2 == 0
            text = generator.choice(texts)
            good += is_good
            if not is_good:
                text = garbage(generator, text)
            data = text.encode("latin1")
            if generator.random() < 0.3:
                classifier.write_bytes(data)
            else:
                aside = classifier.with_suffix(".new")
                aside.write_bytes(data)
                os.rename(aside, classifier)
            if generator.random() < 0.2:
                send(daemon.process.pid, signal.SIGHUP)
            time.sleep(generator.choice([0.01, 0.1, 0.6]))
        # The last one is good, and in force in the end.
        classifier.write_text(texts[-1])
        time.sleep(2)
        is_over.set()
        writer.join()
        bring(stairs(0xFFFF), place.acquisition / "last.tif")
        daemon.wait_for(len(numbers) + 1)
        row.note(f"{reloads} reloads, {good} of them good, in {time.monotonic() - begun:.0f} s under "
                 f"{len(numbers)} images")
        time.sleep(1)
        loaded = daemon.said("classifier-loaded")
        refused = daemon.said("stays in force")
        status = daemon.stop()
    commits.close()
    if options.plant:
        plant(place.acquisition / "00000.tif")

    counts = dict.fromkeys(("right", "missing", "failed", "torn", "unknown classifier", "another's answer"), 0)
    used = {}
    for index, number in enumerate(numbers):
        path = place.acquisition / f"{index:05}.tif"
        verdict = judge(path)
        if verdict == "right":
            summary = json.loads(summary_of(path).read_bytes())
            name = summary["classifier"]["sha256"]
            if name not in limits:
                verdict = "unknown classifier"
            elif summary["totals"]["objects"] != objects_above(number, limits[name]):
                verdict = "another's answer"
            else:
                used.setdefault(name, []).append((path, summary))
        counts[verdict] += 1
    # The same from an undisturbed run, byte by byte, for some images of each classifier.
    differing = 0
    for name, found in used.items():
        some = found[:: max(1, len(found) // (3 if options.short else 20))]
        source, into = place.folder(f"some-{name[:8]}"), place.folder(f"again-{name[:8]}")
        for path, _ in some:
            shutil.copyfile(path, source / path.name)
        kept = place.classifier(name[:8], threshold(limits[name]))
        place.reference(kept, source, into)
        for path, summary in some:
            again = json.loads((into / summary_of(path).name).read_bytes())
            differing += [output["sha256"] for output in again["outputs"]] != \
                [output["sha256"] for output in summary["outputs"]]
    row.note(f"{loaded} times one came into force, {refused} times the old one stayed; "
             f"results by {len(used)} classifiers")
    for what in ("missing", "failed", "torn", "unknown classifier", "another's answer"):
        row.equal(f"images: {what}", counts[what])
    row.equal("images done and right", counts["right"], len(numbers))
    row.equal("differing from an undisturbed run", differing)
    row.equal("processed more than once", len(commits.twice()))
    last = json.loads(summary_of(place.acquisition / "last.tif").read_bytes())
    row.equal("the last good one is in force in the end",
              last["classifier"]["sha256"] == hashlib.sha256(texts[-1].encode()).hexdigest(), True)
    row.equal("exit status", status, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
