"""Cases of tables: columns of numbers, and a class for each row."""

import numpy as np

from cases import Case, Table

NAMES = ["area", "mean intensity", "elongation", "x", "Feret's diameter", "solidity", "p (%)", "texture_1", "texture_2"]


def case(rng, family, steps, depth=None, trees=None, **more):
    depth = depth or int(rng.choice([1, 2, 3, 5, 8, 30]))
    trees = trees or int(rng.choice([1, 3, 10, 100]))
    if any(" " in name for name in steps[0].columns):
        more["refused_by_us"] = "blanks stand between the names in the file: APOC itself cannot read it back"
    return Case(family, "TableRowClassifier", " ".join(steps[0].columns), depth, trees, steps, **more)


def names(rng, count):
    """Names of columns, most without blanks."""
    known = NAMES if rng.random() < 0.2 else [name for name in NAMES if " " not in name]
    return [str(name) for name in rng.permutation(known)[:count]]


def doubles(rng, rows, columns):
    return {name: rng.normal(size=rows) * 10.0 ** rng.integers(-3, 4) for name in columns}


def classes(rng, rows, values=(1, 2, 3)):
    return rng.choice([0, *values], size=rows, p=[0.2] + [0.8 / len(values)] * len(values))


def plain(rng, index):
    rows = int(rng.integers(4, 300))
    return case(rng, "tables", [Table(doubles(rng, rows, names(rng, int(rng.integers(1, 6)))), classes(rng, rows))])


def missing(rng, index):
    """Values that are missing, in columns and in the annotation."""
    rows = int(rng.integers(30, 200))
    columns = doubles(rng, rows, names(rng, 4))
    for values in columns.values():
        values[rng.random(rows) < 0.1] = np.nan
    told = classes(rng, rows).astype(float)
    told[rng.random(rows) < 0.2] = np.nan
    return case(rng, "tables, missing values", [Table(columns, told)])


def mixed(rng, index):
    """Integers beside doubles, and integers alone, also such as no double can tell apart."""
    rows = int(rng.integers(20, 200))
    columns = {name: rng.integers(-1000, 1000, size=rows) for name in names(rng, 3)}
    first = next(iter(columns))
    if index % 3 == 0:
        columns[first] = rng.normal(size=rows)
    elif index % 3 == 1:
        columns[first] = 2 ** 62 + rng.integers(-(2 ** 39), 2 ** 39, size=rows)
    else:
        columns[first] = 2 ** 60 + rng.integers(-(2 ** 37), 2 ** 37, size=rows)
        columns["ratio"] = rng.random(rows)
    return case(rng, "tables, integers", [Table(columns, classes(rng, rows, (1, 3, 7)))])


def extremes(rng, index):
    """Near the ends of float32, between the smallest numbers, signed zeros, steps of about 1e-7."""
    rows = int(rng.integers(5, 120))
    largest = float(np.finfo(np.float32).max)
    pools = [
        [largest, -largest, 1e38, -1e38, 0.0], [1e-45, 3e-45, -1e-45, 1e-40, 0.0, -0.0, 1e-38],
        [1.0, 1 + 2.0 ** -23, 1 + 2.0 ** -22, 1 + 2.0 ** -21, 1 - 2.0 ** -24], [0.1, 0.1 + 1e-9, 0.1 + 1e-8, 0.3],
        [0.0, 1e-7, 2e-7, 3e-7, 4e-7, 9.9e-8, 1.01e-7], [16777216.0, 16777217.0, 16777218.0, 9007199254740993.0],
    ]
    columns = {f"c{k}": rng.choice(pools[(index + k) % len(pools)], size=rows) for k in range(int(rng.integers(1, 5)))}
    return case(rng, "tables, extremes", [Table(columns, classes(rng, rows, (1, 2)))])


def tied(rng, index):
    """Few different values, exclusive or, the same column several times: many splits are equally good."""
    rows = int(rng.integers(4, 250))
    columns = {f"c{k}": rng.integers(0, 3, size=rows).astype(float) for k in range(int(rng.integers(2, 17)))}
    told = classes(rng, rows, (1, 2, 3, 4, 5))
    if index % 3 == 0:
        told = 1 + ((columns["c0"] > 0) ^ (columns["c1"] > 0)).astype(int)
    elif index % 3 == 1:
        columns = {name: columns["c0"] for name in columns}
    return case(rng, "tables, ties", [Table(columns, told)], depth=int(rng.choice([1, 4, 20])))


def continued(rng, index):
    columns = names(rng, 3)
    steps = []
    for call in range(int(rng.integers(2, 5))):
        rows = int(rng.integers(10, 60))
        steps.append(Table(doubles(rng, rows, columns), classes(rng, rows, (1, 2) if call == 0 else (1, 2, 4))))
    return case(rng, "tables, continued", steps)
