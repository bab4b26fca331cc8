import Foundation
import Imaging
import TIFFFiles
import Testing

/// Writes pages of 4 × 3 pixels, each filled with its number, under a description of any text.
private let script = """
    import sys, numpy, tifffile
    path, pages, samples, text = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    with tifffile.TiffWriter(path) as file:
        for page in range(pages):
            data = numpy.full((3, 4) if samples == 1 else (3, 4, samples), page, 'uint8')
            for sample in range(1, samples): data[..., sample] += 100 * sample
            file.write(data, description=text if page == 0 else None, metadata=None, contiguous=False,
                       photometric='minisblack' if samples == 1 else 'rgb', compression='zlib' if samples == 1 else None)
    """

@Suite("Image descriptions")
struct DescriptionTests {
    /// The first pixel of every plane, T slowest, then Z, then C.
    private func read(
        _ text: String,
        pages: Int,
        samples: Int = 1,
        name: String = "x.ome.tif"
    ) throws -> (image: WholeImage, firsts: [UInt8]) {
        try Tools.withFolder { folder in
            _ = try Tools.python(script, [folder + "/" + name, "\(pages)", "\(samples)", text])
            let image = try WholeImage(folder + "/" + name)
            return (image, image.planes.compactMap { if case .uint8(let pixels) = $0 { pixels.first } else { nil } })
        }
    }

    private func ome(_ sizes: (z: Int, c: Int, t: Int), _ order: String, _ inner: String, more: String = "") -> String {
        "<?xml version=\"1.0\"?><!-- <OME --><o:OME xmlns:o='http://x' UUID=\"urn:uuid:1\"><o:Image ID='a'>"
            + "<o:Pixels DimensionOrder=\"\(order)\" SizeX='4' SizeY='3' SizeZ='\(sizes.z)' SizeC='\(sizes.c)'"
            + " SizeT='\(sizes.t)' Type='uint8' \(more)>\(inner)</o:Pixels></o:Image></o:OME>"
    }

