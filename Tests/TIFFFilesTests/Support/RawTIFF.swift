import Foundation
import Imaging
import TIFFFiles

/// A TIFF written byte by byte, so that it can have the faults that no library writes: 16-bit grey pages, little-endian.
struct RawTIFF {
    /// One tag; values of any integer type, or text.
    struct Tag {
        var number: UInt16
        var type: UInt16
        var values: [Int]

        /// `text` as an ASCII tag.
        static func text(_ number: UInt16, _ text: String) -> Tag {
            Tag(number: number, type: 2, values: text.utf8.map { Int($0) } + [0])
        }

        /// Bytes of one value.
        var valueSize: Int { [1: 1, 2: 1, 6: 1, 3: 2, 8: 2, 4: 4, 9: 4][type] ?? 8 }

        fileprivate var bytes: [UInt8] {
            values.flatMap { value in (0..<valueSize).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        }
    }

    /// One page: every pixel has the value `fill`.
    struct Page {
        var fill: UInt16
        var width = 6
        var height = 4
        var rowsPerStrip = 4
        var subfileType = 0
        /// What the tag StripByteCounts says, where that is not so.
        var byteCounts: [Int]?
        /// In place of the tags of the same numbers.
        var tags: [Tag] = []
        /// Bytes between the pixels and the directory.
        var filler = 0
    }

    var pages: [Page]
    /// The link of the last directory.
    var lastLink = 0
    /// Bytes after everything.
    var tail = 0
    /// All pixels come first, without anything between them.
    var isContiguous = false

    /// The file's bytes.
    var bytes: [UInt8] {
        var file: [UInt8] = [0x49, 0x49, 42, 0, 0, 0, 0, 0]
        var places = [Int](repeating: 0, count: pages.count)
        func put(_ value: Int, _ count: Int, at place: Int) {
            for index in 0..<count { file[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        }
        func putPixels(_ index: Int) {
            places[index] = file.count
            let page = pages[index]
            for _ in 0..<page.width * page.height { file += [UInt8(page.fill & 255), UInt8(page.fill >> 8)] }
            file += [UInt8](repeating: 0, count: page.filler)
        }
        if isContiguous { for index in pages.indices { putPixels(index) } }
        var link = 4
        for (index, page) in pages.enumerated() {
            if !isContiguous { putPixels(index) }
            let strips = (page.height + page.rowsPerStrip - 1) / page.rowsPerStrip
            let stripBytes = page.width * page.rowsPerStrip * 2
            let counts = (0..<strips).map { min(stripBytes, page.width * page.height * 2 - $0 * stripBytes) }
            var tags = [
                Tag(number: 254, type: 4, values: [page.subfileType]), Tag(number: 256, type: 4, values: [page.width]),
                Tag(number: 257, type: 4, values: [page.height]), Tag(number: 258, type: 3, values: [16]),
                Tag(number: 259, type: 3, values: [1]), Tag(number: 262, type: 3, values: [1]),
                Tag(number: 273, type: 4, values: (0..<strips).map { places[index] + $0 * stripBytes }),
                Tag(number: 277, type: 3, values: [1]), Tag(number: 278, type: 4, values: [page.rowsPerStrip]),
                Tag(number: 279, type: 4, values: page.byteCounts ?? counts),
            ].filter { tag in !page.tags.contains { $0.number == tag.number } }
            tags = (tags + page.tags).sorted { $0.number < $1.number }
            var values: [Int] = []
            for tag in tags {
                values.append(file.count)
                if tag.bytes.count > 4 { file += tag.bytes + (tag.bytes.count % 2 == 1 ? [0] : []) }
            }
            put(file.count, 4, at: link)
            let start = file.count
            file += [UInt8](repeating: 0, count: 2 + tags.count * 12 + 4)
            put(tags.count, 2, at: start)
            for (position, tag) in tags.enumerated() {
                let entry = start + 2 + position * 12
                put(Int(tag.number), 2, at: entry)
                put(Int(tag.type), 2, at: entry + 2)
                put(tag.values.count, 4, at: entry + 4)
                if tag.bytes.count > 4 {
                    put(values[position], 4, at: entry + 8)
                } else {
                    for (offset, byte) in tag.bytes.enumerated() { file[entry + 8 + offset] = byte }
                }
            }
            link = start + 2 + tags.count * 12
        }
        put(lastLink, 4, at: link)
        return file + [UInt8](repeating: 0, count: tail)
    }

    /// The image of the file, called `name`, and the first pixel of each of its planes.
    func read(
        name: String = "x.tif",
        channels: AxisSelection? = nil,
        positions: AxisSelection? = nil
    ) throws -> (image: WholeImage, firsts: [UInt16]) {
        try Tools.withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
            let image = try WholeImage(folder + "/" + name, channels: channels, positions: positions)
            return (image, image.fills)
        }
    }

    /// The kind of error with which the file is refused; nil when it is read.
    func refusal(name: String = "x.tif") throws -> String? {
        do {
            _ = try read(name: name)
            return nil
        } catch let error as TIFFError {
            return error.kind
        }
    }
}
