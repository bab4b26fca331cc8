"""The text of a classifier file, taken apart so that a difference can be told in words."""

import dataclasses
import re

LEAF = re.compile(r"s(\d+)\+=")


@dataclasses.dataclass
class Forest:
    header: list
    frame: list
    trees: list
    footer: list


def parts(text):
    """Header, kernel up to the trees, trees, and what follows them."""
    lines = text.split("\n")
    head = lines.index("*/") + 1 if "*/" in lines else 0
    first = next((k for k in range(head, len(lines)) if lines[k][:1] in ("i", "s") and starts(lines[k])), len(lines))
    ends = (" float max_s", " float sum_s")
    end = next((k for k in range(first, len(lines)) if lines[k].startswith(ends)), len(lines))
    return Forest(lines[:head], lines[head:first], divided(lines[first:end]), lines[end:])


def starts(line):
    return line.startswith("if(") or LEAF.match(line) is not None


def divided(lines):
    """The trees among the lines. A tree of one leaf has no frame: the next begins where the classes begin anew."""
    trees, last = [], None
    for line in lines:
        leaf = LEAF.match(line)
        begins = line.startswith("if(") or (leaf is not None and (last is None or int(leaf.group(1)) <= last))
        if begins or not trees:
            trees.append([])
        trees[-1].append(line)
        last = int(leaf.group(1)) if leaf else (10 ** 9 if line == "}" else None)
    return trees


def identical_trees(expected, found):
    """How many trees are the same, and how many there should be."""
    ours, theirs = parts(found).trees, parts(expected).trees
    return sum(a == b for a, b in zip(ours, theirs)), len(theirs)


def first_difference(expected, found):
    """The first line that differs, with both texts; None where the files are the same."""
    if expected == found:
        return None
    theirs, ours = expected.split("\n"), found.split("\n")
    for number, (a, b) in enumerate(zip(theirs, ours), start=1):
        if a != b:
            at = next((k for k, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            begin = max(0, at - 20)
            return f"line {number}: APOC {a[begin:begin + 60]!r}, segmentd {b[begin:begin + 60]!r}"
    return f"APOC has {len(theirs)} lines, segmentd {len(ours)}"


def importances_differ_by(expected, found):
    """The largest difference of the importances; None where they cannot be compared."""
    key = "feature_importances = "
    texts = [next((line[len(key):] for line in parts(t).header if line.startswith(key)), "") for t in (expected, found)]
    try:
        values = [[float(value) for value in text.split(",")] for text in texts]
    except ValueError:
        return None
    if len(values[0]) != len(values[1]):
        return None
    return max(abs(a - b) for a, b in zip(*values))
