"""Large files, made quickly and taking little of the disk: holes are zeros, and a few places hold cells.

Each function writes one file and gives its pixels in bytes. What is in a file follows from its arguments alone.
"""

import os
import struct

import numpy
import tifffile


def cells(side=256, seed=0, dtype="uint16"):
    """A square of bright discs on a dim, noisy ground."""
    random = numpy.random.default_rng(seed)
    square = random.normal(300, 10, (side, side))
    y, x = numpy.indices((side, side))
    for _ in range(side * side // 4096):
        cy, cx, r = random.uniform(0, side, 2).tolist() + [random.uniform(4, 9)]
        square[(y - cy) ** 2 + (x - cx) ** 2 < r * r] += 900
    top = numpy.iinfo(dtype).max
    return numpy.clip(square if top > 255 else square / 8, 0, top).astype(dtype)


def entry(tag, kind, count, value, big, order="<"):
    """One entry of a directory whose value fits into it."""
    width = {3: "H", 4: "I", 16: "Q", 2: "4s" if not big else "8s"}[kind]
    field = struct.pack(order + width, value)
    return struct.pack(order + ("HHQ" if big else "HHI"), tag, kind, count) + field.ljust(8 if big else 4, b"\0")


def directory(width, height, bits, place, length, following, big=True, description=None, order="<"):
    """A directory of one strip at `place`; `description` is where a text lies, and its length."""
    where = 16 if big else 4
    entries = [
        entry(256, 4, 1, width, big, order), entry(257, 4, 1, height, big, order), entry(258, 3, 1, bits, big, order),
        entry(259, 3, 1, 1, big, order), entry(262, 3, 1, 1, big, order),
    ]
    if description:
        head = struct.pack(order + ("HHQ" if big else "HHI"), 270, 2, description[1])
        entries.append(head + struct.pack(order + ("Q" if big else "I"), description[0]))
    entries += [
        entry(273, where, 1, place, big, order), entry(277, 3, 1, 1, big, order), entry(278, 4, 1, height, big, order),
        entry(279, where, 1, length, big, order),
    ]
    count = struct.pack(order + ("Q" if big else "H"), len(entries))
    return count + b"".join(entries) + struct.pack(order + ("Q" if big else "I"), following)


def put(file, start, width, square, x, y):
    """Puts a square of pixels into a plane that begins at `start`."""
    for row, line in enumerate(square):
        file.seek(start + ((y + row) * width + x) * square.itemsize)
        file.write(line.tobytes())


def imagej(path, planes, side=2048):
    """As ImageJ writes stacks above 4 GB: one directory, big-endian, all planes behind each other."""
    text = f"ImageJ=1.54f\nimages={planes}\nframes={planes}\nloop=false\n".encode() + b"\0"
    length = side * side * 2
    start = 4096
    square = cells().astype(">u2")
    with open(path, "wb") as file:
        file.write(struct.pack(">2sHI", b"MM", 42, 8))
        file.write(directory(side, side, 16, start, length, 0, False, (1024, len(text)), ">"))
        file.seek(1024)
        file.write(text)
        for plane in range(0, planes, 16):
            put(file, start + plane * length, side, square, 100 + plane, 700)
        file.truncate(start + planes * length)
    return planes * length


def stack(path, planes, side=2048):
    """A BigTIFF with a directory for each plane."""
    length = side * side * 2
    size = len(directory(1, 1, 16, 0, 0, 0))
    square = cells()
    with open(path, "wb") as file:
        file.write(struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16))
        first = 16 + planes * size + -(16 + planes * size) % 4096
        for plane in range(planes):
            following = 16 + (plane + 1) * size if plane + 1 < planes else 0
            file.write(directory(side, side, 16, first + plane * length, length, following))
        for plane in range(planes):
            put(file, first + plane * length, side, square, 100 + plane % 1500, 700)
        file.truncate(first + planes * length)
    return planes * length


def chain(path, pages, side=32):
    """Many small pages, each with its directory before its pixels."""
    square = cells(side, dtype="uint8").tobytes()
    size = len(directory(1, 1, 8, 0, 0, 0, False))
    step = size + size % 2 + len(square)
    with open(path, "wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, 8))
        for page in range(pages):
            start = 8 + page * step
            following = start + step if page + 1 < pages else 0
            place = start + size + size % 2
            file.write(directory(side, side, 8, place, len(square), following, False).ljust(size + size % 2, b"\0"))
            file.write(square)
    return pages * len(square)


def pyramid(path, side=20000):
    """Tiles of 512 pixels, deflated, with smaller levels in sub-directories."""
    tile = cells(512, dtype="uint8")
    empty = numpy.zeros_like(tile)

    def tiles(level):
        count = -(-(side >> level) // 512)
        for index in range(count * count):
            yield tile if index % 7 == 0 else empty

    with tifffile.TiffWriter(path, bigtiff=True) as out:
        for level in range(5):
            extent = side >> level
            out.write(
                tiles(level), shape=(extent, extent), dtype="uint8", tile=(512, 512), compression="zlib",
                subifds=4 if level == 0 else None, subfiletype=0 if level == 0 else 1, metadata=None,
            )
    return side * side


def plane(path, width=40000, height=37500, dtype="uint8"):
    """One plane, in one strip, as cameras' stitchers write it."""
    square = cells(256, dtype=dtype)
    with open(path, "wb") as file:
        file.write(struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16))
        start = 4096
        file.seek(16)
        file.write(directory(width, height, 8 * square.itemsize, start, width * height * square.itemsize, 0))
        for y in range(0, height - 256, 1500):
            for x in range(0, width - 256, 1500):
                put(file, start, width, square, x, y)
        file.truncate(start + width * height * square.itemsize)
    return width * height * square.itemsize


def on_disk(path):
    """Bytes that a file takes of the disk."""
    return os.stat(path).st_blocks * 512
