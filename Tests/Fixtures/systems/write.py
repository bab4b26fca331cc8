"""Writes one small TIFF for each acquisition system, and what tifffile reads from it.

    write.py FOLDER            writes the files
    write.py FOLDER EXPECTED   also what tifffile reads, as JSON; the one kept here is of tifffile 2026.3.3

Files of systems whose writers cannot be run are laid out byte by byte, after tifffile's and Bio-Formats' readers. Each pixel
is the number of its plane in storage order, plus its place, so that no two planes are alike.
"""

import hashlib
import json
import os
import struct
import sys

import numpy
import tifffile

HEIGHT, WIDTH = 6, 8


def plane(number, dtype="uint16", height=HEIGHT, width=WIDTH):
    return (numpy.arange(height * width).reshape(height, width) + 100 * (number + 1)).astype(dtype)


class File:
    """A TIFF put together piece by piece; positions are known as soon as something is put."""

    SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 11: 4, 12: 8}
    CODES = {1: "B", 2: "s", 3: "H", 4: "I", 7: "s", 11: "f", 12: "d"}

    def __init__(self, big=False, order="<", header=b""):
        self.big, self.order = big, order
        mark = b"II" if order == "<" else b"MM"
        if big:
            self.bytes = bytearray(mark + struct.pack(order + "HHHQ", 43, 8, 0, 0))
            self.link = 8
        else:
            self.bytes = bytearray(mark + struct.pack(order + "HI", 42, 0))
            self.link = 4
        self.bytes += header

    def put(self, data):
        self.bytes += b"\0" * (len(self.bytes) % 2)
        place = len(self.bytes)
        self.bytes += data
        return place

    def patch(self, place, code, value):
        packed = struct.pack(self.order + code, value)
        self.bytes[place:place + len(packed)] = packed

    def page(self, data, tags=(), places=None, counts=None, reduced=False, compression=1, tile=False):
        """data: (height, width), or (samples, height, width) with a strip each; tags: (number, type, count, value)."""
        data = numpy.asarray(data)
        height, width = data.shape[-2:]
        samples = data.shape[0] if data.ndim == 3 else 1
        stored = data.astype(data.dtype.newbyteorder(self.order))
        if places is None:
            places = [self.put(part.tobytes()) for part in (stored if data.ndim == 3 else [stored])]
        counts = counts or [height * width * data.dtype.itemsize] * len(places)
        bits = data.dtype.itemsize * 8
        entries = [
            (254, 4, 1, int(reduced)), (256, 4, 1, width), (257, 4, 1, height), (258, 3, samples, [bits] * samples),
            (259, 3, 1, compression), (262, 3, 1, 1), (277, 3, 1, samples), (284, 3, 1, 2 if samples > 1 else 1),
        ]
        if samples == 2:
            # LSM keeps two numbers of 16 bits elsewhere, though they fit into the entry; tifffile reads no others.
            entries[3] = (258, "pointer", (3, 2, self.put(struct.pack(self.order + "HH", bits, bits))), 0)
        if samples > 1:
            entries.append((338, 3, samples - 1, [0] * (samples - 1)))
        entries += [(273, 4, len(places), places), (278, 4, 1, height), (279, 4, len(counts), counts)]
        return self.directory(entries + list(tags))

    def directory(self, entries):
        lines = b""
        for number, kind, count, value in sorted(entries, key=lambda entry: entry[0]):
            field = 8 if self.big else 4
            if kind == "pointer":
                # A structure that the tag only points to: kind and count are as the system writes them.
                kind, count, place = count
                packed = struct.pack(self.order + ("Q" if self.big else "I"), place)
            else:
                if isinstance(value, str):
                    value = value.encode() + b"\0"
                if isinstance(value, bytes):
                    packed, count = value, len(value)
                else:
                    values = value if isinstance(value, (list, tuple)) else [value]
                    if kind == 5:
                        packed = b"".join(struct.pack(self.order + "II", *pair) for pair in values)
                    else:
                        packed = struct.pack(self.order + f"{len(values)}{self.CODES[kind]}", *values)
                if len(packed) > field:
                    packed = struct.pack(self.order + ("Q" if self.big else "I"), self.put(packed))
            lines += struct.pack(self.order + ("HHQ" if self.big else "HHI"), number, kind, count)
            lines += packed.ljust(field, b"\0")
        start = self.put(struct.pack(self.order + ("Q" if self.big else "H"), len(entries)) + lines)
        self.patch(self.link, "Q" if self.big else "I", start)
        self.link = len(self.bytes)
        self.bytes += b"\0" * (8 if self.big else 4)
        return start

    def save(self, path):
        with open(path, "wb") as file:
            file.write(self.bytes)


