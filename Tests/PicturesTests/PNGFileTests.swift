import Imaging
import Pictures
import TestSupport
import Testing

@Suite("PNG files")
struct PNGFileTests {
    /// A picture of so many colours, in no order.
    private func picture(colours: Int, width: Int, height: Int) -> Canvas {
        var random = SplitMix(seed: UInt64(colours))
        var picture = Canvas(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let number = Int.random(in: 0..<colours, using: &random)
                picture[x, y] = Colour(UInt8(number & 255), UInt8(number >> 3 & 255), UInt8(number % 7))
            }
        }
        return picture
    }

    @Test(
        "another reader gets the same pixels",
        arguments: [1, 2, 200, 256, 257, 5_000],
        [(1, 1), (37, 23), (200, 90)]
    )
    func pixels(colours: Int, size: (Int, Int)) throws {
        let picture = picture(colours: colours, width: size.0, height: size.1)
        let bytes = try PNGFile.encode(picture, software: "segmentd 9.8", comment: "a comment")
        let read = try PNGReader(bytes)
        #expect((read.width, read.height) == size)
        #expect(read.pixels == picture.bytes)
        #expect(try PNGFile.decode(bytes) == picture)
    }

    @Test("our mark is the first chunk behind the header, with a palette and without", arguments: [4, 4_000])
    func mark(colours: Int) throws {
        let picture = picture(colours: colours, width: 90, height: 60)
        let bytes = try PNGFile.encode(picture, software: "segmentd 9.8", comment: "10,20")
        let read = try PNGReader(bytes)
        #expect(read.chunks.prefix(3) == ["IHDR", "tEXt", "tEXt"])
        #expect(read.chunks.contains("PLTE") == (colours == 4))
        #expect(read.texts == ["Software=segmentd 9.8", "Comment=10,20"])
        #expect(PNGMark.isOurs(bytes.prefix(256)))
        #expect(PNGFile.texts(in: bytes) == ["Software": "segmentd 9.8", "Comment": "10,20"])
        #expect(!PNGMark.isOurs(try PNGFile.encode(picture, software: "other 1").prefix(256)))
    }

    @Test("cut, altered and enormous files are errors, whatever is broken")
    func hostile() throws {
        let bytes = try PNGFile.encode(picture(colours: 900, width: 60, height: 50), software: "segmentd 1")
        for end in stride(from: 0, to: bytes.count - 12, by: 97) {
            #expect(throws: PNGFile.Problem.self) { try PNGFile.decode(Array(bytes.prefix(end))) }
            _ = PNGFile.texts(in: Array(bytes.prefix(end)))
        }
        var random = SplitMix(seed: 1)
        for _ in 0..<100 {
            var damaged = bytes
            for _ in 0..<4 {
                damaged[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            // Either an error or a picture; the process lives.
            _ = try? PNGFile.decode(damaged)
            _ = PNGFile.texts(in: damaged)
        }
        // 60,000 × 60,000 pixels, with a right checksum.
        let giant: [UInt8] = [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0]
        let checksum = PNGFileTests.checksum(Array("IHDR".utf8) + giant)
        let header = Array(bytes[..<8]) + [0, 0, 0, 13] + Array("IHDR".utf8) + giant + checksum
        #expect { try PNGFile.decode(header + Array(bytes[33...])) } throws: { "\($0)".contains("60000 × 60000") }
    }

    /// CRC-32 as PNG defines it, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~value >> $0) }
    }
}
