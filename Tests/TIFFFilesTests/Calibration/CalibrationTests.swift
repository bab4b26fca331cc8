import Imaging
import TIFFFiles
import Testing

@Suite("Pixel sizes")
struct CalibrationTests {
    /// The unit of an ImageJ description, pixels per unit of the tag (1 none, 2 inch, 3 cm; nil: no tag), and what follows.
    struct Line: Sendable, CustomStringConvertible {
        var unit: String
        var resolution: Int
        var tag: Int?
        var width: Double?
        var unitOut: String
        var isSaid: Bool

        var description: String { "unit=\(unit), \(resolution) per \(tag.map { "\($0)" } ?? "nothing")" }

        init(_ unit: String, _ resolution: Int, _ tag: Int?, _ width: Double?, _ unitOut: String, isSaid: Bool = false)
        {
            (self.unit, self.resolution, self.tag) = (unit, resolution, tag)
            (self.width, self.unitOut, self.isSaid) = (width, unitOut, isSaid)
        }
    }

    private static func file(_ description: String, resolution: Int? = nil, tag: Int? = nil, pages: Int = 1) -> RawTIFF
    {
        var tags = [RawTIFF.Tag.text(270, description)]
        if let resolution {
            // Numerator and denominator.
            let fraction = 1 << 32 | resolution
            tags += [RawTIFF.Tag(number: 282, type: 5, values: [fraction])]
            tags += [RawTIFF.Tag(number: 283, type: 5, values: [fraction])]
        }
        if let tag { tags.append(RawTIFF.Tag(number: 296, type: 3, values: [tag])) }
        return RawTIFF(pages: (0..<pages).map { RawTIFF.Page(fill: UInt16($0), tags: $0 == 0 ? tags : []) })
    }

    @Test(
        "of ImageJ's: the unit of the tag counts where it is clear",
        arguments: [
            Line("micron", 5, 1, 0.2, "micron"), Line("cm", 50_000, 3, 0.000_02, "cm"),
            Line("um", 50_000, 3, 0.2, "um", isSaid: true), Line("\\u00B5m", 50_000, 3, 0.2, "µm", isSaid: true),
            Line("nm", 50_000, 3, 200, "nm", isSaid: true), Line("mm", 50_000, 3, 0.000_2, "mm", isSaid: true),
            Line("inch", 50_000, 3, 1 / 127_000, "inch", isSaid: true),
            // An inch that makes no microscope's pixel was left there by the writer.
            Line("um", 5, 2, 0.2, "um"), Line("um", 127_000, 2, 0.2, "um", isSaid: true),
            Line("inch", 127_000, 2, 1 / 127_000, "inch"), Line("um", 127_000, nil, 1 / 127_000, "um"),
            Line("spans", 50_000, 3, 0.2, "micron", isSaid: true), Line("spans", 5, 1, 0.2, "spans"),
            // Millimetre and micrometre, which some writers have in the tag.
            Line("um", 5_000, 4, 0.2, "um", isSaid: true), Line("nm", 5, 5, 200, "nm", isSaid: true),
            Line("um", 5, 5, 0.2, "um"), Line(" um ", 50_000, 3, 0.2, "um", isSaid: true),
            Line("yd", 50_000, 3, 0.2 / 914_400, "yd", isSaid: true),
            Line("pixel", 50_000, 3, 0.2, "micron"), Line("pixel", 5, 1, nil, ""), Line("pixel", 72, 2, nil, ""),
        ]
    )
    func imageJ(line: Line) throws {
        let text = "ImageJ=1.53t\nunit=\(line.unit)\nspacing=0.5\n"
        let image = try Self.file(text, resolution: line.resolution, tag: line.tag).read().image
        let size = image.layout.pixelSize
        #expect((size == nil) == (line.width == nil))
        if let size, let width = line.width {
            #expect(abs(size.x / width - 1) < 1e-9 && size.x == size.y)
            #expect(size.unit == line.unitOut)
            let isInDescribedUnit = line.unit != "pixel" && !(line.unit == "spans" && line.isSaid)
            #expect(size.z == (isInDescribedUnit ? 0.5 : nil))
        }
        #expect(image.warnings.isEmpty != line.isSaid)
    }

