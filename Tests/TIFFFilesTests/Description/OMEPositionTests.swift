import Foundation
import Imaging
import TIFFFiles
import TestSupport
import Testing

@Suite("Several images of one OME file are its positions")
struct OMEPositionTests {
    /// A file of `pages` pages, filled with 0, 1, 2, …, whose description has `images`; 6 × 4 pixels but for `small` pages.
    private static func file(_ images: [String], pages: Int, small: Range<Int> = 0..<0) -> RawTIFF {
        let tag = RawTIFF.Tag.text(270, "<?xml version='1.0'?><OME>" + images.joined() + "</OME>")
        return RawTIFF(
            pages: (0..<pages).map { page in
                RawTIFF.Page(
                    fill: UInt16(page),
                    height: small.contains(page) ? 2 : 4,
                    rowsPerStrip: small.contains(page) ? 2 : 4,
                    tags: page == 0 ? [tag] : []
                )
            }
        )
    }

    private static func image(
        _ name: String?,
        z: Int,
        c: Int = 1,
        from page: Int,
        order: String = "XYCZT",
        more: String = "",
        channels: [String] = []
    ) -> String {
        "<Image \(name.map { "Name='\($0)'" } ?? "")><Pixels DimensionOrder='\(order)' SizeZ='\(z)' SizeC='\(c)' SizeT='1' "
            + more + ">" + channels.map { "<Channel Name='\($0)'/>" }.joined()
            + "<TiffData IFD='\(page)' PlaneCount='\(z * c)'/></Pixels></Image>"
    }

    private static func chosen(_ entries: AxisSelection.Entry...) -> AxisSelection? { AxisSelection(entries) }

    @Test("of the same size, whatever the order of their planes")
    func together() throws {
        let file = Self.file(
            [
                Self.image("A1", z: 3, c: 2, from: 0, channels: ["DAPI", "GFP"]),
                Self.image("A2", z: 3, c: 2, from: 6, order: "XYZCT", channels: ["DAPI", "GFP"]),
            ],
            pages: 12
        )
        let (image, firsts) = try file.read()
        #expect(image.layout.axes == "PZCYX" && image.layout.extents == [2, 3, 2, 4, 6])
        #expect(firsts == [0, 1, 2, 3, 4, 5, 6, 9, 7, 10, 8, 11])
        #expect(image.layout.positionNames == ["A1", "A2"] && image.layout.position == "A1")
        #expect(image.warnings.isEmpty)
        let (second, planes) = try file.read(channels: Self.chosen(.name("gfp")), positions: Self.chosen(.number(2)))
        #expect(second.layout.axes == "ZYX" && planes == [9, 10, 11])
        #expect(second.layout.position == "A2" && second.layout.positionNames == nil)
        #expect(second.layout.channelNames == ["GFP"])
        let (turned, others) = try file.read(
            channels: Self.chosen(.number(2), .number(1)),
            positions: Self.chosen(.name("a2"), .number(1))
        )
        #expect(others == [9, 6, 10, 7, 11, 8, 1, 0, 3, 2, 5, 4])
        #expect(turned.layout.positionNames == ["A2", "A1"] && turned.layout.channelNames == ["GFP", "DAPI"])
    }

    @Test("of other extents or sizes are refused by name, unless those that are chosen fit")
    func different() throws {
        let deeper = Self.file(
            [Self.image("one", z: 1, from: 0), Self.image(nil, z: 3, from: 1), Self.image("two", z: 1, from: 4)],
            pages: 5
        )
        let smaller = Self.file(
            [Self.image("p", z: 1, from: 0), Self.image("q", z: 1, from: 1)],
            pages: 2,
            small: 1..<2
        )
        for (file, words) in [(deeper, "2 (3 slices of 6 × 4 pixels)"), (smaller, "2 \"q\" (6 × 2 pixels)")] {
            let error = #expect(throws: TIFFError.self) { try file.read() }
            #expect(error?.kind == "different_sizes")
            #expect(error.map { "\($0)".contains(words) } ?? false, "\(String(describing: error))")
        }
        let (image, firsts) = try deeper.read(positions: Self.chosen(.number(1), .number(3)))
        #expect(firsts == [0, 4] && image.layout.axes == "PYX")
        // Numbers in place of names that not every image has.
        #expect(image.layout.positionNames == nil)
        #expect(try deeper.read(positions: Self.chosen(.number(2))).firsts == [1, 2, 3])
        #expect(try smaller.read(positions: Self.chosen(.name("q"))).image.layout.shape.size.height == 2)
    }

