import Foundation
import Imaging
import TIFFFiles
import TestSupport
import Testing

/// Small files of many large pages.
@Suite("Pages that share their strips")
struct SharedBlocksTests {
    private static let size = ImageSize(width: 2048, height: 1024)

    /// A file of `count` pages of 4 MB in one strip each, which begins `step` bytes after that of the page before.
    private static func file(pages count: Int, step: Int) -> Data {
        let strip = size.pixelCount * 2
        var file = Data(repeating: 0, count: 8 + strip + step * (count - 1))
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        file.replaceSubrange(0..<8, with: [0x49, 0x49, 42, 0] + bytes(file.count, 4))
        for page in 0..<count {
            let tags = [
                (256, size.width), (257, size.height), (258, 16), (259, 1), (262, 1), (273, 8 + step * page), (277, 1),
                (278, size.height), (279, strip),
            ]
            let next = page == count - 1 ? 0 : file.count + 6 + tags.count * 12
            file += bytes(tags.count, 2)
            for (tag, value) in tags { file += bytes(tag, 2) + bytes(4, 2) + bytes(1, 4) + bytes(value, 4) }
            file += bytes(next, 4)
        }
        return file
    }

    private static func problem(_ file: Data) throws -> TIFFProblem? {
        try TemporaryFolder.with { folder in
            try folder.write([UInt8](file), to: "x.tif")
            let opened = try OpenFile(folder.appending("x.tif"))
            do throws(TIFFError) {
                _ = try TIFFReader(fileDescriptor: opened.descriptor, name: "x.tif")
                return nil
            } catch {
                return error.problem
            }
        }
    }

    @Test("are refused where that makes more than 64 MB of a file, also when the strips only overlap")
    func shared() throws {
        // 15 times 4 MB are there a second time.
        #expect(try Self.problem(Self.file(pages: 16, step: 0)) == nil)
        #expect(try Self.problem(Self.file(pages: 18, step: 0)) == .badTag)
        #expect(try Self.problem(Self.file(pages: 18, step: 2)) == .badTag)
        // Strips of their own.
        #expect(try Self.problem(Self.file(pages: 18, step: Self.size.pixelCount * 2)) == nil)
    }

    @Test("are not those of an empty image, which deflate makes a thousand times smaller")
    func empty() throws {
        try TemporaryFolder.with { folder in
            let path = folder.appending("empty.tif")
            let file = try OpenFile(path, creating: true)
            let layout = ImageLayout(shape: ImageShape(frames: 20, size: Self.size), pixelType: .uint16)
            let writer = try TIFFWriter(
                fileDescriptor: file.descriptor,
                name: "empty",
                layout: layout,
                provenance: ""
            )
            for _ in 0..<20 { try writer.append(.uint16([UInt16](repeating: 0, count: Self.size.pixelCount))) }
            try writer.finish()
            let reader = try TIFFReader(fileDescriptor: file.descriptor, name: "empty.tif")
            #expect(reader.layout.shape.frames == 20)
            let stored = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? .max
            #expect(stored < 20 * Self.size.pixelCount * 2 / 500)
        }
    }
}
