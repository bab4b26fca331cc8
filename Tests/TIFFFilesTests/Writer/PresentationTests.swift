import Foundation
import Imaging
import TIFFFiles
import Testing

/// What tifffile finds in a file for programs that show it.
private struct Reading: Decodable {
    var kind: String
    var resolution: [[Int]]
    var unit: Int
    var imagej: [String: String]
    var labels: [String]?
    var ranges: [Double]?
    var names: [String?]
    var descriptions: [String]
    var isBig: Bool
    var pixels: [Double]
}

private let script = """
    import sys, json, tifffile, xml.etree.ElementTree as tree
    readings = []
    for path in sys.argv[1:]:
        with tifffile.TiffFile(path) as file:
            series, page = file.series[0], file.pages[0]
            ij = dict(file.imagej_metadata)
            labels, ranges = ij.pop('Labels', None), ij.pop('Ranges', None)
            ome = [e.get('Name') for e in tree.fromstring(file.ome_metadata).iter() if e.tag.endswith('}Channel')] \\
                if file.ome_metadata else []
            tags = page.tags
            texts = [tag.value for tag in tags.values() if tag.code == 270] if file.ome_metadata else []
            readings.append({'kind': series.kind, 'unit': int(tags[296].value) if 296 in tags else 0,
                'resolution': [list(tags[code].value) for code in (282, 283) if code in tags],
                'imagej': {k: str(v) for k, v in ij.items()}, 'labels': labels, 'ranges': ranges, 'names': ome,
                'descriptions': texts, 'isBig': file.is_bigtiff,
                'pixels': [float(v) for v in series.asarray().ravel()]})
    print(json.dumps(readings))
    """

@Suite("What written TIFFs say of themselves")
struct PresentationTests {
    private static let size = ImageSize(width: 3, height: 2)

    private func write(
        _ layout: ImageLayout,
        to path: String,
        largestClassic: Int = Int(UInt32.max),
        _ present: (inout Presentation) -> Void = { _ in }
    ) throws {
        let file = try OpenFile(path, creating: true)
        let writer = try TIFFWriter(
            fileDescriptor: file.descriptor,
            name: "x.tif",
            layout: layout,
            provenance: "segmentd 1.0, x.tif",
            largestClassic: largestClassic
        )
        for plane in 0..<layout.shape.planeCount {
            let values = (0..<6).map { $0 + plane }
            try writer.append(
                layout.pixelType == .float32 ? .float32(values.map(Float.init)) : .uint16(values.map(UInt16.init))
            )
        }
        present(&writer.presentation)
        try writer.finish()
    }

    private func readings(_ paths: [String]) throws -> [Reading] {
        try JSONDecoder().decode([Reading].self, from: Data(Tools.python(script, paths).utf8))
    }

    /// Sizes, their units, and the fractions that are meant: of one unit, and of one centimetre.
    private static let sizes: [(Double, String, plain: [Int], centimetre: [Int])] = [
        (0.108, "µm", [250, 27], [2_500_000, 27]),
        (0.325, "micron", [40, 13], [400_000, 13]),
        (0.0645, "µm", [2000, 129], [20_000_000, 129]),
        (1, "µm", [1, 1], [10_000, 1]),
        (108.333, "nm", [1000, 108_333], [10_000_000_000 / 108_333, 1]),
        (0.0001, "mm", [10_000, 1], [100_000, 1]),
        (1.0 / 3, "µm", [3, 1], [30_000, 1]),
        // What ImageJ writes for 0.108: it is taken over.
        (1 / (9_259_259.0 / 1_000_000), "µm", [9_259_259, 1_000_000], [9_259_259, 100]),
        (5000, "µm", [1, 5000], [2, 1]),
    ]

    @Test("resolutions are the fractions that give the sizes back")
    func resolutions() throws {
        try Tools.withFolder { folder in
            for (size, unit, plain, centimetre) in Self.sizes {
                var layout = ImageLayout(
                    shape: ImageShape(size: Self.size),
                    pixelType: .uint16,
                    pixelSize: PixelSize(x: size, y: 2 * size, unit: unit)
                )
                try write(layout, to: folder + "/a.tif")
                layout.description = .ome
                try write(layout, to: folder + "/b.tif")
                let found = try readings([folder + "/a.tif", folder + "/b.tif"])
                #expect(found[0].resolution[0] == plain && found[0].unit == 1)
                let read = 1 / (Double(found[0].resolution[1][0]) / Double(found[0].resolution[1][1]))
                #expect(abs(read - 2 * size) <= 2 * size * 0x1p-51)
                #expect(found[1].unit == 3)
                let perCentimetre = Double(found[1].resolution[0][0]) / Double(found[1].resolution[0][1])
                // The one that is no short decimal in centimetres only has to be near.
                let meant = Double(centimetre[0]) / Double(centimetre[1])
                #expect(unit == "nm" ? abs(perCentimetre / meant - 1) < 1e-4 : found[1].resolution[0] == centimetre)
                for path in ["/a.tif", "/b.tif"] {
                    let ours = try #require(try WholeImage(folder + path).layout.pixelSize)
                    #expect(abs(ours.x - size) <= size * 0x1p-51)
                }
            }
        }
    }

