"""Labelling with APOC's numbers: the stage `labelling` against cc3d and OpenCV, which number row by row.

The mask reaches segmentd as an image of 0 and 255 and a classifier that is one threshold, the peers as uint8.
"""

import time

import cc3d
import classifier_text
import cv2
import images
import numpy as np
from findings import Findings, Measure, Row
from program import Segmentd, stage

#: Mask -> (peer, required, aim); the faster peer where none is named.
RATIOS = {
    "blobs": [("cc3d", 4, 6), ("cv2", 2.5, 3)],
    "maize": [("cc3d", 2.5, 4), ("cv2", 1.3, 2)],
    "random": [(None, 0.7, 1)],
}


def label_cc3d(mask):
    return cc3d.connected_components(mask, connectivity=4)


def label_cv2(mask):
    return cv2.connectedComponentsWithAlgorithm(mask, 4, cv2.CV_32S, cv2.CCL_SAUF)[1]


PEERS = {"cc3d": label_cc3d, "cv2": label_cv2}


def milliseconds(label, mask):
    start = time.perf_counter()
    label(mask)
    return (time.perf_counter() - start) * 1000


def measure(setting):
    findings = Findings()
    program = Segmentd(setting)
    classifier = setting.folder("classifiers") / "threshold.cl"
    classifier.write_text(classifier_text.threshold(128))
    cv2.setNumThreads(setting.threads)
    for name, mask in images.masks(setting).items():
        image = mask.astype(np.uint8) * 255
        path = images.write(setting, name, image)
        for label in PEERS.values():
            label(image)
        reports, times = [], {peer: [] for peer in PEERS}
        for _ in range(2 if setting.quick else 3):
            reports.append(program.bench(classifier, path, 5))
            for peer, label in PEERS.items():
                times[peer] += [milliseconds(label, image) for _ in range(5)]
        ours = min(stage(report, "labelling") for report in reports)
        best = {peer: min(values) for peer, values in times.items()}
        for peer, required, aim in RATIOS[name]:
            peer = peer or min(best, key=best.get)
            what = f"labelling, {name} ({peer})"
            findings.rows.append(Row(what, Measure.SPEEDUP, ours, best[peer], "ms", required, aim))
        labels = program.segment(classifier, path)[1]
        findings.compare(f"labels of {name}, segmentd and reference", labels, images.column_labels(mask))
        findings.notes.append(f"labelling: {name} has {int(labels.max())} objects")
        findings.raw[name] = {"bench": reports, "peers_ms": times, "objects": int(labels.max())}
    return findings


PARTS = {"labelling": measure}
