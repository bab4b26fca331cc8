"""Keeps cases and APOC's answers in a folder, so that they are made once."""

import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import sys

import families

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = ["cases.py", "families.py", "refusals.py", "tables.py", "pictures.py", "specifications.py", "apoc_side.py"]


def prepare(scratch, seed, count=None, only=None):
    """The folders of all cases of a plan; those that are missing are made and answered by APOC."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in SOURCES)).hexdigest()
    folder = pathlib.Path(scratch) / "cases" / str(seed)
    folders = []
    for name, family, index, own_seed in families.plan(seed, count, only):
        place = folder / name
        mark = place / "digest"
        if not mark.exists() or mark.read_text() != digest:
            shutil.rmtree(place, ignore_errors=True)
            if sys.stderr.isatty():
                print(f"\rAPOC: {name:<40}", end="", file=sys.stderr, flush=True)
            with quiet():
                answer(families.make(name, family, index, own_seed), place)
            mark.write_text(digest)
        folders.append(place)
    return folders


@contextlib.contextmanager
def quiet():
    """PoCL's compiler counts its warnings past Python."""
    kept = os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def answer(case, place):
    import apoc_side

    case.write(place, apoc_side.answers(case))


def description(place):
    return json.loads((place / "case.json").read_text())


if __name__ == "__main__":
    prepared = prepare(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    texts = [step for place in prepared for step in description(place)["steps"]]
    refused = [step["refused"] for step in texts if "refused" in step]
    print(f"{len(prepared)} cases, {len(texts) - len(refused)} forests, {len(refused)} refused")
    print(*sorted(set(refused)), sep="\n")
