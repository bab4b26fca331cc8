#!/usr/bin/env python3
"""Writes averaged.bin: several random forests of vigra and what their average gives, for AveragedForestTests.

Needs Debian's python3-vigra and python3-h5py. vigra trains the forests and predicts with each of them; ilastik's average
is taken here, in float32: the sum over forests of probability times trees, divided by all trees. The trees are written as
vigra stores them (topology and parameters), little endian:

    int32 cases; each: int32 features, classes, forests, rows;
    each forest: int32 trees; each tree: int32 count, int32 topology[], int32 count, float64 parameters[];
    float32 rows[rows][features], float32 probabilities[rows][classes], uint8 classes[rows], from 1
"""
import os
import struct
import tempfile

import h5py
import numpy
import vigra

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 240
# classes, trees of each forest, features, least samples of a split, kind of data
CASES = [
    (2, [1], 2, 1, "random"),
    (2, [25, 25, 25, 25], 5, 6, "random"),
    (2, [10] * 10, 3, 20, "tied"),
    (3, [13, 13, 12, 12], 6, 8, "random"),
    (3, [7, 1, 3], 2, 30, "tied"),
    (4, [20], 4, 15, "tied"),
    (5, [3] * 10, 8, 5, "random"),
    (5, [40, 11], 3, 25, "tied"),
    (2, [34, 33, 33], 7, 30, "random"),
    (2, [3, 7, 6], 4, 1, "random"),
    (4, [6, 3], 3, 1, "random"),
]


def samples(random, classes, features, kind):
    """Values and labels that overlap, so that leaves are mixed and many votes are equal."""
    count = 120
    labels = random.integers(1, classes + 1, (count, 1)).astype(numpy.uint32)
    values = random.normal(0, 1, (count, features)) + 0.2 * labels * random.normal(0, 1, features)
    if kind == "tied":
        values = numpy.round(values * 2)
    return values.astype(numpy.float32), labels


def trees(forest):
    """Topology and parameters of every tree, in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "forest.h5")
        forest.writeHDF5(path, "forest")
        with h5py.File(path, "r") as file:
            group = file["forest"]
            names = sorted(name for name in group if name.startswith("Tree_"))
            return [(group[name]["topology"][()], group[name]["parameters"][()]) for name in names]


def thresholds(grown):
    """Every threshold with its column."""
    found = []
    for topology, parameters in grown:
        open_nodes = [2]
        while open_nodes:
            node = open_nodes.pop()
            if topology[node] != 0:
                continue
            found.append((topology[node + 4], parameters[topology[node + 1] + 1]))
            open_nodes += [topology[node + 2], topology[node + 3]]
    return found


def rows(random, values, splits, features):
    """Rows like the samples, at thresholds and one float32 beside, and with values that are none."""
    result = values[random.integers(0, len(values), ROWS)].copy()
    result[ROWS // 2 :] += random.normal(0, 0.5, (ROWS - ROWS // 2, features)).astype(numpy.float32)
    for row in range(ROWS):
        for _ in range(features):
            column, threshold = splits[random.integers(len(splits))]
            near = numpy.float32(threshold)
            result[row, column] = random.choice(
                [near, numpy.nextafter(near, numpy.float32(numpy.inf)), numpy.nextafter(near, -numpy.float32(numpy.inf))]
            )
    result[3, 0] = numpy.nan
    result[4, features - 1] = numpy.inf
    result[5, 0] = -numpy.inf
    return result


def case(number, classes, sizes, features, least, kind):
    """The bytes of one case."""
    random = numpy.random.default_rng(number)
    values, labels = samples(random, classes, features, kind)
    forests = []
    for index, size in enumerate(sizes):
        forest = vigra.learning.RandomForest(size)
        forest.learnRF(values, labels, randomSeed=1 + 100 * number + index, minSize=least)
        forests.append(forest)
    grown = [trees(forest) for forest in forests]
    table = rows(random, values, thresholds(sum(grown, [])), features)
    total = numpy.zeros((ROWS, classes), numpy.float32)
    for forest, size in zip(forests, sizes):
        assert forest.treeCount() == size and forest.labelCount() == classes
        share = forest.predictProbabilities(table)
        assert share.dtype == numpy.float32
        total = total + numpy.asarray(share) * numpy.float32(size)
    shares = total / numpy.float32(sum(sizes))
    assert shares.dtype == numpy.float32 and (shares[3] == 0).all()
    data = struct.pack("<4i", features, classes, len(sizes), ROWS)
    for forest in grown:
        data += struct.pack("<i", len(forest))
        for topology, parameters in forest:
            data += struct.pack("<i", len(topology)) + topology.astype("<i4").tobytes()
            data += struct.pack("<i", len(parameters)) + parameters.astype("<f8").tobytes()
    return data + table.astype("<f4").tobytes() + shares.astype("<f4").tobytes() + bytes(
        (shares.argmax(1) + 1).astype(numpy.uint8)
    )


def main():
    data = struct.pack("<i", len(CASES)) + b"".join(case(number, *about) for number, about in enumerate(CASES))
    with open(os.path.join(HERE, "averaged.bin"), "wb") as file:
        file.write(data)
    print(len(data), "bytes")


if __name__ == "__main__":
    main()