    @Test("what is asked for and not there is refused with what there is")
    func missing() throws {
        let file = Self.file(
            [
                Self.image("a", z: 1, c: 2, from: 0, channels: ["x", "y"]),
                Self.image("b", z: 1, c: 2, from: 2, channels: ["x", "y"]),
            ],
            pages: 4
        )
        let cases: [(AxisSelection?, AxisSelection?, String)] = [
            (Self.chosen(.number(3)), nil, "channels = [3] asks for 3, and it has 2 channels (1 \"x\", 2 \"y\")"),
            (
                nil, Self.chosen(.name("c")),
                "positions = [\"c\"] asks for \"c\", and it has 2 positions (1 \"a\", 2 \"b\")"
            ),
            (Self.chosen(.number(1), .name("X")), nil, "channels = [1, \"X\"] names one of its channels twice"),
        ]
        for (channels, positions, words) in cases {
            let error = #expect(throws: TIFFError.self) { try file.read(channels: channels, positions: positions) }
            #expect(error?.kind == "axes_mismatch")
            #expect(error.map { "\($0)".contains(words) } ?? false, "\(String(describing: error))")
        }
    }

    @Test("samples of a pixel are chosen like channels, and a single image has one position")
    func samples() throws {
        let script = """
            import sys, numpy, tifffile
            tifffile.imwrite(sys.argv[1], numpy.arange(36, dtype='u1').reshape(3, 4, 3), photometric='rgb')
            """
        try Tools.withFolder { folder in
            _ = try Tools.python(script, [folder + "/x.tif"])
            let image = try WholeImage(
                folder + "/x.tif",
                channels: Self.chosen(.number(3), .number(1)),
                positions: Self.chosen(.number(1))
            )
            #expect(image.planes.map { $0.bytes("uint8").prefix(2) } == [[2, 5], [0, 3]])
            #expect(image.layout.axes == "CYX" && image.layout.positionNames == nil)
        }
    }

    @Test("what differs between positions is said")
    func differences() throws {
        let sizes = [1, 2].map { "PhysicalSizeX='0.\($0)' PhysicalSizeY='0.\($0)'" }
        let images = [0, 1].map { Self.image("p", z: 1, from: $0, more: sizes[$0], channels: ["c\($0)"]) }
        let (image, firsts) = try Self.file(images, pages: 2).read()
        #expect(firsts == [0, 1] && image.layout.pixelSize?.x == 0.1 && image.layout.channelNames == ["c0"])
        #expect(image.warnings.count == 2)
    }

    @Test("each series is what tifffile makes of it", .enabled(if: SharedMaterial.folder != nil))
    func series() throws {
        let path = (SharedMaterial.folder ?? "") + "/tiffs/generated/ome_two_series.ome.tif"
        let script = """
            import sys, hashlib, tifffile
            for s in tifffile.TiffFile(sys.argv[1]).series:
                print(s.axes, hashlib.sha256(s.asarray().tobytes()).hexdigest())
            """
        let lines = try Tools.python(script, [path]).split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        for (index, line) in lines.enumerated() {
            let image = try WholeImage(path, positions: Self.chosen(.number(index + 1)))
            try Tools.withFolder { folder in
                let bytes = image.bytes(axes: image.layout.axes, dtype: "uint16")
                try Data(bytes).write(to: URL(fileURLWithPath: folder + "/planes"))
                let digest = try Tools.digests(ofFilesIn: folder)["planes"] ?? ""
                #expect("\(image.layout.axes) \(digest)" == line)
            }
            #expect(image.layout.position == "Pos\(index)")
        }
        #expect(throws: TIFFError.self) { try WholeImage(path) }
    }
}
