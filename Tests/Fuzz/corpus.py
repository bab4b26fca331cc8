#!/usr/bin/python3
"""Writes the inputs that fuzzing begins with into corpus/: small, each of another kind. Needs numpy and tifffile.

    corpus.py

What was found, and mended, lies in found/ and is kept: `make fuzz` reads both first.
"""
import io
import itertools
import json
import pathlib
import shutil
import struct

import numpy
import tifffile

HERE = pathlib.Path(__file__).resolve().parent / "corpus"
SEPARATOR = b"\x1e"


def tiff(data, **more):
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, data, **{"metadata": None, **more})
    return buffer.getvalue()


def directories():
    """TIFFs of all layouts, types and compressions that tifffile writes without more."""
    generator = numpy.random.default_rng(7)
    values = generator.integers(0, 200, (12, 20))
    for kind in ("u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"):
        yield f"type_{kind}", tiff(values.astype(kind), byteorder=">" if kind.endswith("2") else "<")
    for more in ("zlib", "lzw", "packbits", "zstd", "lzma"):
        for predictor in (None, True):
            try:
                name = f"{more}{'_predictor' if predictor else ''}"
                yield name, tiff(values.astype("u2"), compression=more, predictor=predictor, rowsperstrip=5)
            except Exception:
                continue
    yield "bits", tiff((values > 100).astype("?"))
    yield "strips", tiff(values.astype("u2"), rowsperstrip=4)
    yield "tiles", tiff(values.astype("u2"), tile=(16, 16))
    yield "tiles_zlib_big", tiff(values.astype("f4"), tile=(16, 16), compression="zlib", bigtiff=True, byteorder=">")
    yield "rgb", tiff(numpy.dstack([values] * 3).astype("u1"), photometric="rgb")
    yield "rgba", tiff(numpy.dstack([values] * 4).astype("u1"), photometric="rgb", extrasamples=["unassalpha"])
    yield "planar", tiff(numpy.stack([values] * 3).astype("u1"), photometric="rgb", planarconfig="separate")
    yield "palette", tiff(values.astype("u1"), photometric="palette", colormap=numpy.zeros((3, 256), "u2"))
    stack = numpy.stack([values] * 4).astype("u1")[:, :6, :8]
    yield "pages", tiff(stack, photometric="minisblack")
    yield "imagej", tiff(stack.reshape(2, 2, 6, 8), imagej=True, metadata={"axes": "ZCYX", "unit": "um", "spacing": 0.5})
    yield "ome", tiff(stack.reshape(2, 2, 6, 8), ome=True, metadata={"axes": "TCYX"})
    yield "shaped", tiff(stack, metadata={"axes": "TYX"})
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as file:
        file.write(values.astype("u2"), subifds=1, metadata=None)
        file.write(values[::2, ::2].astype("u2"), subfiletype=1, metadata=None)
        file.write(values[:5].astype("u1"), metadata=None)
    yield "sizes", buffer.getvalue()
    loop = bytearray(tiff(stack, photometric="minisblack"))
    with tifffile.TiffFile(io.BytesIO(loop)) as file:
        last, first = file.pages[-1].offset, file.pages[0].offset
    count = struct.unpack_from("<H", loop, last)[0]
    struct.pack_into("<I", loop, last + 2 + 12 * count, first)
    yield "loop", bytes(loop)


def described(pages, *tags):
    """An input of FuzzDescriptions: (number in its list, type in its list, text) each."""
    return bytes([pages - 1]) + SEPARATOR.join(
        bytes([tag, kind]) + (text if isinstance(text, bytes) else text.encode()) for tag, kind, text in tags
    )


OME = """<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:a">
<Image ID="Image:0" Name="p"><AcquisitionDate>2020-01-02T03:04:05</AcquisitionDate><Pixels ID="Pixels:0"
DimensionOrder="XY{order}" Type="uint8" SizeX="4" SizeY="4" SizeC="{c}" SizeZ="{z}" SizeT="{t}" PhysicalSizeX="0.1"
PhysicalSizeXUnit="&#181;m" TimeIncrement="2" TimeIncrementUnit="s">{channels}{data}{planes}</Pixels></Image>{more}</OME>"""