    @Test("a size that no fraction of 32 bits can say is left out", arguments: [0, -1, 1e-30, 1e30, .infinity, .nan])
    func impossible(size: Double) throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(
                shape: ImageShape(size: Self.size),
                pixelType: .uint16,
                pixelSize: PixelSize(x: size, y: 0.1, unit: "µm")
            )
            try write(layout, to: folder + "/a.tif")
            let found = try readings([folder + "/a.tif"])[0]
            #expect(found.resolution.isEmpty && found.imagej["unit"] == nil)
        }
    }

    @Test("range, lines, labels of planes and names of channels", arguments: [ImageLayout.Description.imageJ, .ome])
    func presentation(description: ImageLayout.Description) throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(
                shape: ImageShape(frames: 2, channels: 3, size: Self.size),
                pixelType: .float32,
                description: description
            )
            let names = ["background", "Zellkerne <groß>", "核"]
            let labels = names.enumerated().map { "class \($0 + 1) \($1)" }
            for path in ["/a.tif", "/b.tif"] {
                try write(layout, to: folder + path) { presentation in
                    presentation.lines += labels
                    presentation.range = 0...1
                    presentation.channelNames = names
                    presentation.channelLabels = labels
                }
            }
            let found = try readings([folder + "/a.tif"])[0]
            #expect(found.imagej["min"] == "0.0" && found.imagej["max"] == "1.0")
            #expect(found.imagej["Info"] == "segmentd 1.0, x.tif\n" + labels.map { $0 + "\n" }.joined())
            #expect(found.labels == labels + labels)
            #expect(found.ranges == [0, 1, 0, 1, 0, 1])
            #expect(found.kind == (description == .ome ? "ome" : "imagej"))
            #expect(found.names == (description == .ome ? names : []))
            if description == .ome {
                #expect(found.descriptions.map { String($0.prefix(7)) } == ["<?xml v", "ImageJ="])
            }
            let ours = try WholeImage(folder + "/a.tif").layout
            #expect(ours.channelNames == (description == .ome ? names : nil))
            let digests = try Tools.digests(ofFilesIn: folder)
            #expect(digests["a.tif"] == digests["b.tif"])
        }
    }

    @Test("a file that is cut keeps its first directory, and our mark; one that had more to say is whole too")
    func cut() throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(
                shape: ImageShape(frames: 40, size: Self.size),
                pixelType: .uint16,
                pixelSize: PixelSize(x: 0.108, y: 0.108, unit: "µm"),
                description: .ome
            )
            try write(layout, to: folder + "/cut.tif") { $0.range = 0...65_535 }
            try write(layout, to: folder + "/talkative.tif") { $0.lines += Array(repeating: "a line", count: 500) }
            let found = try readings([folder + "/cut.tif", folder + "/talkative.tif"])
            #expect(found[0].pixels.count == 240 && found[0].pixels == found[1].pixels)
            #expect(found[0].imagej["max"] == "65535.0" && found[1].imagej["Info"]?.count == 20 + 500 * 7)
            #expect(try WholeImage(folder + "/cut.tif").planes == WholeImage(folder + "/talkative.tif").planes)
            // Behind the first strip.
            let script = """
                import os, sys, tifffile
                page = tifffile.TiffFile(sys.argv[1]).pages[0]
                os.truncate(sys.argv[1], page.dataoffsets[0] + page.databytecounts[0])
                print(tifffile.TiffFile(sys.argv[1]).pages[0].software)
                """
            #expect(try Tools.python(script, [folder + "/cut.tif"]) == "segmentd\n")
        }
    }

    @Test("files beyond the reach of 4 bytes are BigTIFFs, whatever their pixels would need")
    func big() throws {
        try Tools.withFolder { folder in
            let layout = ImageLayout(
                shape: ImageShape(slices: 40, size: Self.size),
                pixelType: .uint16,
                pixelSize: PixelSize(x: 0.108, y: 0.108, z: 0.3, unit: "µm"),
                description: .ome
            )
            try write(layout, to: folder + "/small.tif") { $0.range = 0...45 }
            try write(layout, to: folder + "/large.tif", largestClassic: 5000) { $0.range = 0...45 }
            let found = try readings([folder + "/small.tif", folder + "/large.tif"])
            #expect(found.map(\.isBig) == [false, true])
            #expect(found[0].pixels == found[1].pixels && found[0].pixels.count == 240)
            #expect(found.map { $0.imagej["max"] } == ["45.0", "45.0"])
            #expect(found[1].resolution == [[2_500_000, 27], [2_500_000, 27]])
            let ours = try ["/small.tif", "/large.tif"].map { try WholeImage(folder + $0) }
            #expect(ours[0].planes == ours[1].planes && ours[0].layout == ours[1].layout)
            #expect(ours.flatMap(\.warnings).isEmpty)
        }
    }
}
