import CPNG
import Imaging

/// PNG files in memory.
package enum PNGFile {
    /// What cannot be written or read, in words.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Pictures with more pixels are not read: 256 MB decoded.
    static let mostPixels = 1 << 26

    /// The file of a picture: with a palette where there are at most 256 colours, as pictures of one channel have, which
    /// takes a third of the bytes and of the time.
    ///
    /// - Parameters:
    ///   - software: stands as the text `Software` right behind the header, the mark by which files of ours are known.
    ///   - comment: stands behind it as the text `Comment`. Both are printable ASCII.
    package static func encode(_ picture: Canvas, software: String, comment: String? = nil) throws(Problem) -> [UInt8] {
        let indexed = IndexedPixels(picture)
        let texts = [chunk("Software", software), comment.map { chunk("Comment", $0) } ?? []]
        var buffer = cpng_buffer()
        defer { free(buffer.bytes) }
        let isGood = (indexed?.pixels ?? picture.bytes).withUnsafeBufferPointer { pixels in
            (indexed?.palette ?? []).withUnsafeBufferPointer { palette in
                texts[0].withUnsafeBufferPointer { software in
                    texts[1].withUnsafeBufferPointer { comment in
                        var job = cpng_picture()
                        job.width = UInt32(picture.width)
                        job.height = UInt32(picture.height)
                        job.pixels = pixels.baseAddress
                        job.palette = indexed == nil ? nil : palette.baseAddress
                        job.colours = UInt32(palette.count / 3)
                        job.texts = (software.baseAddress, comment.isEmpty ? nil : comment.baseAddress)
                        job.lengths = (software.count, comment.count)
                        return cpng_write(&job, &buffer) != 0
                    }
                }
            }
        }
        guard isGood else { throw Problem(description: message(buffer.message)) }
        return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }

    /// The picture of a file.
    ///
    /// Files may be hostile: nothing is decoded before the size is known and bounded.
    package static func decode(_ bytes: [UInt8]) throws(Problem) -> Canvas {
        var (width, height) = (UInt32(0), UInt32(0))
        var text = [CChar](repeating: 0, count: 64)
        let isKnown = cpng_read_size(bytes, bytes.count, &width, &height, &text, text.count) != 0
        guard isKnown else { throw Problem(description: message(text)) }
        let (pixels, overflow) = Int(width).multipliedReportingOverflow(by: Int(height))
        guard !overflow, (1...mostPixels).contains(pixels) else {
            throw Problem(description: "\(width) × \(height) pixels are more than a picture may have")
        }
        var isGood = false
        let rows = [UInt8](unsafeUninitializedCapacity: pixels * 3) { buffer, initialized in
            buffer.initialize(repeating: 0)
            isGood = cpng_read(bytes, bytes.count, width, height, buffer.baseAddress, &text, text.count) != 0
            initialized = pixels * 3
        }
        guard isGood else { throw Problem(description: message(text)) }
        return Canvas(width: Int(width), height: Int(height), bytes: rows)
    }

    private static func chunk(_ key: String, _ text: String) -> [UInt8] {
        Array(key.utf8) + [0] + text.utf8.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
    }

    private static func message(_ text: some Any) -> String {
        withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func message(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
