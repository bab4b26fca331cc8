#!/usr/bin/python3
"""Whether two folders hold the same images and results: `same.py ONE OTHER`.

Outputs are compared byte by byte. Of summaries, and of the table of images, that part is compared which says what was
done and what came of it: times, places and the computer may differ. The rows of the two tables of a folder stand in the
order in which images were done, so these are compared as sets. Hidden files must not be left.
"""
import csv
import json
import os
import sys

# Of the table of images. Whether an image is doubtful beside others depends on those that were done before it.
DIFFERING = {"seconds", "finished", "image_mtime", "summary_bytes", "flags"}


def files(top):
    """Paths below `top`, in bytes."""
    top = os.fsencode(top)
    return {
        os.path.relpath(os.path.join(folder, name), top)
        for folder, _, names in os.walk(top) for name in names
    }


def summary(text):
    value = json.loads(text)
    image = value["image"]
    return {
        **{key: value.get(key) for key in ("mark", "status", "recipe", "steps", "planes", "outputs", "totals", "error")},
        "image": {key: image.get(key) for key in ("name", "size", "sha256", "axes", "shape", "pixel_type")},
        "classifier": (value.get("classifier") or {}).get("sha256"),
        "settings": value["settings"].get("digest"),
    }


def table(text):
    rows = list(csv.DictReader(text.decode("utf-8", "surrogateescape").splitlines()))
    return sorted(sorted((key, cell) for key, cell in row.items() if key not in DIFFERING) for row in rows)


def differences(one, other):
    names, others = files(one), files(other)
    for name in sorted(names ^ others):
        yield f"{os.fsdecode(name)!r} is only in {one if name in names else other}"
    for name in sorted(names | others):
        if os.path.basename(name).startswith(b"."):
            yield f"{os.fsdecode(name)!r} is left"
    for name in sorted(names & others):
        texts = [open(os.path.join(os.fsencode(top), name), "rb").read() for top in (one, other)]
        if name.endswith(b"_summary.json"):
            texts = [summary(text) for text in texts]
        elif name.endswith(b"segmentd_images.csv"):
            texts = [table(text) for text in texts]
        elif name.endswith(b"segmentd_objects.csv"):
            texts = [(lines[0], sorted(lines[1:])) for lines in (text.splitlines() for text in texts)]
        if texts[0] != texts[1]:
            yield f"{os.fsdecode(name)!r} differs"


if __name__ == "__main__":
    found = list(differences(*sys.argv[1:3]))
    for line in found[:20]:
        print(line)
    count = len(files(sys.argv[1]))
    print(f"{count} files in one, {len(files(sys.argv[2]))} in the other, {len(found)} differences")
    sys.exit(1 if found else 0)
