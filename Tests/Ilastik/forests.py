"""Forests of ilastik projects, twice: by vigra's own classifier, and by decoding the trees.

Both take rows of single-precision features and give ilastik's probabilities, a column for each class of the project.
"""

import h5py
import numpy as np
import vigra

LEAF = 0x40000000


def groups(path, stage):
    """The names of the groups that hold a forest each, in order."""
    with h5py.File(path, "r") as file:
        found = file[stage.group]
        return [f"{stage.group}/{name}" for name in sorted(found) if name.startswith("Forest")]


def thresholds(topology):
    """The inner nodes of a tree: for each its column, and where in the parameters its threshold stands."""
    waiting = [2]
    for place in waiting:
        if topology[place] != LEAF:
            waiting += [int(child) for child in topology[place + 2:place + 4]]
            yield int(topology[place + 4]), int(topology[place + 1]) + 1


def spread(probabilities, stage):
    """Columns of the classes that have scribbles become columns of all classes."""
    result = np.zeros((len(probabilities), stage.classes), np.float32)
    result[:, stage.known - 1] = probabilities
    return result


def by_vigra(path, stage, rows, only=None):
    """Probabilities by vigra: the forests averaged, each counting as much as it has trees; `only` some of them."""
    total, trees = np.zeros((len(rows), len(stage.known)), np.float32), 0
    rows = np.ascontiguousarray(rows, np.float32)
    for group in only or groups(path, stage):
        forest = vigra.learning.RandomForest(str(path), group)
        count = forest.treeCount()
        total += np.asarray(forest.predictProbabilities(rows)) * np.float32(count)
        trees += count
    return spread(total / np.float32(trees), stage)


class Tree:
    """One tree as columns of its nodes; leaves have no children."""

    def __init__(self, topology, parameters, kind):
        self.classes, self.kind = int(topology[1]), kind
        self.nodes, self.weights = [], {}
        places, waiting = {2: 0}, [2]
        for place in waiting:
            kind, address = int(topology[place]), int(topology[place + 1])
            if kind == LEAF:
                weights = parameters[address + 1:address + 1 + self.classes]
                self.weights[places[place]] = (weights / weights.sum()).astype(np.float32)
                self.nodes.append((0, np.inf, -1, -1))
                continue
            children = [int(topology[place + 2]), int(topology[place + 3])]
            for child in children:
                places[child] = len(waiting)
                waiting.append(child)
            self.nodes.append((int(topology[place + 4]), parameters[address + 1], *(places[c] for c in children)))

    def leaves(self, rows):
        """The node in which each row ends."""
        columns = np.array([node[0] for node in self.nodes])
        thresholds = np.array([node[1] for node in self.nodes]).astype(self.kind)
        children = np.array([node[2:] for node in self.nodes])
        at = np.zeros(len(rows), np.intp)
        active = np.arange(len(rows))
        while len(active):
            active = active[children[at[active], 0] >= 0]
            node = at[active]
            right = ~(rows[active, columns[node]].astype(np.float64) < thresholds[node])
            at[active] = children[node, right.astype(np.intp)]
        return at

    def added(self, total, rows):
        """The weights of the classes, added to a total in single precision."""
        table = np.zeros((len(self.nodes), self.classes), np.float32)
        for node, weights in self.weights.items():
            table[node] = weights
        total += table[self.leaves(rows)]


def by_decoding(path, stage, rows, kind=np.float64):
    """Probabilities by walking the trees as they are stored; thresholds are of a kind, which ought to be double."""
    total, trees = np.zeros((len(rows), len(stage.known)), np.float32), 0
    unknown = np.isnan(rows).any(axis=1)
    rows = np.where(unknown[:, None], np.float32(0), rows)
    with h5py.File(path, "r") as file:
        for group in groups(path, stage):
            names = sorted(name for name in file[group] if name.startswith("Tree_"))
            votes = np.zeros_like(total)
            for name in names:
                tree = file[f"{group}/{name}"]
                Tree(tree["topology"][()], tree["parameters"][()], kind).added(votes, rows)
            votes[unknown] = 0
            total += (votes / np.float32(len(names))) * np.float32(len(names))
            trees += len(names)
    return spread(total / np.float32(trees), stage)
