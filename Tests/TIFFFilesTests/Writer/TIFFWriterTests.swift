import Foundation
import Imaging
import TIFFFiles
import Testing

/// What tifffile says of a file: axes, shape, type, digest, and what describes it.
private struct Reading: Decodable {
    var axes: String
    var shape: [Int]
    var dtype: String
    var pixels: [Double]
    var software: String
    var imagej: [String: String]?
    var ome: String?
    var resolution: [Double]
    var compression: Int
    var isBig: Bool
}

private let script = """
    import sys, json, tifffile
    readings = []
    for path in sys.argv[1:]:
        with tifffile.TiffFile(path) as file:
            series, page = file.series[0], file.pages[0]
            ij = file.imagej_metadata
            readings.append({'axes': series.axes, 'shape': series.shape, 'dtype': str(series.dtype),
                'pixels': [float(v) for v in series.asarray().ravel()], 'software': page.software,
                'imagej': {k: str(v) for k, v in ij.items()} if ij else None, 'ome': file.ome_metadata,
                'resolution': list(page.resolution), 'compression': int(page.compression), 'isBig': file.is_bigtiff})
    print(json.dumps(readings))
    """

@Suite("Written TIFFs")
struct TIFFWriterTests {
    private static let size = ImageSize(width: 7, height: 5)

    private static func plane(_ index: Int, _ type: PixelType) -> PixelValues {
        let values = (0..<size.pixelCount).map { $0 + index * 40 }
        return switch type {
        case .uint8: .uint8(values.map { UInt8(truncatingIfNeeded: $0) })
        case .uint16: .uint16(values.map { UInt16($0 * 31) })
        case .uint32: .uint32(values.map { UInt32($0) * 50_021 })
        case .float32: .float32(values.map { Float($0) / 8 })
        }
    }

    private static func values(_ plane: PixelValues) -> [Double] {
        switch plane {
        case .uint32(let pixels): pixels.map { Double($0) }
        default: plane.floats.map { Double($0) }
        }
    }

    private func write(_ layout: ImageLayout, to path: String) throws {
        let file = try OpenFile(path, creating: true)
        let writer = try TIFFWriter(
            fileDescriptor: file.descriptor,
            name: "x_labels.tif",
            layout: layout,
            provenance: "segmentd 1.0 <nuclei.cl> & µ",
            software: "segmentd 1.0"
        )
        for index in 0..<layout.shape.planeCount { try writer.append(Self.plane(index, layout.pixelType)) }
        try writer.finish()
    }

    private static let shapes: [ImageShape] = [
        ImageShape(size: size), ImageShape(slices: 4, size: size), ImageShape(frames: 3, size: size),
        ImageShape(channels: 2, size: size), ImageShape(frames: 3, slices: 2, size: size),
        ImageShape(frames: 3, slices: 4, channels: 2, size: size), ImageShape(frames: 3, channels: 2, size: size),
    ]

    @Test(
        "open in tifffile, and in ours, with axes, type, pixels and calibration",
        arguments: PixelType.allCases,
        [ImageLayout.Description.imageJ, .ome, .plain]
    )
    func roundTrip(type: PixelType, description: ImageLayout.Description) throws {
        try Tools.withFolder { folder in
            let layouts = Self.shapes.map { shape in
                ImageLayout(
                    shape: shape,
                    pixelType: type,
                    pixelSize: PixelSize(x: 0.325, y: 0.65, z: shape.slices > 1 ? 1.5 : nil, unit: "µm"),
                    frameInterval: shape.frames > 1 ? 12.5 : nil,
                    description: description
                )
            }
            let paths = layouts.indices.map { folder + "/\($0).tif" }
            for (layout, path) in zip(layouts, paths) { try write(layout, to: path) }
            let readings = try JSONDecoder().decode([Reading].self, from: Data(Tools.python(script, paths).utf8))
            for ((layout, path), reading) in zip(zip(layouts, paths), readings) {
                let shape = layout.shape
                let planes = (0..<shape.planeCount).map { Self.plane($0, type) }
                #expect(reading.axes == layout.axes)
                #expect(reading.shape == layout.extents)
                #expect(reading.dtype == type.rawValue)
                #expect(reading.pixels == planes.flatMap { Self.values($0) })
                #expect(reading.software == "segmentd 1.0")
                #expect(reading.compression == 8)
                #expect(!reading.isBig)
                // Pixels per µm, or per centimetre where other readers than ImageJ are meant first.
                let unit = description == .ome ? 1e4 : 1
                #expect(abs(reading.resolution[0] - unit / 0.325) < 1e-6)
                #expect(abs(reading.resolution[1] - unit / 0.65) < 1e-6)
                #expect((reading.ome != nil) == (description == .ome))
                if description == .ome {
                    #expect(reading.ome?.contains(#"PhysicalSizeX="0.325" PhysicalSizeXUnit="µm""#) == true)
                    #expect(reading.ome?.contains("segmentd 1.0 &lt;nuclei.cl&gt; &amp; µ") == true)
                }
                #expect(reading.imagej?["unit"] == (description == .ome ? "um" : "micron"))
                #expect(reading.imagej?["Info"] == "segmentd 1.0 <nuclei.cl> & µ\n")
                #expect(reading.imagej?["spacing"] == (shape.slices > 1 ? "1.5" : nil))
                #expect(reading.imagej?["finterval"] == (shape.frames > 1 ? "12.5" : nil))
                let ours = try WholeImage(path)
                #expect(ours.layout.shape == shape)
                #expect(ours.planes == planes)
                #expect(ours.layout.description == (description == .ome ? .ome : .imageJ))
                #expect(abs((ours.layout.pixelSize?.x ?? 0) - 0.325) < 1e-7)
                #expect(ours.layout.pixelSize?.z == layout.pixelSize?.z)
                #expect(ours.layout.frameInterval == layout.frameInterval)
                #expect(ours.warnings.isEmpty)
                #expect(SoftwareTag.isOurs(reading.software.utf8))
            }
        }
    }

