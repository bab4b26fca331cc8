#!/usr/bin/python3
"""TIFFs that were made to do harm: small files that claim, nest, repeat and lead astray.

    hostile.py FOLDER                         writes them, and manifest.json, which says how each has to be refused
    hostile.py FOLDER --small                 smaller ones, for tests of what is answered
    hostile.py FOLDER --measure PROGRAM       and has `PROGRAM inspect` open each: time and peak memory beyond a harmless file's

Nothing but Python's own library is needed. Where a kind stands in the manifest, it is the one that `inspect` has to give;
"ready" is an image that may be read, "any" leaves it open, but for the program's life, its time and its memory.
"""
import argparse
import json
import os
import pathlib
import struct
import subprocess
import sys
import time
import zlib

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, LONG8 = 1, 2, 3, 4, 5, 7, 16
SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, LONG8: 8}
IS_SMALL = "--small" in sys.argv
CODES = {BYTE: "B", SHORT: "H", LONG: "I", LONG8: "Q"}


def many(count):
    """Of what is repeated in texts, a twentieth with --small."""
    return count // 20 if IS_SMALL else count


class File:
    """A TIFF, put together piece by piece."""

    def __init__(self, big=False):
        self.big = big
        self.data = bytearray(b"II" + (struct.pack("<HHHQ", 43, 8, 0, 0) if big else struct.pack("<HI", 42, 0)))
        self.link = 8 if big else 4

    def add(self, data):
        self.data += bytes(len(self.data) % 2)
        place = len(self.data)
        self.data += data
        return place

    def point(self, place, to):
        struct.pack_into("<Q" if self.big else "<I", self.data, place, to)

    def entry(self, tag, kind, values, count=None):
        """Twelve bytes (twenty); `values` are numbers, bytes, or a (place,) in the file."""
        room = 8 if self.big else 4
        if isinstance(values, tuple):
            inline = struct.pack("<Q" if self.big else "<I", values[0])
        else:
            raw = values if isinstance(values, bytes) else b"".join(struct.pack("<" + CODES[kind], v) for v in values)
            count = len(raw) // SIZES[kind] if count is None else count
            inline = raw if len(raw) <= room else struct.pack("<Q" if self.big else "<I", self.add(raw))
        return struct.pack("<HH" + ("Q" if self.big else "I"), tag, kind, count) + inline.ljust(room, b"\0")

    def directory(self, entries, link=True):
        """Appends a directory of packed entries, and links the one before to it."""
        head = struct.pack("<Q" if self.big else "<H", len(entries))
        place = self.add(head + b"".join(entries) + bytes(8 if self.big else 4))
        if link:
            self.point(self.link, place)
        self.link = len(self.data) - (8 if self.big else 4)
        return place

    def page(self, width=8, height=8, pixels=None, replace=(), more=(), link=True):
        """A page of 8-bit pixels; `replace` maps tags to packed entries, or to None to leave one out."""
        replace = dict(replace)
        pixels = bytes(width * height) if pixels is None else pixels
        place = self.add(pixels) if pixels else 8
        tags = {
            256: self.entry(256, LONG, [width]), 257: self.entry(257, LONG, [height]), 258: self.entry(258, SHORT, [8]),
            259: self.entry(259, SHORT, [1]), 262: self.entry(262, SHORT, [1]), 273: self.entry(273, LONG, [place]),
            277: self.entry(277, SHORT, [1]), 278: self.entry(278, LONG, [height]),
            279: self.entry(279, LONG, [len(pixels)]),
        }
        tags.update(replace)
        entries = [entry for _, entry in sorted(tags.items()) if entry is not None] + list(more)
        return self.directory(sorted(entries, key=lambda entry: struct.unpack_from("<H", entry)[0]), link)

    def described(self, text, pages=1, **more):
        """The first page has a description."""
        text = text if isinstance(text, bytes) else text.encode()
        for index in range(pages):
            self.page(more=[self.entry(270, ASCII, text + b"\0")] if index == 0 else [], **more)
        return self.data


def described(text, pages=1):
    return File().described(text, pages)


def ome(pixels="", sizes='SizeX="8" SizeY="8" SizeC="1" SizeZ="1" SizeT="1"', head="", more=""):
    return (
        f'<?xml version="1.0"?>{head}<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">{more}'
        f'<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" {sizes}>{pixels}</Pixels></Image></OME>'
    )


# --- What is claimed ---


