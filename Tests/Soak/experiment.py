#!/usr/bin/python3
"""The tables of a whole folder, while it fills: complete, each object once, and whole whenever somebody reads them.

Two processes read both tables in a loop with Python's csv module; meanwhile images come, the daemon is killed, some images
are replaced by others of the same name, and a `run` works in the same folder as a second writer.
"""

import collections
import csv
import json
import multiprocessing
import random
import sys
import time

from lab import (Daemon, Place, Row, arguments, bring, counted, hidden, objects_in, skipping, summaries, summary_of,
                 threshold)

TABLES = ("segmentd_objects.csv", "segmentd_images.csv")
#: Columns that a user finds in each.
EXPECTED = (["image", "recipe", "frame", "z", "label", "area"], ["image", "recipe", "status", "objects"])


def read_table(path):
    """The rows of a table, as a careful reader sees them; problems instead where it is not well formed."""
    problems = []
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    if text and not text.endswith("\n"):
        problems.append("its last line has no end")
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    if not rows:
        return [], [], problems + ["it is empty"]
    if any(len(row) != len(rows[0]) for row in rows):
        problems.append("a row has another number of fields")
    return rows[0], rows[1:], problems


def read_in_loop(folder, is_over, results, number):
    """What one reader sees: every table well formed, no image twice, and never fewer images than before."""
    problems, reads, seen = [], 0, [set(), set()]
    random.seed(number)
    while not is_over.is_set():
        for index, name in enumerate(TABLES):
            try:
                columns, rows, found = read_table(folder / name)
            except FileNotFoundError:
                if seen[index]:
                    problems.append(f"{name} is gone")
                continue
            except (csv.Error, UnicodeDecodeError) as error:
                problems.append(f"{name}: {error}")
                continue
            reads += 1
            problems += [f"{name}: {problem}" for problem in found]
            if columns[:len(EXPECTED[index])] != EXPECTED[index]:
                problems.append(f"{name}: columns {columns}")
                continue
            keys = [(row[0], row[1]) + ((row[2], row[3], row[4]) if index == 0 else ()) for row in rows]
            twice = [key for key, count in collections.Counter(keys).items() if count > 1]
            problems += [f"{name}: {key} stands there twice" for key in twice[:3]]
            # Objects of a replaced image may be fewer; images never are.
            images = {row[0] for row in rows}
            if not images >= seen[index]:
                problems.append(f"{name}: {len(seen[index] - images)} images left it")
            seen[index] = images
        time.sleep(random.uniform(0, 0.02))
    results.put((reads, problems))


def judge(folder, numbers):
    """Compares the tables with what the images were made of, and with the tables of the single images."""
    columns, rows, problems = read_table(folder / TABLES[0])
    image_columns, image_rows, more = read_table(folder / TABLES[1])
    problems += more
    by_image = collections.defaultdict(list)
    for row in rows:
        by_image[row[0]].append(row[2:])
    lines = {row[0]: dict(zip(image_columns, row)) for row in image_rows}
    if len(lines) != len(image_rows):
        problems.append("an image has two lines")
    missing = [name for name in numbers if name not in lines]
    wrong = []
    for name, number in numbers.items():
        if name in missing:
            continue
        with open(summary_of(folder / name).with_name(name[: -len(".tif")] + "_objects.csv"), newline="") as file:
            own = list(csv.reader(file))
        line = lines[name]
        summary = json.loads(summary_of(folder / name).read_bytes())
        kept = [column for column in own[0] if column not in ("image", "recipe")]
        places = [columns.index(column) - 2 for column in kept]
        expected = [[row[own[0].index(column)] for column in kept] for row in own[1:]]
        if not (
            sorted(expected) == sorted([row[place] for place in places] for row in by_image[name])
            and len(expected) == objects_in(number) == int(line["objects"]) == int(line["table_rows"])
            and line["status"] == "done" and line["image_sha256"] == summary["image"]["sha256"]
        ):
            wrong.append(name)
    strangers = set(by_image) - set(numbers) | set(lines) - set(numbers)
    return missing, wrong, strangers, problems, len(rows)


def main():
    options = arguments(__doc__, images=(0, "how many (1000; 200 in the short form)"))
    count = options.images or (200 if options.short else 1000)
    row = Row("experiment", options)
    place = Place(options, "experiment")
    classifier = place.classifier("blocks", threshold(100))
    place.configure(classifier)
    place.warm(classifier)
    folder = place.acquisition
    is_over, results = multiprocessing.Event(), multiprocessing.Queue()
    readers = [
        multiprocessing.Process(target=read_in_loop, args=(folder, is_over, results, number)) for number in range(2)
    ]
    for reader in readers:
        reader.start()
    daemon = Daemon(place).start()
    numbers = {}
    begun = time.monotonic()
    for number in range(count):
        name = f"{number:05}.tif"
        numbers[name] = number * 7 + 1
        bring(counted(numbers[name]), folder / name)
        if number == count // 4:
            # Whatever it is doing, and once more as soon as a table is being written.
            daemon.kill()
            daemon.start(ready=False)
        if number == count // 2:
            daemon.wait(lambda: any("segmentd_" in name for name in hidden(folder)), None, 10)
            daemon.kill()
            daemon.start(ready=False)
        if number == count * 3 // 4:
            daemon.wait_for(number // 2)
            # Others of the same name: with more objects, with fewer, and with as many.
            for turn, other in enumerate([0, 0xFFFF, 0x0F0F, numbers["00003.tif"] ^ 3, 1]):
                name = f"{turn:05}.tif"
                numbers[name] = other
                bring(counted(other), folder / name)
            place.run("run", "--classifier", classifier, folder, check=False)
    daemon.wait_for(count)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            missing, wrong, *_ = judge(folder, numbers)
        except (OSError, ValueError):
            missing = numbers
        if not missing and not wrong:
            break
        time.sleep(0.5)
    row.note(f"{count} images in {time.monotonic() - begun:.0f} s, complete with the daemon running: "
             f"{not missing and not wrong}")
    status = daemon.stop()
    if options.plant:
        table = folder / TABLES[0]
        table.write_bytes(table.read_bytes() + table.read_bytes().splitlines(keepends=True)[-1])
    is_over.set()
    seen = [results.get() for _ in readers]
    for reader in readers:
        reader.join()
    missing, wrong, strangers, problems, objects = judge(folder, numbers)
    row.above("readings of a table by two processes", sum(reads for reads, _ in seen), 50)
    problems = [problem for _, found in seen for problem in found] + problems
    for problem in problems[:10] + [f"wrong: {name}" for name in wrong[:5]]:
        print(problem, file=sys.stderr)
    row.equal("tables that were torn, lacked an image or had one twice", len(problems))
    row.equal("images that are missing", len(missing))
    row.equal("images with other objects than their own", len(wrong))
    row.equal("images that are not there", len(strangers))
    row.equal("objects", objects, sum(objects_in(number) for number in numbers.values()))
    row.equal("exit status", status, 0)
    before = {name: (folder / name).stat().st_ino for name in TABLES}
    daemon.start().stop()
    row.equal("tables written anew by a start that finds them right", sum(
        (folder / name).stat().st_ino != inode for name, inode in before.items()))
    row.equal("hidden files left", len(hidden(folder)))
    check = place.run("verify", folder, check=False)
    row.equal("exit status of verify", check.returncode, 0)
    row.finish(place)


if __name__ == "__main__":
    with skipping():
        main()
