"""The images that the checks begin with: axes x description x unit x container, as different writers leave them.

Every plane shows other nuclei, the first plane of a stack none, and height, width, frames, slices and channels differ:
whatever is exchanged, shifted or turned is seen. What is drawn is known: the nuclei are the truth that results are
compared with.
"""

import dataclasses
import fractions
import pathlib
import sys

import numpy
import tifffile

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
sys.path.insert(0, str(FIXTURES))

import cell_model  # noqa: E402

HEIGHT, WIDTH = 96, 120
FRAMES, SLICES, CHANNELS = 2, 3, 2
POSITIONS = ("A1-Site_0", "B12, left µ")
INTERVAL = 2.5
MICROMETRES = {"µm": 1.0, "nm": 1e-3, "cm": 1e4, "inch": 25400.0}
AXES = ("YX", "ZYX", "TYX", "CYX", "TZCYX")
CONTAINERS = ("little", "big-endian", "BigTIFF")
# Width, height and distance of slices. Plain files have centimetres and inches only, and no slices.
SIZES = {
    "µm": (fractions.Fraction("0.108"), fractions.Fraction("0.216"), 0.7),
    "nm": (fractions.Fraction(108), fractions.Fraction(162), 650.0),
    "cm": (fractions.Fraction("0.0000108"), fractions.Fraction("0.0000216"), None),
    "inch": (fractions.Fraction(108, 25400000), fractions.Fraction(216, 25400000), None),
}
UNITS = {"ImageJ": ("µm", "nm"), "OME": ("µm", "nm"), "plain": ("cm", "inch")}
RESOLUTION_UNIT = {"cm": 3, "inch": 2}


@dataclasses.dataclass(frozen=True)
class Row:
    """One image, and what is known of it."""

    description: str
    axes: str
    unit: str = "µm"
    container: str = "little"
    content: str = "nuclei"

    @property
    def name(self):
        words = [self.description, self.axes, self.unit, self.container]
        return " ".join(words + [self.content] * (self.content != "nuclei"))

    @property
    def stem(self):
        return self.name.replace(" ", "-").replace("µ", "u")

    @property
    def is_ome(self):
        return self.description == "OME"

    @property
    def has_channels(self):
        return "C" in self.axes

    @property
    def file_name(self):
        return self.stem + (".ome.tif" if self.is_ome else ".tif")

    @property
    def positions(self):
        """The names of several positions; programs that know none find them as the slowest part of T."""
        return POSITIONS if "P" in self.axes else ()

    @property
    def series(self):
        """How many images a file of results holds."""
        return len(self.positions) if self.positions and self.is_ome else 1

    @property
    def frames(self):
        """Frames of a position."""
        return self.planes[0] // max(1, len(self.positions))

    @property
    def drawn(self):
        """Extents (T, Z, C) of what is drawn, with all positions in T."""
        frames = (FRAMES if "T" in self.axes else 1) * max(1, len(self.positions))
        slices = SLICES if "Z" in self.axes else 1
        return frames, slices, CHANNELS if self.has_channels else 1

    @property
    def planes(self):
        """Extents (T, Z) of the results: pages without names are time for a classifier of planes."""
        frames, slices, _ = self.drawn
        return (frames * slices, 1) if self.description == "plain" else (frames, slices)

    @property
    def resolution(self):
        """Pixels per unit along X and Y, as stored. ImageJ itself stores a whole number of millionths."""
        per_unit = [1 / size for size in SIZES[self.unit][:2]]
        if self.description == "ImageJ" and self.container == "big-endian":
            return [fractions.Fraction(int(value * 1000000), 1000000) for value in per_unit]
        return per_unit

    @property
    def micrometres(self):
        """Width, height and distance of slices in µm; the last is None where there are no slices."""
        scale = MICROMETRES[self.unit]
        width, height = [float(1 / value) * scale for value in self.resolution]
        depth = SIZES[self.unit][2]
        return width, height, depth * scale if depth and self.planes[1] > 1 else None

    @property
    def interval(self):
        """Seconds between frames, where the file says so."""
        return INTERVAL if self.frames > 1 and self.description != "plain" else None