def claims():
    file = File()
    yield "claims_2e31", "too_large", file.page(2**31 - 1, 2**31 - 1, b"x") and file.data
    file = File()
    file.page(60_000, 60_000, b"x", {258: file.entry(258, SHORT, [64]), 339: file.entry(339, SHORT, [3])})
    yield "claims_28_gb", "too_large", file.data
    file = File()
    yield "claims_samples", "too_large", file.page(8, 8, None, {277: file.entry(277, SHORT, [65_535])}) and file.data
    file = File()
    bits = {258: file.entry(258, SHORT, (8,), 0xFFFF_FFFF)}
    yield "claims_bits_count", "bad_tag", file.page(replace=bits) and file.data
    file = File()
    yield "claims_bits", "any", file.page(replace={258: file.entry(258, SHORT, [65_535])}) and file.data
    file = File()
    yield "claims_strips", "bad_tag", file.page(
        replace={273: file.entry(273, LONG, (8,), 0xFFFF_FFFF), 278: file.entry(278, LONG, [1])}) and file.data
    file = File()
    tiles = {
        273: None, 278: None, 279: None, 322: file.entry(322, LONG, [1]), 323: file.entry(323, LONG, [1]),
        324: file.entry(324, LONG, (8,), 0xFFFF_FFFF), 325: file.entry(325, LONG, (8,), 0xFFFF_FFFF),
    }
    yield "claims_tiles_of_one", "any", file.page(60_000, 60_000, b"x", tiles) and file.data
    file = File()
    tiles = {
        273: None, 278: None, 279: None, 322: file.entry(322, LONG, [2**31 - 16]), 323: file.entry(323, LONG, [2**31 - 16]),
        324: file.entry(324, LONG, [8]), 325: file.entry(325, LONG, [8]), 259: file.entry(259, SHORT, [8]),
    }
    yield "claims_tile_2e31", "too_large", file.page(8, 8, b"x", tiles) and file.data
    file = File(big=True)
    yield "claims_count_2e63", "any", file.page(more=[file.entry(50_000, LONG8, (16,), 2**63 - 1)]) and file.data
    file = File(big=True)
    yield "claims_count_2e64", "any", file.page(replace={273: file.entry(273, LONG8, (16,), 2**64 - 1)}) and file.data
    file = File(big=True)
    file.point(file.link, 2**64 - 8)
    yield "link_2e64", "bad_ifd_offset", file.data
    file = File(big=True)
    place = file.add(struct.pack("<Q", 2**64 - 1) + bytes(64))
    file.point(file.link, place)
    yield "entries_2e64", "truncated_ifd", file.data
    file = File()
    file.page(4096, 4096, zlib.compress(bytes(4096 * 4096), 9), {259: file.entry(259, SHORT, [8])})
    yield "unfolds_1000", "ready", file.data
    file = File()
    squeezed = zlib.compress(bytes(315_000_000), 9)
    file.page(17_500, 18_000, squeezed, {259: file.entry(259, SHORT, [8])})
    yield "unfolds_300_mb", "too_large", file.data
    file = File()
    place = file.add(zlib.compress(bytes(512 * 512), 9))
    for _ in range(5000):
        file.page(512, 512, b"", {
            259: file.entry(259, SHORT, [8]), 273: file.entry(273, LONG, [place]), 279: file.entry(279, LONG, [300])})
    yield "unfolds_pages_of_one_strip", "bad_tag", file.data


# --- How directories lie ---


