import Foundation
import Imaging
import TIFFFiles
import TestSupport
import Testing

/// Inflates every file with zlib, whose checksum must be right, and compares it with the file of its name and `.raw`.
private let script = """
    import sys, zlib
    for path in sys.argv[1:]:
        stream = zlib.decompressobj()
        data = stream.decompress(open(path, 'rb').read())
        assert stream.eof and not stream.unused_data, path + ' does not end'
        assert data == open(path + '.raw', 'rb').read(), path + ' differs'
        print(len(data))
    """

@Suite("Compressed runs")
struct CompressionTests {
    /// Numbers that look random and are the same each time.
    private struct Numbers {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed }

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    /// Rows of runs with lengths below `longest`.
    private static func labels(_ count: Int, longest: Int, largest: Int, seed: UInt64 = 1) -> [UInt32] {
        var (numbers, labels) = (Numbers(seed), [UInt32]())
        while labels.count < count {
            let label = numbers.next(below: 2) * numbers.next(below: largest + 1)
            labels += repeatElement(UInt32(label), count: 1 + numbers.next(below: longest))
        }
        return Array(labels[..<count])
    }

    private static let cases: [(name: String, labels: [UInt32])] = [
        ("one pixel", [7]),
        ("two pixels", [7, 7]),
        ("nothing but background", [UInt32](repeating: 0, count: 70_001)),
        ("one length after the other", (1...1100).flatMap { [UInt32](repeating: UInt32($0 & 1), count: $0) }),
        ("runs of one to three", labels(20_000, longest: 3, largest: 300)),
        ("more pixels than fit into a block, all different", labels(150_000, longest: 1, largest: 1 << 24)),
        ("cells", labels(100_000, longest: 40, largest: 5000)),
        ("every pixel another", (0..<70_000).map { UInt32($0) &* 2_654_435_761 }),
    ]

