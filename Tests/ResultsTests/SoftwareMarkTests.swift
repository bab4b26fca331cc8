import Files
import Foundation
import Imaging
import Results
import Synchronization
import SystemPackage
import TIFFFiles
import TestSupport
import Testing

@Suite("The mark of our TIFFs")
struct SoftwareMarkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func isOurs(_ path: String) throws -> Bool {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        return try file.closeAfter { OutputMark.isOurs(fileDescriptor: file.rawValue, name: "x.tif") }
    }

    private func isOurs(_ bytes: [UInt8]) throws -> Bool { try isOurs(folder.write(bytes, to: "x.tif").string) }

    /// A file as our writer makes it.
    private func output(_ name: String, _ description: ImageLayout.Description, pages: Int = 1) throws -> String {
        var layout = ImageLayout(
            shape: ImageShape(slices: pages, size: ImageSize(width: 5, height: 4)),
            pixelType: .uint16
        )
        layout.description = description
        let path = folder.appending(name)
        let file = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: [.create, .truncate],
            permissions: .ownerReadWrite
        )
        try file.closeAfter {
            let writer = try TIFFWriter(
                fileDescriptor: file.rawValue,
                name: name,
                layout: layout,
                provenance: "a test",
                software: "\(SoftwareTag.program) 1.0"
            )
            for page in 0..<pages { try writer.append(.uint16(Array(repeating: UInt16(page), count: 20))) }
            try writer.finish()
        }
        return path
    }

    @Test("is found in what our writer writes, until the file is cut within its first directory or the text")
    func ours() throws {
        for path in [try output("a.tif", .imageJ, pages: 3), try output("b.tif", .ome)] {
            #expect(try isOurs(path))
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let directory = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let count = Int(bytes[directory]) | Int(bytes[directory + 1]) << 8
            let text = try #require(bytes.firstRange(of: Array("segmentd 1.0\0".utf8)))
            let end = max(directory + 6 + 12 * count, text.upperBound)
            for length in 0..<bytes.count {
                #expect(try isOurs(Array(bytes[..<length])) == (length >= end), "cut to \(length)")
            }
        }
    }

    @Test("needs a whole directory, to the last byte of its link", arguments: [false, true], [false, true])
    func directoryAtTheEnd(isBig: Bool, isBigEndian: Bool) throws {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isBigEndian ? bytes.reversed() : bytes
        }
        let text = Array("segmentd 1.0\0".utf8)
        let long = isBig ? 8 : 4
        let start = isBig ? 16 : 8
        var bytes = Array((isBigEndian ? "MM" : "II").utf8) + number(isBig ? 43 : 42, 2)
        if isBig { bytes += number(8, 2) + number(0, 2) }
        bytes += number(start + text.count, long) + text + number(1, isBig ? 8 : 2)
        bytes += number(305, 2) + number(2, 2) + number(text.count, long) + number(start, long) + number(0, long)
        #expect(try isOurs(bytes))
        for length in bytes.indices { #expect(try !isOurs(Array(bytes[..<length])), "cut to \(length)") }
    }

    @Test("is the Software tag of the first page and nothing else, in every kind of TIFF")
    func kinds() throws {
        let texts = ["segmentd", "segmentd 1.0", "segmentdx", "ImageJ", "a segmentd", "seg", "segmentd\u{1}"]
        let script = """
            import sys, numpy, tifffile
            pixels = numpy.zeros((4, 5), 'uint8')
            for order in '<>':
                for big in (False, True):
                    for index, software in enumerate(sys.argv[2:]):
                        name = f"{sys.argv[1]}/{'ab'[order == '>']}{int(big)}{index}.tif"
                        tifffile.imwrite(name, pixels, byteorder=order, bigtiff=big, software=software, metadata=None)
                    with tifffile.TiffWriter(f"{name[:-5]}s.tif", byteorder=order, bigtiff=big) as file:
                        file.write(pixels, software='ImageJ', metadata=None, description='segmentd')
                        file.write(pixels, software='segmentd', metadata=None)
            """
        _ = try GoldenArray.output(of: script, arguments: [folder.path.string] + texts)
        for kind in ["a0", "a1", "b0", "b1"] {
            for index in texts.indices {
                #expect(try isOurs(folder.appending("\(kind)\(index).tif")) == (index < 2), "\(kind) \(texts[index])")
            }
            #expect(try !isOurs(folder.appending("\(kind)s.tif")), "only the second page has the mark")
        }
    }

    @Test(
        "is not found in what is no TIFF",
        arguments: [
            [], [0x49], [0x49, 0x49, 42, 0], Array("segmentd".utf8), Array(repeating: 0xFF, count: 4096),
            [0x49, 0x49, 42, 0, 0xFF, 0xFF, 0xFF, 0x7F], [0x49, 0x49, 42, 0, 4, 0, 0, 0],
            [0x4D, 0x4D, 0, 43, 0, 8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x31, 1, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func garbage(bytes: [UInt8]) throws { #expect(try !isOurs(bytes)) }

    @Test("is looked for with few short reads, whatever a file claims")
    func bounded() throws {
        // 65,535 entries of 20 bytes, none of them the tag.
        let header: [UInt8] = [0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0]
        let path = try folder.write(header + Array(repeating: 1, count: 65_535 * 20 + 8), to: "x.tif")
        let file = try FileDescriptor.open(path, .readOnly)
        let reads = Counter()
        let calls = FileCalls { call throws(Errno) in if call == .read { reads.count.withLock { $0 += 1 } } }
        try file.closeAfter {
            #expect(!OutputMark.isOurs(fileDescriptor: file.rawValue, name: "x.tif", calls: calls))
            let position = try file.seek(offset: 0, from: .current)
            #expect(position == 0)
        }
        #expect(reads.count.withLock { $0 } < 350)
        #expect(!OutputMark.isOurs(fileDescriptor: -1, name: "x.tif"))
    }

    private final class Counter: Sendable {
        let count = Mutex(0)
    }

    @Test("is looked for in damaged files without harm", arguments: [ImageLayout.Description.imageJ, .ome])
    func damaged(description: ImageLayout.Description) throws {
        let path = try output("a.tif", description, pages: 3)
        let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var random = SplitMix(seed: 9)
        let place = try folder.write([], to: "x.tif")
        let copy = try FileDescriptor.open(place, .readWrite)
        defer { try? copy.close() }
        var ours = 0
        for round in 0..<4_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let values: [UInt8] = [0, 1, 2, 3, 4, 7, 8, 42, 43, 49, 0x31, 0x49, 0x4D, 0xFF, .random(in: 0...255)]
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = values[Int.random(in: values.indices, using: &random)]
            }
            if round % 5 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            try copy.resize(to: 0)
            try copy.writeAll(toAbsoluteOffset: 0, bytes)
            if OutputMark.isOurs(fileDescriptor: copy.rawValue, name: "x.tif") { ours += 1 }
        }
        // Most damage meets neither the directory nor the text.
        #expect((1_000..<4_000).contains(ours))
    }
}