def directories():
    file = File()
    more = [file.entry(40_000 + index % 20_000, SHORT, [index % 65_536]) for index in range(65_500)]
    yield "entries_65500", "any", file.page(more=more) and file.data
    file = File()
    text = file.add(b"ImageJ=1.5\nimages=1\n" + b"x" * 1_000_000 + b"\0")
    more = [file.entry(270, ASCII, (text,), 1_000_021) for _ in range(65_000)]
    yield "entries_65000_descriptions", "ready", file.page(more=more) and file.data
    file = File()
    values = file.add(struct.pack("<65535H", *[8] * 65_535))
    more = [file.entry(tag, SHORT, (values,), 65_535) for tag in (258, 338, 339) for _ in range(20_000)]
    yield "entries_60000_lists", "any", file.page(more=more, replace={258: None}) and file.data
    for length, name in ((1, "loop_1"), (2, "loop_2"), (1000, "loop_1000")):
        file = File()
        first = file.page()
        for _ in range(length - 1):
            file.page()
        file.point(file.link, first)
        yield name, "ready", file.data
    file = File()
    file.page()
    # A directory of unknown tags every six bytes, each reaching over all that follow.
    start = len(file.data)
    block = bytearray(400_000)
    for place in range(0, len(block) - 6, 6):
        struct.pack_into("<HI", block, place, 60, start + place + 6)
    file.point(file.link, start)
    file.data += block
    yield "directories_overlap", "any", file.data
    file = File()
    count = 4_000
    listed = file.add(struct.pack(f"<{count}I", *range(8, 8 + count)))
    for _ in range(4_000):
        file.page(1, count, b"x", {
            273: file.entry(273, LONG, (listed,), count), 279: file.entry(279, LONG, (listed,), count),
            278: file.entry(278, LONG, [1])})
    yield "lists_overlap", "bad_tag", file.data
    for number, name in ((199_990, "pages_199990_of_nothing"), (200_010, "pages_200010_of_nothing")):
        file = File()
        file.page()
        empty = bytearray()
        start = len(file.data) + len(file.data) % 2
        for index in range(number):
            entry = file.entry(305, SHORT, [0])
            empty += struct.pack("<H", 1) + entry + struct.pack("<I", start + 18 * (index + 1) if index < number - 1 else 0)
        file.add(empty)
        file.point(file.link, start)
        yield name, "bad_tag", file.data
    file = File()
    pixels = file.add(bytes(64))
    for _ in range(60_000):
        file.page(8, 8, b"", {273: file.entry(273, LONG, [pixels]), 279: file.entry(279, LONG, [64])})
    yield "pages_60000_of_one_strip", "any", file.data
    file = File()
    file.page(replace={256: struct.pack("<HHII", 256, 99, 1, 8)})
    yield "type_99", "any", file.data
    file = File()
    yield "directory_in_header", "any", (file.point(file.link, 2), file.data)[1] + bytes(64)
    file = File()
    yield "rows_per_strip_0", "bad_geometry", file.page(replace={278: file.entry(278, LONG, [0])}) and file.data
    rows = 300_000
    file = File()
    places = struct.pack(f"<{rows}I", *range(8, 8 + rows))
    file.page(1, rows, bytes(rows), {
        273: file.entry(273, LONG, places), 279: file.entry(279, BYTE, b"\1" * rows), 278: file.entry(278, LONG, [1])})
    yield "strips_300000", "ready", file.data


# --- What is described ---