def descriptions():
    """What each writer says of its image."""
    yield "imagej", described(6, (0, 0, "ImageJ=1.54f\nimages=6\nchannels=2\nslices=3\nhyperstack=true\nunit=\\u00B5m\n"
                                        "spacing=0.5\nfinterval=2\ntunit=s\nloop=false\nmin=0\nmax=9\n"))
    yield "imagej_contiguous", described(1, (0, 0, "ImageJ=1.11a\nimages=3\nframes=3\n"))
    yield "scifio", described(4, (0, 0, "SCIFIO=0.1\naxes=X,Y,Channel,Time\nlengths=4,4,2,2\nimages=4\nchannels=2\nframes=2\n"))
    for number, order in enumerate(itertools.permutations("CZT")):
        channels = '<Channel ID="Channel:0:0" Name="a" SamplesPerPixel="1"/><Channel ID="Channel:0:1"/>'
        data = [
            "<TiffData/>", '<TiffData IFD="0" PlaneCount="4"/>', '<TiffData IFD="1" FirstC="1" FirstZ="0" FirstT="0"/>',
            '<TiffData IFD="0"><UUID FileName="x.ome.tif">urn:uuid:a</UUID></TiffData>',
            '<TiffData IFD="0"><UUID FileName="../y.ome.tif">urn:uuid:b</UUID></TiffData>', "",
        ][number]
        planes = '<Plane TheC="0" TheZ="0" TheT="0" DeltaT="1.5" PositionX="3" ExposureTime="9"/>' if number < 2 else ""
        text = OME.format(order="".join(order), c=2, z=2, t=1, channels=channels, data=data, planes=planes, more="")
        yield f"ome_{number}", described(4, (0, 0, text))
    second = '<Image ID="Image:1"><Pixels ID="P:1" DimensionOrder="XYCZT" SizeX="4" SizeY="4" SizeC="1" SizeZ="1" SizeT="1" Type="uint8"><TiffData IFD="1"/></Pixels></Image>'
    text = OME.format(order="CZT", c=1, z=1, t=1, channels="", data='<TiffData IFD="0"/>', planes="", more=second)
    yield "ome_two", described(2, (0, 0, text))
    yield "ome_companion", described(2, (0, 0, '<OME><BinaryOnly MetadataFile="a.companion.ome" UUID="urn:uuid:b"/></OME>'))
    yield "ome_entity", described(2, (0, 0, '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]><OME>&b;&d;</OME>'))
    yield "shaped", described(6, (0, 0, '{"shape": [2, 3, 4, 4], "axes": "TZYX"}'))
    yield "shaped_old", described(6, (0, 0, "shape=(2, 3, 4, 4)"))
    yield "micro_manager", described(
        2, (5, 0, json.dumps({"ChannelIndex": 1, "SliceIndex": 0, "FrameIndex": 0, "PixelSizeUm": 0.1, "Axes": {"z": 1}})),
        (4, 1, b"IJIJ"))
    yield "ndtiff", described(2, (5, 0, '{"Axes":{"time":1,"channel":"GFP","z":3},"PixelSizeUm":0.2}'))
    yield "scanimage", described(
        8, (1, 0, "SI.VERSION_MAJOR = 2020\nSI.hChannels.channelSave = [1;2]\nSI.hStackManager.numSlices = 2\n"
                  "SI.hFastZ.enable = 1\nSI.hRoiManager.scanFrameRate = 30.0\nstate.acq.numberOfFrames=2"))
    yield "metamorph", described(
        3, (8, 5, struct.pack("<6I", 1, 1, 2458000, 3000, 2458000, 3000) + bytes(48)), (7, 3, struct.pack("<8I", 1, 2, 3, 4, 5, 6, 7, 8)),
        (9, 5, struct.pack("<6I", 1, 1, 2, 1, 3, 1)), (0, 0, "MetaSeries"))
    yield "metaseries", described(1, (0, 0, '<MetaData><prop id="spatial-calibration-x" type="float" value="0.3"/><PlaneInfo/></MetaData>'))
    yield "fluoview", described(2, (11, 4, struct.pack("<HH30siI", 0, 0, b"x", 0, 2) + bytes(500)))
    lsm = struct.pack("<Iiiiiiii", 0x00400494C, 500, 4, 4, 1, 2, 1, 1) + bytes(24) + struct.pack("<3d", 1e-7, 1e-7, 1e-6)
    yield "lsm", described(2, (6, 4, lsm + bytes(400)))
    yield "sis", described(2, (13, 4, b"SIS0" + struct.pack("<HHHHHH", 1, 0, 2020, 1, 2, 3) + bytes(100)))
    yield "svs", described(2, (0, 0, "Aperio Image Library v10\r\n4x4 [0,0 4x4] (4x4)|AppMag = 20|MPP = 0.5"))
    yield "scn", described(2, (0, 0, '<scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><collection/></scn>'))
    yield "ij_metadata", described(2, (18, 3, struct.pack("<3I", 12, 4, 8)), (4, 1, b"IJIJlabl\x00\x00\x00\x01abcdefgh"))


