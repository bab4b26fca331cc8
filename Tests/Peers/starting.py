"""What comes once: the first image of a size, a new classifier, a first start; and the memory that all of it takes.

None of them has a peer: the limits are absolute, or segmentd's own warm time.
"""

import classifier_text
import images
from findings import Findings, Measure, Row
from program import Segmentd

#: Bytes of the largest classifier that was found in public.
LARGE_CLASSIFIER = 815_000


def first_image(setting):
    """The first image of a new size in a warm process, against the images after it (M)."""
    findings = Findings()
    path = images.write(setting, "speed", images.speed_image(setting))
    reports = [Segmentd(setting).bench(setting.classifier("M"), path, 5) for _ in range(3)]
    first = min(report["first_image_ms"] for report in reports)
    warm = min(report["total_ms"] for report in reports)
    what = "first image of a new size, M (the next ones)"
    findings.rows.append(Row(what, Measure.SHARE, first, warm, "ms", 1.2, 1.05))
    # Best of one against best of the other flatters when the computer is busy; each process by itself shows that.
    each = ", ".join(f"{report['first_image_ms'] / report['total_ms']:.2f}x" for report in reports)
    findings.notes.append(f"first-image: within each process {each}")
    findings.raw["bench"] = reports
    return findings


def memory(setting):
    """What the engine allocates for M beside the image and its results, in MB of 10^6 bytes."""
    findings = Findings()
    path = images.write(setting, "speed", images.speed_image(setting))
    report = Segmentd(setting).bench(setting.classifier("M"), path, 1)
    megabytes = report["engine_bytes"] / 1e6
    findings.rows.append(Row("engine memory, M", Measure.LIMIT, megabytes, None, "MB", 64, 16))
    findings.raw["bench"] = report
    return findings


def new_classifier(setting):
    """From the bytes of a large classifier file to a classifier that is ready on the device."""
    findings = Findings()
    file = setting.folder("classifiers") / "large.cl"
    file.write_text(classifier_text.repeated(setting.classifier("L").read_text(), LARGE_CLASSIFIER))
    small = images.write(setting, "crop", images.crop(images.speed_image(setting), 0, 256))
    reports = [Segmentd(setting).bench(file, small, 1) for _ in range(3)]
    best = min(report["classifier_ms"] for report in reports)
    kilobytes, trees = file.stat().st_size // 1000, reports[0]["trees"]
    findings.rows.append(Row(f"new classifier, {kilobytes} kB", Measure.LIMIT, best, None, "ms", 50, 10))
    findings.notes.append(f"new classifier: {trees} trees of depth {reports[0]['tree_depth']}")
    findings.raw["bench"] = reports
    return findings


def first_start(setting):
    """CPU seconds of the first image after installation, when no kernel is compiled yet: the least of five starts."""
    findings = Findings()
    crop = images.write(setting, "crop", images.crop(images.speed_image(setting), 0, 512))
    for name in ("S",) if setting.quick else ("S", "M"):
        starts = [
            Segmentd(setting).first_start_seconds(setting.classifier(name), crop)
            for _ in range(1 if setting.quick else 5)
        ]
        seconds = min(starts)
        findings.notes.append(f"first-start, {name}: " + ", ".join(f"{start:.2f}" for start in starts) + " s")
        what = f"first start to first result, {name}, CPU"
        findings.rows.append(Row(what, Measure.LIMIT, seconds, None, "s", 3, 1.5))
        findings.raw[name] = starts
    return findings


PARTS = {
    "first-image": first_image,
    "new-classifier": new_classifier,
    "first-start": first_start,
    "memory": memory,
}
