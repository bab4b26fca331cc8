"""From the rename of an image to the rename of its summary, one image after another, without the computing.

What is left is everything that a daemon adds: noticing, reading, writing, syncing, and the way there and back.
"""

import statistics

import images
import tifffile
from daemon import Daemon
from findings import Findings, Measure, Row

SIDE = 512
#: Images before the measurement: they fill caches and meet the classifier for the first time.
WARMING = 3


def measure(setting):
    findings = Findings()
    count = 50 if setting.quick else 1000
    image = images.speed_image(setting)
    stages, latencies = [], []
    with Daemon(setting, setting.classifier("S")) as daemon:
        for index in range(WARMING + count):
            name = f"image_{index:04}.tif"
            tifffile.imwrite(daemon.folder / f".{name}", images.crop(image, index, SIDE))
            brought = daemon.bring(name)
            seconds = daemon.wait_for_summaries(1) - brought
            timings = daemon.summary(name)["timings_ms"]
            if index >= WARMING:
                stages.append(timings)
                latencies.append(seconds * 1000 - timings["compute"])
    what = f"daemon latency without computing, {count} images of {SIDE}x{SIDE}"
    findings.rows.append(Row(f"{what}: median", Measure.LIMIT, statistics.median(latencies), None, "ms", 30, 10))
    findings.rows.append(Row(f"{what}: worst", Measure.LIMIT, max(latencies), None, "ms", 150, 50))
    medians = {key: statistics.median(timings[key] for timings in stages) for key in stages[0]}
    findings.notes.append("latency: medians of " + ", ".join(f"{key} {value:.1f} ms" for key, value in medians.items()))
    findings.raw |= {"latency_ms": latencies, "median_ms": medians}
    return findings


PARTS = {"latency": measure}