def descriptions():
    mega = many(1 << 20)
    yield "text_63_mb", "ready", described(b"a" * (63 * mega))
    yield "text_65_mb", "ready", described(b"a" * (65 * mega))
    yield "text_63_mb_not_utf8", "ready", described(b"\xff" * (63 * mega))
    yield "imagej_63_mb", "ready", described(b"ImageJ=1.5\nimages=1\n" + b"a=b\n" * (15 * mega))
    yield "imagej_one_line", "ready", described(b"ImageJ=1.5\nimages=1\nunit=" + b"\\u" * (30 * mega))
    yield "imagej_2e63_planes", "any", described("ImageJ=1.5\nimages=9223372036854775807\nframes=9223372036854775807\n")
    yield "imagej_product", "any", described(
        "ImageJ=1.5\nimages=7\nframes=4294967296\nslices=4294967296\nchannels=4294967296\n")
    yield "imagej_negative", "any", described("ImageJ=1.5\nimages=-5\nframes=-1\nslices=-5\nfinterval=-inf\nspacing=nan\n")
    bomb = "".join(f'<!ENTITY a{index} "{f"&a{index - 1};" * 10 if index else "ha"}">' for index in range(12))
    yield "entity_bomb", "any", described(ome("&a11;", head=f"<!DOCTYPE OME [{bomb}]>"))
    outside = '<!DOCTYPE OME [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1:9/z">%y;]>'
    yield "entity_outside", "any", described(ome("&x;", head=outside))
    yield "entity_undefined", "any", described(ome("&undefined;" * 1000))
    yield "xml_deep", "any", described(ome("<a>" * many(2_000_000) + "</a>" * many(2_000_000)))
    yield "xml_deep_open", "any", described("<OME>" * many(3_000_000))
    yield "xml_attributes", "any", described(ome("<a " + " ".join(f'b{index}="1"' for index in range(many(500_000))) + "/>"))
    yield "xml_attribute_20_mb", "any", described(ome(f'<Channel Name="{"x" * many(20_000_000)}"/>'))
    yield "xml_name_20_mb", "any", described(ome(f'<{"x" * many(20_000_000)}/>'))
    yield "xml_comment_open", "any", described(ome("<!--" * many(3_000_000)))
    yield "xml_quotes_open", "any", described("<OME " + "a=\"" * many(3_000_000))
    yield "xml_channels", "any", described(ome('<Channel ID="a"/>' * many(500_000)))
    yield "xml_images", "any", described("<OME>" + "<Image><Pixels/></Image>" * many(300_000) + "</OME>")
    yield "xml_tiffdata", "any", described(ome('<TiffData IFD="0" PlaneCount="2147483647"/>' * many(300_000)))
    yield "xml_planes", "any", described(ome('<Plane TheC="0" TheZ="0" TheT="0" DeltaT="1e308"/>' * many(200_000)))
    yield "xml_annotations", "any", described(ome() + "".join(f'<XMLAnnotation ID="{i}"/>' for i in range(many(300_000))))
    huge = 'SizeX="8" SizeY="8" SizeC="2147483647" SizeZ="2147483647" SizeT="2147483647"'
    yield "ome_sizes_2e93", "any", described(ome('<TiffData IFD="0"/>', huge))
    huge = 'SizeX="8" SizeY="8" SizeC="1" SizeZ="1" SizeT="100000000"'
    yield "ome_sizes_1e8", "incomplete_series", described(ome("<TiffData/>", huge))
    yield "ome_plane_count", "any", described(ome('<TiffData IFD="0" PlaneCount="9223372036854775807"/>'))
    yield "ome_negative", "any", described(ome('<TiffData IFD="-1" FirstT="-9" PlaneCount="-3"/>'))
    for name, path in (("up", "../../../../etc/passwd"), ("root", "/etc/passwd"), ("device", "/dev/zero"), ("nul", "a&#0;b")):
        uuid = f'<TiffData IFD="0"><UUID FileName="{path}">urn:uuid:1</UUID></TiffData><TiffData IFD="0" FirstT="1"/>'
        sizes = 'SizeX="8" SizeY="8" SizeC="1" SizeZ="1" SizeT="2"'
        yield f"ome_path_{name}", "any", described(ome(uuid, sizes))
    yield "ome_companion_up", "any", described('<OME><BinaryOnly MetadataFile="../../../etc/passwd" UUID="urn:uuid:2"/></OME>', 2)
    files = "".join(
        f'<TiffData IFD="0" FirstT="{index}"><UUID FileName="f{index}.tif">urn:uuid:{index}</UUID></TiffData>'
        for index in range(many(100_000)))
    yield "ome_files_100000", "any", described(ome(files, 'SizeX="8" SizeY="8" SizeC="1" SizeZ="1" SizeT="100000"'))
    yield "json_deep", "ready", described('{"shape": ' + "[" * many(3_000_000))
    yield "json_numbers", "any", described('{"shape": [' + "9" * many(3_000_000) + ", 8, 8]}")
    yield "json_axes", "any", described('{"shape": [' + "1, " * many(1_000_000) + '8, 8], "axes": "' + "Q" * many(1_000_000) + 'YX"}')
    yield "json_product", "any", described('{"shape": [4294967296, 4294967296, 4294967296, 8, 8], "axes": "TZCYX"}')
    yield "json_keys", "any", described("{" + ",".join(f'"{index}": {index}' for index in range(many(300_000))) + ',"shape": [8, 8]}')
    file = File()
    more = [file.entry(51_123, ASCII, ("{" + '"a":{' * many(1_000_000)).encode() + b"\0")]
    yield "json_pages", "any", file.page(more=more) and file.data
    file = File()
    more = [file.entry(33_629, RATIONAL, (8,), 2**31 - 1), file.entry(33_628, LONG, (8,), 2**31 - 1)]
    yield "metamorph_2e31", "any", file.page(more=more) and file.data
    file = File()
    lsm = struct.pack("<Iiiiii", 0x0400494C, 2**31 - 1, 2**31 - 1, 2**31 - 1, 2**31 - 1, 2**31 - 1) + b"\xff" * 480
    yield "lsm_2e31", "any", file.page(more=[file.entry(34_412, BYTE, lsm)]) and file.data
    file = File()
    text = ("SI.VERSION_MAJOR = 2020\n" + "SI.hChannels.channelSave = [" + "1;" * many(2_000_000) + "]\n").encode()
    yield "scanimage_channels", "any", file.page(more=[file.entry(305, ASCII, text + b"\0")]) and file.data
    file = File()
    file.data[8:8] = struct.pack("<IIIIIIII", 54_773_648, 40, 483_765_892, 44, 99_384_722, 48, 2_355_492, 0x7FFF_FFFF)
    file.data += struct.pack("<II", 3_453_623, 0x7FFF_FFFF) + bytes(64)
    yield "micro_manager_index", "any", file.page() and file.data


