import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("Pages that grow, and pages that widen")
struct GrowingPagesTests {
    /// Large enough for several strips of each type.
    private static let size = ImageSize(width: 1500, height: 900)

    /// Runs of a few pixels, other ones for each seed.
    private static func labels(_ seed: Int) -> [UInt32] {
        var random = SplitMix(seed: UInt64(seed))
        var labels: [UInt32] = []
        while labels.count < size.pixelCount {
            let label = UInt32.random(in: 0...65_535, using: &random)
            labels += Array(repeating: label, count: Int.random(in: 1...300, using: &random))
        }
        return Array(labels[..<size.pixelCount])
    }

    private static func writer(
        _ path: String,
        _ type: PixelType,
        channels: Int = 1,
        slices: Int = 1
    ) throws
        -> (TIFFWriter, OpenFile)
    {
        let file = try OpenFile(path, creating: true)
        let shape = ImageShape(slices: slices, channels: channels, size: size)
        var layout = ImageLayout(shape: shape, pixelType: type)
        layout.description = .ome
        let writer = try TIFFWriter(
            fileDescriptor: file.descriptor,
            name: "a.tif",
            layout: layout,
            provenance: "segmentd 1.0",
            software: "segmentd 1.0"
        )
        return (writer, file)
    }

    @Test("16 bits that become 32 leave the file that had 32 from the beginning", arguments: 0...3)
    func widened(narrowPages: Int) throws {
        try Tools.withFolder { folder in
            for (path, start) in [(folder + "/a.tif", PixelType.uint16), (folder + "/b.tif", .uint32)] {
                let (writer, file) = try Self.writer(path, start, slices: 4)
                for page in 0..<4 {
                    if page == narrowPages, start == .uint16 { try writer.widen() }
                    writer.presentation.range = 0...Double(page < narrowPages ? 500 : 70_000)
                    let type: PixelType = page < narrowPages ? start : .uint32
                    try writer.append(.labels(Self.labels(page), type))
                }
                try writer.finish()
                withExtendedLifetime(file) {}
            }
            let files = try ["/a.tif", "/b.tif"].map { try Data(contentsOf: URL(fileURLWithPath: folder + $0)) }
            let isSame = files[0] == files[1]
            #expect(isSame)
            let read = try Tools.python(
                "import tifffile, sys; a = tifffile.imread(sys.argv[1]); print(a.dtype, a.shape)",
                [folder + "/a.tif"]
            )
            #expect(read == "uint32 (4, 900, 1500)\n")
        }
    }

    @Test("small pages of one colour widen too, although their strips are shorter than the list of them")
    func widenedEmpty() throws {
        try Tools.withFolder { folder in
            for (path, start) in [(folder + "/a.tif", PixelType.uint16), (folder + "/b.tif", .uint32)] {
                let (writer, file) = try Self.writer(path, start, slices: 2)
                let empty = [UInt32](repeating: 0, count: Self.size.pixelCount)
                try writer.append(.labels(empty, start))
                if start == .uint16 { try writer.widen() }
                try writer.append(.labels(empty, .uint32))
                try writer.finish()
                withExtendedLifetime(file) {}
            }
            let files = try ["/a.tif", "/b.tif"].map { try Data(contentsOf: URL(fileURLWithPath: folder + $0)) }
            let isSame = files[0] == files[1]
            #expect(isSame)
        }
    }

    @Test("rows that come a few at a time make the file that whole planes make", arguments: [1, 7, 350, 899, 900])
    func grown(rows: Int) throws {
        try Tools.withFolder { folder in
            let planes = (0..<3).map { plane in Self.labels(plane).map { Float($0 / 7) } }
            let words = (0..<Mask.wordCount(Self.size)).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
            let last: UInt64 = (1 << UInt64(Self.size.width % 64)) - 1
            let perRow = Mask.wordsPerRow(Self.size)
            let mask = Mask(
                size: Self.size,
                words: words.enumerated().map { $0 % perRow == perRow - 1 ? $1 & last : $1 }
            )
            for isGrown in [false, true] {
                let (writer, file) = try Self.writer(folder + "/p\(isGrown).tif", .float32, channels: 3, slices: 2)
                let (masks, other) = try Self.writer(folder + "/m\(isGrown).tif", .uint8, slices: 2)
                for _ in 0..<2 {
                    guard isGrown else {
                        for plane in planes { try writer.append(.float32(plane)) }
                        try masks.append(.mask(mask))
                        continue
                    }
                    let pages = try GrowingPages(3, of: writer)
                    let page = try GrowingPages(of: masks)
                    for top in stride(from: 0, to: Self.size.height, by: rows) {
                        let bottom = min(top + rows, Self.size.height)
                        let range = top * Self.size.width..<bottom * Self.size.width
                        let parts = planes.map { PagePixels.values(.float32(Array($0[range]))) }
                        try pages.append(parts, rows: bottom - top)
                        let part = Mask(
                            size: ImageSize(width: Self.size.width, height: bottom - top),
                            words: Array(mask.words[top * perRow..<bottom * perRow])
                        )
                        try page.append([.mask(part)], rows: bottom - top)
                    }
                    try pages.end()
                    try page.end()
                }
                try writer.finish()
                try masks.finish()
                withExtendedLifetime((file, other)) {}
            }
            for name in ["/p", "/m"] {
                let files = try [false, true].map {
                    try Data(contentsOf: URL(fileURLWithPath: folder + "\(name)\($0).tif"))
                }
                let isSame = files[0] == files[1]
                #expect(isSame)
            }
        }
    }
}