    @Test("are inflated by zlib to the pixels, in every type")
    func inflate() throws {
        try Tools.withFolder { folder in
            var paths: [String] = []
            for (name, labels) in Self.cases {
                let size = ImageSize(width: labels.count, height: 1)
                let bytes = labels.map { UInt8(truncatingIfNeeded: $0) }
                let words = labels.map { UInt16(truncatingIfNeeded: $0) }
                let table = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
                let known = labels.map { min($0, 69_999) }
                let mask = Mask(size: size, bytes: labels.map { UInt8(truncatingIfNeeded: $0 & 3) })
                let all: [(PagePixels, [UInt8])] = [
                    (.values(.uint8(bytes)), bytes),
                    (.values(.uint16(words)), words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
                    (.values(.uint32(labels)), labels.flatMap { Self.bytes($0, 4) }),
                    (.labels(labels, .uint16), labels.flatMap { Self.bytes($0, 2) }),
                    (.labels(labels, .uint32), labels.flatMap { Self.bytes($0, 4) }),
                    (.ofLabels(known, table), known.map { table[Int($0)] }),
                    (.mask(mask), bytes.map { $0 & 3 != 0 ? 255 : 0 }),
                ]
                for (index, (pixels, stored)) in all.enumerated() {
                    let compressor = StripCompressor(pixels: pixels, width: size.width, pixelType: pixels.pixelType)
                    paths.append(folder + "/\(name), \(index)")
                    try Self.write(try #require(compressor.strip(0..<1)), of: stored, to: paths[paths.count - 1])
                }
            }
            #expect(try Tools.python(script, paths).split(separator: "\n").count == 7 * Self.cases.count)
        }
    }

    @Test("of rows whose ends are no ends of words are inflated to the rows of a mask")
    func maskRows() throws {
        try Tools.withFolder { folder in
            for width in [1, 2, 63, 64, 65, 127, 200, 16_384, 16_385, 40_000] {
                let size = ImageSize(width: width, height: 9)
                let bytes = Self.labels(size.pixelCount, longest: 90, largest: 1, seed: UInt64(width)).map {
                    UInt8($0 * 255)
                }
                let compressor = StripCompressor(
                    pixels: .mask(Mask(size: size, bytes: bytes)),
                    width: width,
                    pixelType: .uint8
                )
                let rows = Array(bytes[2 * width..<8 * width])
                try Self.write(try #require(compressor.strip(2..<8)), of: rows, to: folder + "/\(width)")
                #expect(try Tools.python(script, [folder + "/\(width)"]) == "\(rows.count)\n")
            }
        }
    }

    @Test("take no more bytes than zlib's at its fastest for cells, and hardly more than the pixels for noise")
    func sizes() throws {
        let cells = Self.labels(100_000, longest: 40, largest: 5000)
        let stored = cells.flatMap { Self.bytes($0, 2) }
        let compressor = StripCompressor(pixels: .labels(cells, .uint16), width: cells.count, pixelType: .uint16)
        let size = try #require(compressor.strip(0..<1)).count
        try Tools.withFolder { folder in
            let path = folder + "/pixels"
            try Data(stored).write(to: URL(fileURLWithPath: path))
            let measure = "import sys, zlib; print(len(zlib.compress(open(sys.argv[1], 'rb').read(), 1)))"
            let other = try #require(Int(try Tools.python(measure, [path]).dropLast()))
            #expect(size <= other)
        }
        let noise = (0..<70_000).map { UInt32($0) &* 2_654_435_761 }
        let most = StripCompressor(pixels: .values(.uint32(noise)), width: noise.count, pixelType: .uint32)
        #expect(try #require(most.strip(0..<1)).count < noise.count * 4 * 101 / 100 + 500)
    }

    @Test("are the strips of a file, whatever the number of processors")
    func strips() throws {
        let size = ImageSize(width: 1500, height: 901)
        let labels = Self.labels(size.pixelCount, longest: 60, largest: 5000)
        let places =
            "import sys, tifffile\nfor page in tifffile.TiffFile(sys.argv[1]).pages:\n"
            + "    print(page.rowsperstrip, *page.dataoffsets, *page.databytecounts)"
        try Tools.withFolder { folder in
            let file = try OpenFile(folder + "/x.tif", creating: true)
            let layout = ImageLayout(shape: ImageShape(size: size), pixelType: .uint32)
            let writer = try TIFFWriter(fileDescriptor: file.descriptor, name: "x.tif", layout: layout, provenance: "")
            try writer.append(.labels(labels, .uint32))
            try writer.finish()
            let numbers = try Tools.python(places, [folder + "/x.tif"]).split(whereSeparator: \.isWhitespace).map {
                Int($0) ?? 0
            }
            let (rows, count) = (numbers[0], numbers.count / 2)
            #expect(count == 6)
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/x.tif")))
            let alone = StripCompressor(pixels: .labels(labels, .uint32), width: size.width, pixelType: .uint32)
            for strip in 0..<count {
                let (offset, length) = (numbers[1 + strip], numbers[1 + count + strip])
                let expected = alone.strip(strip * rows..<min(size.height, (strip + 1) * rows))
                #expect(Array(bytes[offset..<offset + length]) == expected, "strip \(strip)")
            }
        }
    }

    private static func write(_ stream: [UInt8], of pixels: [UInt8], to path: String) throws {
        try Data(stream).write(to: URL(fileURLWithPath: path))
        try Data(pixels).write(to: URL(fileURLWithPath: path + ".raw"))
    }

    private static func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> UInt32(8 * $0) & 255) }
    }
}

@Suite("Codes of deflate")
struct HuffmanCodeTests {
    /// Frequencies that ask for codes longer than there may be.
    private static let fibonacci = (0..<40).reduce(into: [1, 1]) { list, _ in
        list.append(list[list.count - 1] + list[list.count - 2])
    }

    @Test("fill their space, keep to the limit, and give frequent symbols no longer codes", arguments: [7, 15])
    func limits(limit: Int) {
        for frequencies in [
            Array(Self.fibonacci[..<min(42, 1 << (limit - 1))]), [5, 0, 5, 1, 0, 900, 3],
            [Int](repeating: 1, count: 100),
        ] {
            let code = HuffmanCode(frequencies: frequencies, limit: limit)
            let used = frequencies.indices.filter { frequencies[$0] > 0 }
            #expect(code.lengths.allSatisfy { $0 <= limit })
            #expect(used.allSatisfy { code.lengths[$0] > 0 })
            #expect(used.reduce(0) { $0 + 1 << (limit - Int(code.lengths[$1])) } == 1 << limit)
            for one in used {
                for other in used where frequencies[one] > frequencies[other] {
                    #expect(code.lengths[one] <= code.lengths[other])
                }
            }
        }
    }
}
