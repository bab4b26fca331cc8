"""A volume with M's features in 3D, against APOC on the quarter of its planes, times four. Only reported."""

import classifier_text
import images
from findings import Findings, Measure, Row
from program import Segmentd
from warm_apoc import WarmAPOC


def measure(setting):
    findings = Findings()
    classifier = setting.folder("classifiers") / "volume.cl"
    text = setting.classifier("M").read_text()
    classifier.write_text(classifier_text.with_header(text, "num_ground_truth_dimensions", 3))
    stack = images.volume(setting)
    path = images.write(setting, "volume", stack, axes="ZYX")
    # A volume of its own for APOC: its borders cost what inner planes cost, as reads are clamped everywhere.
    peer = WarmAPOC(classifier, stack[: len(stack) // 4])
    report = Segmentd(setting).bench(classifier, path, 1)
    times = peer.run()
    what = f"volume of {'x'.join(map(str, stack.shape))}, M in 3D (APOC: a quarter x4)"
    findings.rows.append(Row(what, Measure.SPEEDUP, report["total_ms"], 4 * sum(times)))
    findings.raw |= {"bench": report, "apoc_quarter_features_and_predict_ms": times}
    return findings


PARTS = {"volume": measure}