    @Test("are the same bytes each time")
    func reproducible() throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(shape: ImageShape(frames: 3, size: Self.size), pixelType: .uint16)
            try write(layout, to: folder + "/a.tif")
            try write(layout, to: folder + "/b.tif")
            let digests = try Tools.digests(ofFilesIn: folder)
            #expect(digests["a.tif"] == digests["b.tif"])
        }
    }

    @Test("of more than one strip, and many pages")
    func large() throws {
        try Tools.withFolder { folder in
            let size = ImageSize(width: 1500, height: 901)
            let pixels = PixelValues.uint16((0..<size.pixelCount).map { UInt16(truncatingIfNeeded: $0 / 7) })
            let layout = ImageLayout(shape: ImageShape(size: size), pixelType: .uint16)
            let file = try OpenFile(folder + "/large.tif", creating: true)
            let writer = try TIFFWriter(
                fileDescriptor: file.descriptor,
                name: "large.tif",
                layout: layout,
                provenance: ""
            )
            try writer.append(pixels)
            try writer.finish()
            #expect(try WholeImage(folder + "/large.tif").planes == [pixels])
            try write(
                ImageLayout(shape: ImageShape(frames: 2000, size: Self.size), pixelType: .uint32),
                to: folder + "/t.tif"
            )
            #expect(try WholeImage(folder + "/t.tif").planes.last == Self.plane(1999, .uint32))
        }
    }

    @Test("with planes missing or too many, or not writable, are an error")
    func failures() throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(shape: ImageShape(frames: 2, size: Self.size), pixelType: .uint8)
            let file = try OpenFile(folder + "/a.tif", creating: true)
            let writer = try TIFFWriter(fileDescriptor: file.descriptor, name: "a.tif", layout: layout, provenance: "")
            try writer.append(Self.plane(0, .uint8))
            let error = #expect(throws: TIFFError.self) { try writer.finish() }
            #expect(error?.kind == "write_failed")
            try writer.append(Self.plane(1, .uint8))
            #expect(throws: TIFFError.self) { try writer.append(Self.plane(1, .uint8)) }
            try writer.finish()
            let readOnly = try OpenFile(folder + "/a.tif")
            withExtendedLifetime(readOnly) {
                _ = #expect(throws: TIFFError.self) {
                    try TIFFWriter(fileDescriptor: readOnly.descriptor, name: "a.tif", layout: layout, provenance: "")
                }
            }
        }
    }

    @Test("replace what was in the file before")
    func replacing() throws {
        try Tools.withFolder { folder in
            let path = folder + "/a.tif"
            try write(ImageLayout(shape: ImageShape(frames: 30, size: Self.size), pixelType: .float32), to: path)
            let layout = ImageLayout(shape: ImageShape(size: Self.size), pixelType: .uint8)
            try write(layout, to: path)
            #expect(try WholeImage(path).layout.axes == "YX")
        }
    }
}