    /// Attributes of OME's `Pixels` and the size they give.
    @Test(
        "of OME's: each length has its own unit, and all are given in that of x",
        arguments: [
            (
                #"X="0.3" XUnit="µm" Y="0.3" YUnit="µm" Z="1E-5" ZUnit="dm""#,
                PixelSize(x: 0.3, y: 0.3, z: 1, unit: "µm")
            ),
            (#"X="108.333" XUnit="nm" Y="0.108333""#, PixelSize(x: 108.333, y: 108.333, unit: "nm")),
            (#"X="3250" XUnit="Å" Y="0.000325" YUnit="mm""#, PixelSize(x: 3250, y: 3250, unit: "Å")),
            (#"X="2" XUnit="cm" Y="0.02" YUnit="m" Z="2" ZUnit="in""#, PixelSize(x: 2, y: 2, z: 5.08, unit: "cm")),
            (#"X="0.5" Y="0.25""#, PixelSize(x: 0.5, y: 0.25, unit: "µm")),
            (#"X="0.5""#, PixelSize(x: 0.5, y: 0.5, unit: "µm")), (#"Y="0.5""#, PixelSize(x: 0.5, y: 0.5, unit: "µm")),
            (#"X="0.3" Y="0.3" Z="1" ZUnit="reference frame""#, PixelSize(x: 0.3, y: 0.3, unit: "µm")),
            (#"X="1" XUnit="pixel" Y="1" YUnit="pixel" Z="1" ZUnit="pixel""#, nil),
            (#"X="0.3" Y="1" YUnit="pixel""#, nil), (#"X="0" Y="-1" Z="nan""#, nil),
        ] as [(String, PixelSize?)]
    )
    func ome(lengths: String, expected: PixelSize?) throws {
        let attributes = ["X", "Y", "Z"].reduce(" " + lengths) { text, axis in
            text.replacing(" " + axis, with: " PhysicalSize" + axis)
        }
        let text =
            #"<OME><Image><Pixels DimensionOrder="XYZCT" SizeZ="3" SizeC="1" SizeT="1" "#
            + attributes + "><TiffData/></Pixels></Image></OME>"
        let image = try Self.file(text, pages: 3).read().image
        #expect(image.layout.axes == "ZYX")
        #expect(image.layout.pixelSize?.unit == expected?.unit)
        for (found, wanted) in zip(
            [image.layout.pixelSize?.x, image.layout.pixelSize?.y, image.layout.pixelSize?.z],
            [expected?.x, expected?.y, expected?.z]
        ) {
            #expect((found == nil) == (wanted == nil))
            if let found, let wanted { #expect(abs(found / wanted - 1) < 1e-12) }
        }
        let isSaid =
            lengths.contains("pixel") || lengths.contains("frame") || !lengths.contains(" ") || lengths.contains("-1")
        #expect(image.warnings.isEmpty != isSaid, "\(image.warnings)")
    }

    @Test("of ImageJ's: height and slice distance may have units of their own")
    func imageJUnits() throws {
        let text = "ImageJ=1.53t\nunit=micron\nyunit=nm\nzunit=mm\nspacing=0.001\n"
        let size = try #require(try Self.file(text, resolution: 5, tag: 1).read().image.layout.pixelSize)
        #expect(size == PixelSize(x: 0.2, y: 0.2 / 1000, z: 1, unit: "micron"))
        let unknown = try Self.file(text.replacing("zunit=mm", with: "zunit=spans"), resolution: 5, tag: 1).read().image
        #expect(unknown.layout.pixelSize?.z == nil && unknown.layout.pixelSize?.x == 0.2)
        #expect(unknown.warnings.contains { $0.contains("slice distance is in spans") })
    }

    @Test(
        "of OME's: every unit of its list, blanks, and what is no size",
        arguments: [
            ("X='0.2' U='pt'", 0.2, "pt"), ("X='2' U='fm'", 2, "fm"), ("X='2' U='dam'", 2, "dam"),
            ("X=' 0.2 ' U=' µm '", 0.2, "µm"), ("X='0.2' U=''", 0.2, "µm"), ("X='0,2'", nil, "which is no size"),
            ("X='-1'", nil, "which is no size"), ("X='2' U='span'", nil, "not known as a length"),
        ] as [(String, Double?, String)]
    )
    func omeSizes(attributes: String, width: Double?, said: String) throws {
        let pixels = ["X", "Y"].map { axis in
            attributes.replacing("X=", with: "PhysicalSize\(axis)=").replacing("U=", with: "PhysicalSize\(axis)Unit=")
        }.joined(separator: " ")
        let text =
            "<?xml version='1.0'?><OME><Image><Pixels DimensionOrder='XYCZT' SizeC='1' SizeZ='1' SizeT='1' \(pixels)/>"
        let image = try Self.file(text + "</Image></OME>").read().image
        #expect(image.layout.pixelSize == width.map { PixelSize(x: $0, y: $0, unit: said) })
        #expect(image.warnings.contains { $0.contains(said) } == (width == nil), "\(image.warnings)")
    }
}