    @Test("of OME give the order of the pages", arguments: ["XYCZT", "XYZCT", "XYTCZ", "XYCTZ", "XYZTC", "XYTZC"])
    func omeOrder(order: String) throws {
        let (image, firsts) = try read(ome((2, 3, 4), order, "<o:TiffData/>"), pages: 24)
        #expect(
            image.layout.shape == ImageShape(frames: 4, slices: 2, channels: 3, size: ImageSize(width: 4, height: 3))
        )
        var expected: [UInt8] = []
        for frame in 0..<4 {
            for slice in 0..<2 {
                for channel in 0..<3 {
                    var page = 0
                    for axis in order.dropFirst(2).reversed() {
                        let (index, extent) = axis == "T" ? (frame, 4) : axis == "Z" ? (slice, 2) : (channel, 3)
                        page = page * extent + index
                    }
                    expected.append(UInt8(page))
                }
            }
        }
        #expect(firsts == expected)
        #expect(image.warnings.isEmpty)
    }

    @Test("of OME may say where each plane lies, and its size in any unit")
    func omeAssignments() throws {
        let inner = "<o:TiffData FirstC='1' IFD='0'/><o:TiffData FirstC='0' IFD='1' PlaneCount='1'/>"
        let text = ome(
            (1, 2, 1),
            "XYCZT",
            inner,
            more:
                "PhysicalSizeX='325' PhysicalSizeXUnit='nm' PhysicalSizeY='0.325' TimeIncrement='250' TimeIncrementUnit='ms'"
        )
        let (image, firsts) = try read(text, pages: 2)
        #expect(firsts == [1, 0])
        #expect(image.layout.pixelSize == PixelSize(x: 325, y: 325, unit: "nm"))
        #expect(image.layout.frameInterval == 0.25)
        let encoded = ome((1, 1, 1), "XYCZT", "<o:TiffData/>", more: "PhysicalSizeX='2' PhysicalSizeXUnit='&#181;m'")
        #expect(try read(encoded, pages: 1).image.layout.pixelSize == PixelSize(x: 2, y: 2, unit: "µm"))
    }

    @Test("of OME count the samples of a page as channels")
    func omeSamples() throws {
        let (image, firsts) = try read(ome((2, 3, 1), "XYCZT", "<o:TiffData/>"), pages: 2, samples: 3)
        #expect(image.layout.axes == "ZCYX")
        #expect(firsts == [0, 100, 200, 1, 101, 201])
    }

    @Test("of OME that promise planes which are not there, or are elsewhere, are errors")
    func omeMissing() throws {
        func kind(_ text: String, pages: Int, name: String = "x.ome.tif") -> String? {
            #expect(throws: TIFFError.self) { try read(text, pages: pages, name: name) }?.kind
        }
        let here = "<o:TiffData IFD='0'><o:UUID FileName='x.ome.tif'>urn:uuid:1</o:UUID></o:TiffData>"
        let there = "<o:TiffData IFD='0' FirstT='1'><o:UUID FileName='y.ome.tif'>urn:uuid:2</o:UUID></o:TiffData>"
        #expect(kind(ome((1, 1, 3), "XYCZT", "<o:TiffData/>"), pages: 2) == "incomplete_series")
        #expect(kind(ome((1, 1, 2), "XYCZT", "<o:TiffData IFD='1'/>"), pages: 2) == "incomplete_series")
        #expect(kind(ome((1, 1, 2), "XYCZT", "<o:TiffData IFD='7' PlaneCount='2'/>"), pages: 2) == "incomplete_series")
        #expect(
            kind(ome((99_999_999, 99_999_999, 99_999_999), "XYCZT", "<o:TiffData/>"), pages: 1) == "incomplete_series"
        )
        #expect(kind(ome((1, 1, 2), "XYCZT", here + there), pages: 1) == "unsupported_fileset")
        #expect(try read(ome((1, 1, 1), "XYCZT", here), pages: 1, name: "renamed.tif").firsts == [0])
    }

    @Test(
        "that are damaged or unsafe are not used, and a warning says so",
        arguments: [
            "<?xml version='1.0'?><OME><Image><Pixels SizeX=", "<OME><Image></OME>",
            "<!DOCTYPE OME [<!ENTITY a 'aaa'>]><OME>&a;</OME>", "<OME/>", "<OME <OME a='1' b></OME>",
            "ImageJ=1.54f\nimages=3\nchannels=2\nslices=2\n", "{\"shape\": [7, 3, 4]}",
        ]
    )
    func fallBack(text: String) throws {
        let (image, firsts) = try read(text, pages: 3)
        #expect(image.layout.axes == "TYX")
        #expect(firsts == [0, 1, 2])
        #expect(image.warnings.count == 1)
    }

    @Test("of ImageJ may name another order of the axes, and lack planes")
    func imageJ() throws {
        let text = "ImageJ=1.54f\nimages=6\nchannels=2\nslices=3\norder=zct\nfinterval=500\ntunit=ms\n"
        let (image, firsts) = try read(text, pages: 6)
        #expect(image.layout.axes == "ZCYX")
        #expect(firsts == [0, 3, 1, 4, 2, 5])
        #expect(image.layout.frameInterval == 0.5)
        #expect(try read(text, pages: 4).firsts == [0, 1, 2])
        #expect(try read("ImageJ=1.54f\nimages=4\n", pages: 4).image.layout.axes == "ZYX")
    }

    @Test(
        "name axes as the file does, or as they are told",
        arguments: [
            // The shape over the pages, its names, names given, what is taken, and the first three planes of it.
            ([5], nil, nil, "?YX", "TYX", [0, 1, 2]), ([5], nil, "ZYX", "?YX", "ZYX", [0, 1, 2]),
            ([2, 3], nil, nil, "??YX", "TYX", [0, 1, 2]), ([2, 3], nil, "CZYX", "??YX", "ZCYX", [0, 3, 1]),
            ([2, 3], nil, "ZCYX", "??YX", "ZCYX", [0, 1, 2]), ([1, 1, 4], nil, "TCZYX", "?YX", "ZYX", [0, 1, 2]),
            ([1, 4, 1], nil, "ZCTYX", "?YX", "CYX", [0, 1, 2]), ([2, 3], "CZ", nil, "CZYX", "ZCYX", [0, 3, 1]),
            ([2, 3], "QZ", nil, "?ZYX", "TZYX", [0, 1, 2]), ([2, 3], "TQ", nil, "T?YX", "TZYX", [0, 1, 2]),
            ([2, 3], "TZ", "ZTYX", "TZYX", "TZYX", [0, 3, 1]), ([2, 3], "PZ", nil, "PZYX", "PZYX", [0, 1, 2]),
            ([1], nil, "ZYX", "YX", "YX", [0]), ([2, 3], "AZ", nil, "PZYX", "PZYX", [0, 1, 2]),
            ([2, 3], "TL", nil, "TCYX", "TCYX", [0, 1, 2]), ([2, 3], "RM", nil, "PYX", "PYX", [0, 1, 2]),
        ] as [([Int], String?, String?, String, String, [UInt8])]
    )
    func names(shape: [Int], own: String?, given: String?, stored: String, taken: String, firsts: [UInt8]) throws {
        let axes = own.map { ", \"axes\": \"\($0)YX\"" } ?? ""
        let text = "{\"shape\": \(shape + [3, 4])\(axes)}"
        try Tools.withFolder { folder in
            _ = try Tools.python(script, [folder + "/x.tif", "\(shape.reduce(1, *))", "1", text])
            let file = try OpenFile(folder + "/x.tif")
            let reading = AxisReading(names: given.flatMap { AxisNames($0) })
            let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif", axes: reading)
            #expect(reader.pageAxes.names == stored)
            #expect(reader.layout.axes == taken)
            let shape = reader.layout.shape
            let found = try (0..<min(3, shape.planeCount)).map { plane in
                let (step, channel) = plane.quotientAndRemainder(dividingBy: shape.channels)
                let (frames, slice) = step.quotientAndRemainder(dividingBy: shape.slices)
                let (position, frame) = frames.quotientAndRemainder(dividingBy: shape.frames)
                return try reader.plane(position: position, frame: frame, slice: slice, channel: channel)
            }
            #expect(found.compactMap { if case .uint8(let pixels) = $0 { pixels.first } else { nil } } == firsts)
        }
    }

    @Test("without names give a volume where one is asked for")
    func volume() throws {
        for (own, taken) in [(nil, "TZYX"), ("QZ", "TZYX"), ("ZQ", "TZYX"), ("CQ", "ZCYX")] as [(String?, String)] {
            let axes = own.map { ", \"axes\": \"\($0)YX\"" } ?? ""
            try Tools.withFolder { folder in
                _ = try Tools.python(script, [folder + "/x.tif", "6", "1", "{\"shape\": [2, 3, 3, 4]\(axes)}"])
                let file = try OpenFile(folder + "/x.tif")
                let reading = AxisReading(unnamed: .slices)
                let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif", axes: reading)
                #expect(reader.layout.axes == taken)
                #expect(reader.layout.shape.slices == (own == "ZQ" ? 2 : 3) || own == "CQ")
            }
        }
    }

    @Test("without names that promise more planes than there are are read in whole steps", arguments: [5, 2])
    func fewerPages(pages: Int) throws {
        let (image, firsts) = try read("{\"shape\": [2, 3, 3, 4]}", pages: pages, name: "x.tif")
        #expect(firsts == Array(0..<UInt8(min(pages, 3))))
        #expect(image.layout.shape.frames == min(pages, 3))
        #expect(image.warnings.count == 1)
    }
}
