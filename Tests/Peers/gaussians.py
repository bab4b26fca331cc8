"""The 15 Gaussians of M: segmentd's stages `load` and `gaussian_blur` against OpenCV's float32 filter."""

import time

import cv2
import images
import numpy as np
from classifier_text import header
from findings import Findings, Measure, Row
from program import Segmentd, stage


def sigmas(specification):
    """The different sigmas, in pixels, that a feature specification blurs with."""
    found = set()
    for name, _, number in (token.partition("=") for token in specification.split()):
        if name == "difference_of_gaussian":
            found |= {0.9 * float(number), 1.1 * float(number)}
        elif "gaussian_blur" in name:
            found.add(float(number))
    return sorted(found)


def width(sigma):
    """Width of APOC's kernel for a sigma, in pixels; always odd."""
    pixels = int(8 * sigma)
    return pixels + 1 if pixels % 2 == 0 else pixels


def blur_all(image, numbers, result):
    """Milliseconds of all blurs; each overwrites the one before, as a caller that uses them up would."""
    start = time.perf_counter()
    for sigma in numbers:
        size = (width(sigma), width(sigma))
        cv2.GaussianBlur(image, size, sigma, dst=result, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE)
    return (time.perf_counter() - start) * 1000


def measure(setting):
    findings = Findings()
    program, classifier = Segmentd(setting), setting.classifier("M")
    image = images.speed_image(setting)
    path = images.write(setting, "speed", image)
    numbers = sigmas(header(classifier.read_text(), "feature_specification"))
    cv2.setNumThreads(setting.threads)
    pixels = image.astype(np.float32)
    result = np.empty_like(pixels)
    blur_all(pixels, numbers, result)
    reports, times = [], []
    for _ in range(2 if setting.quick else 3):
        reports.append(program.bench(classifier, path, 3))
        times += [blur_all(pixels, numbers, result) for _ in range(2)]
    ours = min(stage(report, "load", "gaussian_blur") for report in reports)
    what = f"{len(numbers)} Gaussians of M (cv2, {setting.threads} threads)"
    findings.rows.append(Row(what, Measure.SHARE, ours, min(times), "ms", 0.6, 0.35))
    findings.raw |= {"sigmas": numbers, "bench": reports, "cv2_ms": times}
    return findings


PARTS = {"gaussians": measure}
