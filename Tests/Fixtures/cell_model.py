"""The model of the generated microscopy images: round nuclei over a sloping background, with camera noise.

AcquisitionSimulator draws the same model in Swift (CellModel.swift), so that a classifier trained on these images
segments what the simulator drops. Change a number in both or in neither.
"""

import dataclasses

import numpy as np

CELLS_PER_PIXEL = 1 / 2000  # before some are given up for want of room
RADIUS = (5.0, 10.0)  # pixels
GAP = 5.0  # pixels of background between two nuclei
MARGIN = 3.0  # pixels between a nucleus and the image border
DIM = (500.0, 1000.0)  # grey values above background
BRIGHT = (1600.0, 2600.0)
BRIGHT_SHARE = 0.3
EDGE = 0.8  # pixels; the rim falls as a logistic function of the distance from the centre
BACKGROUND = 300.0
SLOPE_X, SLOPE_Y = 0.15, 0.10  # share of the background from the first column (row) to the last
READ_NOISE = 15.0  # grey values, standard deviation
PHOTON_NOISE = 2.0  # variance per grey value of signal
RING_DISTANCE, RING_WIDTH = 3.0, 2.0  # pixels: second channel, a rim of cytoplasm
RING = (400.0, 900.0)
RING_BACKGROUND = 200.0


@dataclasses.dataclass
class Cell:
    """One nucleus: centre and radius in pixels, brightness above background, rim brightness, slice in focus."""

    y: float
    x: float
    radius: float
    amplitude: float
    ring: float
    focus: float

    @property
    def bright(self):
        return self.amplitude >= BRIGHT[0]


def place(rng, height, width):
    """Nuclei that touch neither each other nor the border; those that find no room in 200 tries are given up."""
    cells = []
    for _ in range(round(height * width * CELLS_PER_PIXEL)):
        for _ in range(200):
            radius = rng.uniform(*RADIUS)
            inset = radius + MARGIN
            if 2 * inset >= min(height, width):
                continue
            y, x = rng.uniform(inset, height - 1 - inset), rng.uniform(inset, width - 1 - inset)
            if all(np.hypot(y - c.y, x - c.x) >= radius + c.radius + GAP for c in cells):
                amplitude = rng.uniform(*(BRIGHT if rng.uniform() < BRIGHT_SHARE else DIM))
                cells.append(Cell(y, x, radius, amplitude, rng.uniform(*RING), rng.uniform()))
                break
    return cells


def distances(cell, height, width):
    yy, xx = np.mgrid[0:height, 0:width].astype(float)
    return np.hypot(yy - cell.y, xx - cell.x)


def nuclei(cells, height, width, depth=None):
    """The expected signal of the nuclear channel, without noise.

    `depth` (0…1) is the position in the sample of a slice: away from its focus a nucleus is blurred and fainter.
    """
    yy, xx = np.mgrid[0:height, 0:width].astype(float)
    signal = BACKGROUND * (1 + SLOPE_X * (xx / width - 0.5) + SLOPE_Y * (yy / height - 0.5))
    for cell in cells:
        away = 0.0 if depth is None else 2 * abs(depth - cell.focus)
        edge = EDGE + 1.2 * away
        rim = np.clip((distances(cell, height, width) - cell.radius) / edge, -60, 60)
        signal += cell.amplitude / (1 + 0.35 * away) / (1 + np.exp(rim))
    return signal


def rings(cells, height, width):
    """The expected signal of the second channel: a ring of cytoplasm around each nucleus."""
    signal = np.full((height, width), RING_BACKGROUND)
    for cell in cells:
        away = (distances(cell, height, width) - cell.radius - RING_DISTANCE) / RING_WIDTH
        signal += cell.ring * np.exp(-(away**2))
    return signal


def expose(rng, signal, dtype="uint16"):
    """The camera: noise, then the pixel type (uint16 as is; uint8 one twelfth; float32 one thousandth)."""
    values = signal + rng.normal(size=signal.shape) * np.sqrt(READ_NOISE**2 + PHOTON_NOISE * signal)
    if dtype == "uint8":
        return np.clip(np.rint(values / 12), 0, 255).astype(np.uint8)
    if dtype == "float32":
        return (values / 1000).astype(np.float32)
    return np.clip(np.rint(values), 0, 65535).astype(np.uint16)


def mask(cells, height, width, only_bright=False):
    """True inside the nuclei."""
    inside = np.zeros((height, width), dtype=bool)
    for cell in cells:
        if cell.bright or not only_bright:
            inside |= distances(cell, height, width) <= cell.radius
    return inside


def ring_mask(cells, height, width):
    """True in the cytoplasm around the nuclei, outside of any nucleus."""
    around = np.zeros((height, width), dtype=bool)
    for cell in cells:
        beyond = distances(cell, height, width) - cell.radius
        around |= (beyond > 0) & (beyond <= RING_DISTANCE + RING_WIDTH)
    return around & ~mask(cells, height, width)