# Zeiss LSM


def lsm_info(file, scan, z, c, t, positions=0, mosaic=0, names=(), interval=0.0):
    colors = 0
    if names:
        texts = b"".join(struct.pack("<I", len(name) + 1) + name.encode() + b"\0" for name in names)
        offset = 24 + 4 * len(names)
        colors = file.put(
            struct.pack("<6I", offset + len(texts), len(names), len(names), 24, offset, 0)
            + b"\xff\0\0\0" * len(names) + texts
        )
    stamps = file.put(struct.pack("<ii", 8 + 8 * t, t) + struct.pack(f"<{t}d", *[5 + 2.5 * i for i in range(t)]))
    info = struct.pack("<II8i", 67127628, 500, WIDTH, HEIGHT, z, c, t, 2, 4, 4)
    info += struct.pack("<6d", 0.25e-6, 0.25e-6, 1.5e-6, 0, 0, 0) + struct.pack("<HHI", scan, 0, 0)
    info += struct.pack("<4I", 0, 0, 0, colors) + struct.pack("<d", interval)
    info += struct.pack("<8I", 0, 0, 0, stamps, 0, 0, 0, 0)
    info = info.ljust(264, b"\0") + struct.pack("<ii", positions, mosaic)
    return (34412, 1, 0, info.ljust(500, b"\0"))


def lsm(path, scan, z, c, t, pack=None, **more):
    file = File()
    count = z * t * max(1, more.get("positions", 0)) * max(1, more.get("mosaic", 0))
    for number in range(count):
        data = numpy.stack([plane(number * c + channel) for channel in range(c)])
        tags = [lsm_info(file, scan, z, c, t, **more)] if number == 0 else []
        if pack:
            # Lengths are listed as those of the pixels.
            places = [file.put(pack(part)) for part in data]
            file.page(data, tags, places, compression=5)
        else:
            file.page(data if c > 1 else data[0], tags)
        file.page(numpy.zeros((3, 4, 4), "uint8") + 7, reduced=True)
    file.save(path)


