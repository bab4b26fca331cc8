"""Parts of images are segmented as within the whole: bands with their surroundings, and the program's own strips."""

import math
import pathlib

import numpy as np
import tifffile

import cases
import features
import program
import projects
import projects_read

#: What `unlike` says of images that no band can be cut out of.
NONE = "no image is high enough for bands"


def reach(project):
    """Rows around a pixel on which its class depends."""
    rows = 0
    for stage in project.stages:
        scales = stage.scales[stage.chosen.any(0)]
        rows += max(math.floor(3.5 * features.before(scale) + 0.5) + 3 for scale in scales)
    return rows


def unlike(segmentd, path, images, folder):
    """Cuts images into bands of rows with their surroundings; what differs from the whole, NONE, or None."""
    project = projects_read.read(path)
    if project.volumes:
        return NONE
    halo, cut = reach(project), {}
    (folder / "cut").mkdir(parents=True, exist_ok=True)
    for image in images:
        with tifffile.TiffFile(image) as file:
            pixels, axes, is_rgb = file.series[0].asarray(), file.series[0].axes, "S" in file.series[0].axes
        rows = axes.index("Y")
        height = pixels.shape[rows]
        if height <= halo + 20:
            continue
        edges = [0, height // 3, height // 3 + 7, height]
        for top, bottom in zip(edges, edges[1:]):
            low, high = max(0, top - halo), min(height, bottom + halo)
            part = np.take(pixels, range(low, high), rows)
            target = folder / "cut" / f"{image.stem}-{top}.tif"
            if is_rgb:
                tifffile.imwrite(target, part, photometric="rgb")
            else:
                tifffile.imwrite(target, part, imagej=True, metadata={"axes": axes})
            cut[target] = (image, top, bottom, low)
    if not cut:
        return NONE
    status, said = segmentd.segment(path, list(cut), folder / "bands")
    if status != 0:
        return f"exit {status}: {said}"
    for target, (image, top, bottom, low) in cut.items():
        for kind in program.OUTPUTS:
            part = program.result(folder / "bands", target, kind)[..., top - low:bottom - low, :]
            whole = program.result(folder / "device", image, kind)[..., top:bottom, :]
            if part.tobytes() != np.ascontiguousarray(whole).tobytes():
                return f"{kind} of rows {top} to {bottom} of {image.name}"
    return None


def strips(segmentd, scratch, seed):
    """Segments a large image as a whole and with so little memory that it goes by strips; what differs, or None."""
    case = cases.Case("strips", trained=(1, 200, 200), images=((1, 5200, 4100),), kind="uint16", chosen=cases.SOME,
                      classes=3)
    folder = scratch / "cases" / case.name
    folder.mkdir(parents=True, exist_ok=True)
    projects.train(case, folder / "project.ilp", seed)
    image = folder / "image-0.tif"
    tile = np.concatenate([next(projects.images(cases.Case("tile", kind="uint16", images=((1, 650, 410),)), n))[0, 0, 0]
                           for n in range(4)], axis=1)
    tifffile.imwrite(image, np.tile(tile, (8, 3))[:, :4100], rowsperstrip=64)
    results = scratch / "results" / segmentd.path.name / case.name
    status, said = segmentd.segment(folder / "project.ilp", [image], results / "whole")
    if status != 0:
        return f"as a whole: exit {status}: {said}"
    for memory in (900 << 20, 1000 << 20, 1200 << 20):
        status, said = segmentd.segment(folder / "project.ilp", [image], results / "strips", memory=memory)
        if status == 0:
            break
    if status != 0:
        return f"by strips: exit {status}: {said}"
    for kind in program.OUTPUTS:
        name = f"image-0_{kind}.tif"
        if pathlib.Path(results / "whole" / name).read_bytes() != pathlib.Path(results / "strips" / name).read_bytes():
            return f"{name} differs"
    return None