def sparse():
    """Files with holes, of which the disk holds a few bytes: (name, kind, data, size)."""
    file = File()
    file.page()
    yield "sparse_4_gb", "ready", file.data, 4_294_960_000
    file = File(big=True)
    file.page(40_000, 60_000, b"x")
    yield "sparse_page_2_gb", "any", file.data, 2_500_000_000
    file = File()
    file.page(1024, 1024, None, more=[file.entry(270, ASCII, b"ImageJ=1.5\nimages=4000\nframes=4000\n\0")])
    yield "sparse_contiguous_4_gb", "ready", file.data, 4000 * 1024 * 1024 + len(file.data)
    yield "sparse_zeros", "not_tiff", b"", 4_000_000_000


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    for group in (claims(), directories(), descriptions()):
        for name, kind, data in group:
            (folder / f"{name}.tif").write_bytes(data)
            manifest.append({"file": f"{name}.tif", "kind": kind})
    for name, kind, data, size in sparse():
        with open(folder / f"{name}.tif", "wb") as file:
            file.write(data)
            file.truncate(size)
        manifest.append({"file": f"{name}.tif", "kind": kind})
    (folder / "harmless.tif").write_bytes(File().page() and described("ImageJ=1.5\nimages=1\n"))
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


# --- Measuring ---


def opened(program, path):
    """Seconds and peak bytes of a call of inspect, its worker included, and what it says."""
    begun = time.monotonic()
    output, input = os.pipe()
    process = subprocess.Popen(
        [program, "inspect", "--json", path], stdin=subprocess.DEVNULL, stdout=input, stderr=subprocess.DEVNULL)
    os.close(input)
    with os.fdopen(output) as text:
        said = text.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    code = os.waitstatus_to_exitcode(status)
    answer = json.loads(said) if said.strip() else {}
    kind = answer.get("error", {}).get("kind", "ready" if "verdict" in answer else f"status {code}")
    return seconds, usage.ru_maxrss * 1024, kind


def measure(folder, manifest, program):
    program = os.path.abspath(program)
    harmless = min((opened(program, folder / "harmless.tif") for _ in range(5)), key=lambda found: found[0])
    print(f"a harmless file: {harmless[0] * 1000:.0f} ms, {harmless[1] / 1e6:.0f} MB; beyond that:\n")
    print("| file | size, MB | on the disk, MB | ms | MB | MB beyond the file | answer |\n|---|---|---|---|---|---|---|")
    faults = []
    for entry in manifest:
        path = folder / entry["file"]
        seconds, peak, kind = min((opened(program, path) for _ in range(3)), key=lambda found: found[0])
        status = path.stat()
        stored = status.st_blocks * 512
        more = max(0, peak - harmless[1])
        beyond = max(0, more - stored)
        milliseconds = max(0, seconds - harmless[0]) * 1000
        isRight = entry["kind"] in (kind, "any") and not kind.startswith("status")
        if not isRight or milliseconds > 100 or beyond > 64e6:
            faults.append(entry["file"])
        print(f"| {entry['file']} | {status.st_size / 1e6:.1f} | {stored / 1e6:.1f} | {milliseconds:.0f} | {more / 1e6:.0f} "
              f"| {beyond / 1e6:.0f} | {kind}{'' if isRight else ' (expected: ' + entry['kind'] + ')'} |")
    print(f"\n{len(manifest)} files, {len(faults)} beyond 100 ms or 64 MB, or with another answer: {', '.join(faults) or 'none'}")
    return 1 if faults else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--measure", metavar="PROGRAM")
    arguments = parser.parse_args()
    if not arguments.measure:
        write(arguments.folder)
        return 0
    # By another process: what is started from this one begins with its peak memory.
    subprocess.run([sys.executable, __file__, arguments.folder], check=True)
    manifest = json.loads((arguments.folder / "manifest.json").read_text())
    return measure(arguments.folder, manifest, arguments.measure)


if __name__ == "__main__":
    sys.exit(main())