def samples():
    """Files of samples without their digest, as Sources/Training/Samples/README.md describes them."""
    def file(features, counts, version=1, more=b"", **changed):
        header = {"kind": "PixelClassifier", "feature_specification": "original", "features": features, "channels": 1,
                  "dimensions": 2, "classifier_sha256": "0" * 64, "least": [0] * len(features), "most": [9] * len(features),
                  "blocks": [{"image": "a.tif", "image_sha256": "1" * 64, "annotation": "b.tif",
                              "annotation_sha256": "2" * 64, "rows": rows, "test_rows": 0} for rows in counts], **changed}
        text = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        data = b"segmentd samples %d\n" % version + struct.pack("<Q", len(text)) + text
        for rows in counts:
            data += struct.pack(f"<{rows * len(features)}f", *range(rows * len(features)))
            data += struct.pack(f"<{rows}i{rows}I", *([1, 2] * rows)[:rows], *range(rows)) + struct.pack(f"<{rows}Q", *range(rows))
            data += bytes(rows)
        return data + more

    yield "one", file(["original"], [3])
    yield "two", file(["a", "b"], [2, 1])
    yield "empty", file(["original"], [])
    yield "rowless", file(["original"], [0, 2])
    yield "newer", file(["original"], [1], version=2)
    yield "longer", file(["original"], [1], more=b"x")
    yield "negative", file(["original"], [], blocks=[{"image": "a", "image_sha256": "", "rows": -1, "test_rows": 0}])
    yield "huge", file(["original"], [], blocks=[{"image": "a", "image_sha256": "", "rows": 1 << 60, "test_rows": 0}])


def extracts():
    """Extracts of ilastik projects, as Sources/Classifiers/Ilastik/README.md describes them."""
    leaf = struct.pack("<I2f", 0xFFFFFFFF, 0.25, 0.75)

    def stage(entries, trees):
        data = struct.pack("<I", len(entries)) + b"".join(struct.pack("<BBd", *entry) for entry in entries)
        return data + struct.pack("<III", 2, 1, len(trees)) + b"".join(trees)

    def extract(dimensions, channels, *stages):
        return b"segmentd-extract" + struct.pack("<IIII", 1, dimensions, channels, len(stages)) + b"".join(stages)

    split = struct.pack("<If", 0, 1.5)
    smoothed = [(0, 1, 0.3)]
    yield "leaf", extract(2, 1, stage(smoothed, [leaf]))
    yield "split", extract(2, 1, stage(smoothed, [split + leaf + leaf, split + split + leaf + leaf + leaf]))
    yield "eigenvalues", extract(3, 2, stage([(4, 0, 1.0), (5, 1, 10.0)], [struct.pack("<If", 9, -3) + leaf + leaf]))
    yield "stages", extract(2, 1, stage(smoothed, [leaf]), stage(smoothed, [struct.pack("<If", 2, 0.5) + leaf + leaf]))
    yield "cut", extract(2, 1, stage(smoothed, [split + leaf]))


def main():
    shutil.rmtree(HERE, ignore_errors=True)
    for kind, files in (("directories", directories()), ("descriptions", descriptions()),
                        ("samples", samples()), ("extracts", extracts())):
        (HERE / kind).mkdir(parents=True)
        for name, data in files:
            (HERE / kind / name).write_bytes(data)
    sizes = [path.stat().st_size for path in HERE.rglob("*") if path.is_file()]
    print(f"{len(sizes)} files, {sum(sizes)} bytes")


main()