def rows(is_short):
    """The whole matrix; the short one has one unit and one container of each, in turn."""
    made = [
        Row(description, axes, unit, container)
        for description in UNITS
        for axes in AXES
        for unit in UNITS[description]
        for container in CONTAINERS
    ]
    return [row for index, row in enumerate(made) if index % 6 == (index // 6) % 6] if is_short else made


def cells(row):
    """The nuclei of each plane, frames slowest: other ones in each, none in the first of a stack."""
    frames, slices, _ = row.drawn
    count = frames * slices
    if row.content == "nothing":
        return [[]] * count
    placed = [cell_model.place(numpy.random.default_rng(100 + index), HEIGHT, WIDTH) for index in range(count)]
    return [[] if count > 1 and index == 0 else found for index, found in enumerate(placed)]


def truth(row):
    """Where nuclei are, as booleans (T, Z, Y, X); of noise, nobody knows."""
    if row.content == "noise":
        return None
    masks = numpy.stack([cell_model.mask(found, HEIGHT, WIDTH) for found in cells(row)])
    return masks.reshape(row.planes + (HEIGHT, WIDTH))


def pixels(row):
    """The image as uint16 (T, Z, C, Y, X)."""
    random = numpy.random.default_rng(7)
    signals = [
        [cell_model.nuclei(found, HEIGHT, WIDTH), cell_model.rings(found, HEIGHT, WIDTH)][: row.drawn[2]]
        for found in cells(row)
    ]
    if row.content == "noise":
        return random.integers(200, 3000, row.drawn + (HEIGHT, WIDTH)).astype(numpy.uint16)
    planes = numpy.stack([[cell_model.expose(random, channel) for channel in plane] for plane in signals])
    return planes.reshape(row.drawn + (HEIGHT, WIDTH))


def draw(row, folder):
    """Writes the image of a row; returns its path."""
    path = folder / row.file_name
    data = pixels(row)
    options = {"byteorder": ">" if row.container == "big-endian" else "<", "bigtiff": row.container == "BigTIFF"}
    options |= {"photometric": "minisblack", "software": "readers"}
    resolution = tuple((value.numerator, value.denominator) for value in row.resolution)
    if row.description == "OME":
        metadata = {"axes": "TZCYX", "TimeIncrement": INTERVAL, "TimeIncrementUnit": "s"}
        for axis, size in zip("XYZ", SIZES[row.unit]):
            metadata |= {f"PhysicalSize{axis}": float(size), f"PhysicalSize{axis}Unit": row.unit}
        names = {"bigtiff": options.pop("bigtiff"), "byteorder": options.pop("byteorder")}
        with tifffile.TiffWriter(path, ome=True, **names) as file:
            for name, part in zip(row.positions or (None,), numpy.split(data, row.series)):
                file.write(part, metadata=metadata | ({"Name": name} if name else {}), **options)
    elif row.description == "ImageJ":
        # tifffile refuses ImageJ's description in BigTIFF, in which other programs write it.
        unit = "micron" if row.unit == "µm" else row.unit
        frames, slices, channels = row.drawn
        lines = ["ImageJ=1.53t", f"images={frames * slices * channels}", f"channels={channels}", f"slices={slices}"]
        lines += [f"frames={frames}", "hyperstack=true", f"unit={unit}", f"spacing={SIZES[row.unit][2]}"]
        lines += [f"finterval={INTERVAL}"] if frames > 1 else []
        options |= {"resolution": resolution, "resolutionunit": 1, "description": "\n".join(lines) + "\n"}
        tifffile.imwrite(path, data.reshape(-1, HEIGHT, WIDTH), metadata=None, **options)
    else:
        options |= {"resolution": resolution, "resolutionunit": RESOLUTION_UNIT[row.unit]}
        options |= {"planarconfig": "separate"} if row.has_channels else {}
        shape = (-1, CHANNELS, HEIGHT, WIDTH) if row.has_channels else (-1, HEIGHT, WIDTH)
        with tifffile.TiffWriter(path, bigtiff=options.pop("bigtiff"), byteorder=options.pop("byteorder")) as file:
            for page in data.reshape(shape):
                file.write(page, contiguous=False, metadata=None, **options)
    return path