def lzw(part):
    """A strip in LZW that saves nothing: all bytes as they are, and a new table before codes become longer."""
    codes = []
    for index, byte in enumerate(part.tobytes()):
        if index % 100 == 0:
            codes.append(256)
        codes.append(byte)
    bits = "".join(f"{code:09b}" for code in codes + [257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def lsm_large(path):
    """Planes beyond 4 GB, whose places are written with their lower 32 bits; the file has holes."""
    places = [(1 << 20) + (number << 31) for number in range(4)]
    file = File()
    data = [plane(number) for number in range(4)]
    for number in range(4):
        tags = [lsm_info(file, 0, 4, 1, 1)] if number == 0 else []
        file.page(data[number], tags, [places[number] % (1 << 32)])
        file.page(numpy.zeros((3, 4, 4), "uint8"), (), [(places[number] + 4096 + 64 * i) % (1 << 32) for i in range(3)],
                  reduced=True)
    with open(path, "wb") as out:
        out.write(file.bytes)
        for number in range(4):
            out.seek(places[number])
            out.write(data[number].tobytes())
        out.truncate(places[3] + 8192)


# MetaMorph


def metamorph(path, planes, distances=None, times=None, missing=0, unit="um"):
    file = File()
    first = file.put(b"".join(plane(number).tobytes() for number in range(planes - missing)))
    text = unit.encode() + b"\0"
    name = file.put(struct.pack("<I", len(text)) + text)
    x, y = file.put(struct.pack("<II", 645, 1000)), file.put(struct.pack("<II", 645, 1000))
    settings = [(3, 1), (4, x), (5, y), (6, name)]
    table = file.put(b"".join(struct.pack("<II", *pair) for pair in settings))
    tags = [(33628, "pointer", (4, len(settings), table), 0)]
    if planes > 1:
        rows = b"".join(
            struct.pack("<6I", *(distances[i] if distances else (0, 1)), 2455000, times[i] if times else 0, 2455000, 0)
            for i in range(planes)
        )
        tags.append((33629, "pointer", (5, planes, file.put(rows)), 0))
        waves = file.put(b"".join(struct.pack("<II", 525, 1) for _ in range(planes)))
        tags.append((33630, "pointer", (5, planes, waves), 0))
    file.page(plane(0), tags, [first])
    file.save(path)


# Olympus


def fluoview(path, dimensions, order="<"):
    file = File(order=order)

    def dimension(name, extent, step, unit):
        return struct.pack(order + "16sidd64s", name.encode(), extent, 0.0, step, unit.encode())

    header = struct.pack(order + "hB257sIiIIiI", 0, 0, b"x", 0, 0, 0, 0, 0, 0)
    used = [("X", WIDTH, 0.5, "um"), ("Y", HEIGHT, 0.5, "um"), *dimensions]
    header += b"".join(dimension(*one) for one in used)
    header += dimension("", 1, 0, "") * (10 - len(used)) + b"\0" * 200
    count = int(numpy.prod([one[1] for one in dimensions]))
    for number in range(count):
        tags = [(34361, 1, 0, header), (34362, 12, 8, [float(number)] * 8)] if number == 0 else []
        file.page(plane(number), tags)
    file.save(path)


def sis(path, text, count):
    file = File()
    general = file.put(b"\0" * 10 + struct.pack("<hdd8xd2x34s32s", -6, 0.129, 0.129, 40.0, b"camera", b"type") + b"\0" * 40)
    head = struct.pack("<4s6xhhhhh6x32sH", b"SIS0", 1, 2, 3, 4, 105, b"name", 1) + struct.pack("<hhI", 1, 1, general)
    place = file.put(head)
    for number in range(count):
        tags = [(33560, "pointer", (4, 1, place), 0), (33471, 2, 0, text)] if number == 0 else []
        file.page(plane(number), tags)
    file.save(path)


# ScanImage


def scanimage(path, settings, count):
    text = "\n".join(f"SI.{key} = {value}" for key, value in settings.items()).encode() + b"\0"
    roi = b"{}\0"
    header = struct.pack("<4I", 0x07030301, 3, len(text), len(roi)) + text + roi
    file = File(big=True, header=header)
    for number in range(count):
        file.page(plane(number, "int16"), [(305, 2, 0, text), (339, 3, 1, 2), (270, 2, 0, f"frameNumbers = {number + 1}\n")])
    file.save(path)


# Micro-Manager


def micromanager(path, summary, places, finished=True, last=None):
    """places: (channel, slice, frame, position) of each page."""
    held = json.dumps(summary).encode()
    file = File(header=b"\0" * 24 + struct.pack("<II", 2355492, len(held)) + held)
    offsets = []
    for number, (c, z, t, p) in enumerate(places[:last]):
        page = {
            "ChannelIndex": c, "SliceIndex": z, "FrameIndex": t, "PositionIndex": p, "PositionName": f"Pos{p}",
            "Channel": ["DAPI", "GFP"][c], "PixelSizeUm": 0.325,
        }
        # Micro-Manager puts the pixels right behind the directory, which has 162 bytes.
        text = json.dumps(page).encode() + b"\0"
        start = file.put(b"")
        data = plane(number)
        entries = [
            (256, 4, 1, WIDTH), (257, 4, 1, HEIGHT), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, start + 162),
            (277, 3, 1, 1), (278, 4, 1, HEIGHT), (279, 4, 1, data.nbytes), (282, 5, 1, start + 162 + data.nbytes), (283, 5, 1, start + 170 + data.nbytes),
            (296, 3, 1, 3), (51123, 2, len(text), start + 178 + data.nbytes),
        ]
        lines = struct.pack("<H", len(entries))
        for code, kind, count, value in entries:
            lines += struct.pack("<HHI", code, kind, count) + struct.pack("<I", value)
        place = file.put(lines)
        assert place == start
        file.patch(file.link, "I", start)
        file.link = len(file.bytes)
        file.bytes += b"\0" * 4
        assert len(file.bytes) == start + 162
        file.bytes += data.tobytes() + struct.pack("<4I", 30769, 1, 30769, 1) + text
        offsets.append(start)
    if finished:
        rows = b"".join(struct.pack("<5I", *place, offset) for place, offset in zip(places, offsets))
        index = file.put(struct.pack("<II", 3453623, len(offsets)) + rows)
        display = file.put(struct.pack("<II", 347834724, 2) + b"[]")
        comments = file.put(struct.pack("<II", 84720485, 2) + b"{}")
        file.bytes[8:32] = struct.pack("<6I", 54773648, index, 483765892, display, 99384722, comments)
    file.save(path)


def micromanager_single(path):
    file = File()
    text = json.dumps({"ChannelIndex": 1, "SliceIndex": 0, "FrameIndex": 4, "PositionIndex": 0, "Channel": "GFP",
                       "PositionName": "Pos0", "PixelSizeUm": 0.325})
    file.page(plane(0), [(51123, 2, 0, text)])
    file.save(path)


def ndtiff(path, axes, summary=None):
    """axes: the place of each page along each axis."""
    held = json.dumps(summary or {"PixelSize_um": 0.65, "z-step_um": 2.0}).encode()
    file = File(header=struct.pack("<5I", 483729, 3, 3, 2355492, len(held)) + held)
    index = b""
    name = os.path.basename(path).encode()
    for number, place in enumerate(axes):
        # Settings of the microscope come before and after, with names and brackets of all kinds.
        settings = {"Notes": 'a "quoted" } { [ \\', "UserData": {"Axes": {"time": 99}, "list": [1, {"x": "]"}]}, "Empty": {}}
        text = json.dumps({**settings, "Axes": place, "PixelSizeUm": 0.65, "Channel": "x", "Last": [[]]}).encode()
        data = file.put(plane(number).tobytes())
        file.page(plane(number), [(51123, 2, 0, text + b"\0")], [data])
        key = json.dumps(place).encode()
        index += struct.pack("<I", len(key)) + key + struct.pack("<I", len(name)) + name
        index += struct.pack("<IiiiiIii", data, WIDTH, HEIGHT, 1, 0, 8, 2, 0)
    file.save(path)
    with open(os.path.join(os.path.dirname(path), "NDTiff.index"), "wb") as out:
        out.write(index)


# What tifffile makes of it


def pixel_size(tif):
    """x and z in micrometres, where tifffile tells them."""
    if tif.is_lsm:
        return [tif.lsm_metadata["VoxelSizeX"] * 1e6, tif.lsm_metadata["VoxelSizeZ"] * 1e6]
    if tif.is_stk:
        meta = tif.stk_metadata
        z = meta.get("ZDistance")
        return [meta["XCalibration"], float(z[0]) if z is not None and z.all() else None]
    if tif.is_fluoview:
        found = {one[0]: one[3] for one in tif.fluoview_metadata["Dimensions"]}
        return [found["X"], found.get("Z")]
    if tif.is_sis:
        return [tif.sis_metadata["pixelsizex"] * 1e6, None]
    if tif.is_micromanager and "Summary" in tif.micromanager_metadata:
        meta = tif.micromanager_metadata["Summary"]
        return [meta["PixelSize_um"], meta.get("z-step_um")]
    if tif.is_metaseries:
        return [tif.metaseries_metadata["PlaneInfo"]["spatial-calibration-x"], None]
    if tif.is_svs:
        return [float(tif.pages[0].description.split("MPP = ")[1].split("|")[0]), None]
    return None


def expected(path):
    with tifffile.TiffFile(path) as tif:
        series = tif.series[0]
        data = numpy.ascontiguousarray(series.asarray())
        axes, shape = series.axes, series.shape
        kept = [(a, n) for a, n in zip(axes, shape) if n > 1 or a in "YX"]
        if data.nbytes > 1 << 24:
            raise ValueError(path)
        return {
            "kind": series.kind,
            "axes": "".join(a for a, _ in kept),
            "shape": [n for _, n in kept],
            "dtype": str(data.dtype),
            "sha256": hashlib.sha256(data.astype(data.dtype.newbyteorder("<")).tobytes()).hexdigest(),
            "pixel_size": pixel_size(tif),
        }


def write(folder):
    def at(name):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    names = ("Ch1-T1", "Ch2-T2")
    lsm(at("lsm_stack.lsm"), 0, 3, 3, 1, names=(*names, "T-PMT"))
    lsm(at("lsm_series.lsm"), 6, 3, 2, 2, names=names, interval=30.0)
    lsm(at("lsm_time.lsm"), 3, 1, 1, 4)
    lsm(at("lsm_positions.lsm"), 6, 2, 2, 2, positions=3)
    lsm(at("lsm_mosaic.lsm"), 0, 2, 1, 1, positions=2, mosaic=2)
    lsm(at("lsm_lzw.lsm"), 0, 3, 3, 1, pack=lzw)
    lsm_large(at("lsm_large.lsm"))
    metamorph(at("stk_z.stk"), 4, distances=[(3, 2)] * 4)
    metamorph(at("stk_time.STK"), 4, times=[1000, 1500, 2000, 2500])
    metamorph(at("stk_unnamed.stk"), 3)
    metamorph(at("metamorph_single.TIF"), 1)
    fluoview(at("fluoview.tif"), [("Z", 3, 0.75, "um"), ("T", 2, 1.5, "s"), ("Ch", 2, 1.0, "")])
    fluoview(at("fluoview_regions.tif"), [("Ch", 2, 1.0, ""), ("XY", 3, 0, "")], order=">")
    sis(at("sis.tif"), "[Dimension]\r\nTime=1\r\nZ=3\r\nBand=2\r\n[Z]\r\nZPos001=1\r\n[Time]\r\nTimePos001=1\r\n", 6)
    channels = {"hChannels.channelSave": "[1;3]", "hChannels.channelName": "{'Red' 'Green' 'Blue' 'Far'}"}
    scanimage(at("scanimage_stack.tif"), {**channels, "hStackManager.framesPerSlice": 2, "hStackManager.numSlices": 3}, 12)
    scanimage(at("scanimage_series.tif"), {**channels, "hStackManager.framesPerSlice": "Inf"}, 8)
    scanimage(at("scanimage_one.tif"), {"hChannels.channelSave": 1, "hStackManager.framesPerSlice": 5}, 5)
    summary = {
        "MicroManagerVersion": "2.0.0", "Channels": 2, "Slices": 1, "Frames": 3, "Positions": 1, "ChNames": ["DAPI", "GFP"],
        "PixelSize_um": 0.325, "z-step_um": 1.0, "Interval_ms": 500.0, "TimeFirst": False, "SlicesFirst": True,
    }
    places = [(c, 0, t, 0) for t in range(3) for c in range(2)]
    micromanager(at("mm_MMStack.tif"), summary, places)
    two = {**summary, "Positions": 2, "Slices": 2}
    places = [(c, z, t, p) for p in range(2) for t in range(3) for z in range(2) for c in range(2)]
    micromanager(at("mm_positions_MMStack.tif"), two, places)
    micromanager(at("mm_growing.tif"), summary, [(c, 0, t, 0) for t in range(3) for c in range(2)], finished=False, last=5)
    ndtiff(at("ndtiff/stack_NDTiffStack.tif"), [{"time": t, "z": z, "channel": c}
                                                for t in range(2) for z in range(3) for c in ("DAPI", "GFP")])
    ndtiff(at("ndtiff_positions/stack_NDTiffStack.tif"), [{"position": p, "channel": c} for p in range(3) for c in range(2)])
    data = numpy.stack([plane(number) for number in range(6)])
    tifffile.imwrite(at("shaped_positions.tif"), data.reshape(2, 3, HEIGHT, WIDTH), photometric="minisblack", metadata={"axes": "PZYX"})
    tifffile.imwrite(at("shaped_regions.tif"), data.reshape(3, 2, HEIGHT, WIDTH), photometric="minisblack", metadata={"axes": "RTYX"})
    tifffile.imwrite(at("shaped_lambda.tif"), data, photometric="minisblack", metadata={"axes": "LYX"})
    tifffile.imwrite(at("imagej.tif"), data.reshape(1, 3, 2, HEIGHT, WIDTH), imagej=True, metadata={"axes": "TZCYX"})
    tifffile.imwrite(at("ome.ome.tif"), data.reshape(3, 2, HEIGHT, WIDTH), photometric="minisblack", metadata={"axes": "TCYX"})
    tifffile.imwrite(
        at("scifio.tif"), data, photometric="minisblack", metadata=None,
        description="SCIFIO=0.42\naxes=X,Y,Channel,Z\nlengths=8,6,2,3\nimages=6\nchannels=2\nslices=3\nhyperstack=true\n",
    )
    tifffile.imwrite(
        at("bioformats.tif"), data, photometric="minisblack", metadata=None,
        description="ImageJ=\nhyperstack=true\nimages=6\nchannels=1\nslices=3\nframes=2\nunit=um\nspacing=0.5\n",
    )
    properties = {
        "spatial-calibration-state": ("bool", "on"), "spatial-calibration-x": ("float", 1.34),
        "spatial-calibration-y": ("float", 1.34), "spatial-calibration-units": ("string", "um"),
        "image-name": ("string", "DAPI"), "stage-label": ("string", "B02 : Site 1"),
    }
    lines = "".join(f'<prop id="{key}" type="{kind}" value="{value}"/>' for key, (kind, value) in properties.items())
    tifffile.imwrite(
        at("metaseries.TIF"), data[0], software="MetaSeries", metadata=None,
        description=f"<MetaData><PlaneInfo>{lines}</PlaneInfo></MetaData>",
    )
    micromanager_single(at("mm_single/img_channel001_position000_time000000004_z000.tif"))
    slide = numpy.arange(40 * 56 * 3, dtype="uint8").reshape(40, 56, 3)
    with tifffile.TiffWriter(at("aperio.svs")) as tif:
        text = "Aperio Image Library v11\r\n56x40 |AppMag = 20|MPP = 0.4990|Left = 1"
        tif.write(slide, tile=(16, 16), photometric="rgb", description=text, metadata=None)
        tif.write(slide[::4, ::4], photometric="rgb", description="Aperio thumbnail", metadata=None)
        tif.write(slide[::2, ::2], tile=(16, 16), photometric="rgb", description="Aperio level", metadata=None)
    with tifffile.TiffWriter(at("perkin.qptiff")) as tif:
        for number in range(3):
            tif.write(
                plane(number, height=32, width=32), tile=(16, 16), software="PerkinElmer-QPI", metadata=None,
                description=f"<PerkinElmer-QPI-ImageDescription><Name>Dye {number}</Name></PerkinElmer-QPI-ImageDescription>",
            )
        tif.write(slide[:10, :10], photometric="rgb", metadata=None)
        for number in range(3):
            tif.write(plane(number, height=16, width=16), tile=(16, 16), subfiletype=1, metadata=None)


def expect(folder, result):
    found = {}
    for path, _, files in os.walk(folder):
        for name in files:
            relative = os.path.relpath(os.path.join(path, name), folder)
            if not name.endswith((".index", ".json")):
                try:
                    found[relative] = expected(os.path.join(path, name))
                except Exception as error:
                    found[relative] = {"error": repr(error)}
    with open(result, "w") as out:
        out.write("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(found[name])}" for name in sorted(found)) + "\n}\n")


if __name__ == "__main__":
    write(sys.argv[1])
    if len(sys.argv) > 2:
        expect(*sys.argv[1:])
