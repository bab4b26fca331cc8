import Foundation
import Imaging
import TIFFFiles
import Testing

/// Files that their writers made against the rules, and that can be understood all the same.
@Suite("Faulty files")
struct FaultyFilesTests {
    private static let stack = (1...5).map { RawTIFF.Page(fill: UInt16($0)) }

    @Test("whose strips are listed too short are read where the bytes are there")
    func shortCounts() throws {
        // Pages of 48 bytes, counted in pixels.
        let short = RawTIFF.Page(fill: 7, byteCounts: [24])
        for pages in [[short], [short, short, short], [RawTIFF.Page(fill: 7, rowsPerStrip: 2, byteCounts: [12, 12])]] {
            let (image, firsts) = try RawTIFF(pages: pages).read()
            #expect(firsts == pages.map(\.fill))
            #expect(image.warnings.contains { $0.contains("too short") })
        }
        #expect(try RawTIFF(pages: [RawTIFF.Page(fill: 7)]).read().image.warnings.isEmpty)
        // Two strips of one place overlap; the second of these begins within the first.
        let places = RawTIFF.Tag(number: 273, type: 4, values: [8, 20])
        let reaching = RawTIFF.Page(fill: 7, rowsPerStrip: 2, byteCounts: [12, 12], tags: [places])
        #expect(try RawTIFF(pages: [reaching]).refusal() == "bad_tag")
        // The next page's pixels begin within this one's.
        var overlapping = [short, short]
        overlapping[1].tags = [RawTIFF.Tag(number: 273, type: 4, values: [30])]
        #expect(try RawTIFF(pages: overlapping).refusal() == "bad_tag")
        var last = short
        last.tags = [RawTIFF.Tag(number: 273, type: 4, values: [RawTIFF(pages: [short]).bytes.count - 30])]
        #expect(try RawTIFF(pages: [last]).refusal() == "truncated_data")
    }

    @Test("whose numbers have a sign are read, unless they are negative", arguments: [6, 8, 9, 17] as [UInt16])
    func signed(type: UInt16) throws {
        var page = RawTIFF.Page(fill: 7)
        page.tags = [(256, 6), (257, 4), (258, 16), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4), (279, 48)].map {
            RawTIFF.Tag(number: $0, type: type, values: [$1])
        }
        let (image, firsts) = try RawTIFF(pages: [page]).read()
        #expect(firsts == [7])
        #expect(image.warnings.count == 1)
        page.tags[1].values = [-4]
        #expect(try RawTIFF(pages: [page]).refusal() == "bad_tag")
    }

    @Test("whose pages are all marked as reduced copies are an image")
    func reduced() throws {
        var pages = Self.stack
        for index in pages.indices { pages[index].subfileType = 1 }
        let all = try RawTIFF(pages: pages).read()
        #expect(all.firsts == [1, 2, 3, 4, 5])
        #expect(all.image.warnings.contains { $0.contains("reduced") })
        // A copy of full size is none; a smaller one, and a mask, are.
        pages[0].subfileType = 0
        #expect(try RawTIFF(pages: pages).read().firsts == [1, 2, 3, 4, 5])
        pages[3].width = 3
        pages[4].subfileType = 4
        #expect(try RawTIFF(pages: pages).read().firsts == [1, 2, 3])
    }

    @Test("whose last link leads past the end are read, unless they were cut off")
    func linkPastEnd() throws {
        for count in [1, 5] {
            var file = RawTIFF(pages: Array(Self.stack.prefix(count)))
            file.lastLink = file.bytes.count
            for link in [file.bytes.count, 65_535, 10_000_000, 4_294_967_295] {
                file.lastLink = link
                let (image, firsts) = try file.read()
                #expect(firsts == Self.stack.prefix(count).map(\.fill))
                #expect(image.warnings.contains { $0.contains("past the end") })
            }
            file.tail = 15
            #expect(try file.refusal() == nil)
            file.tail = 16
            #expect(try file.refusal() == "truncated_ifd")
        }
        // A stack cut off anywhere behind its first directory.
        let whole = RawTIFF(pages: Self.stack).bytes
        let contiguous = RawTIFF(pages: Self.stack, isContiguous: true).bytes
        for bytes in [whole, contiguous] {
            // Each page has 48 bytes of pixels and a directory of 126; between pages nothing tells.
            for length in stride(from: bytes.count - 1, to: 260, by: -7) where (length - 8) % 174 >= 16 {
                let refusal = try RawBytes(Array(bytes.prefix(length))).refusal()
                #expect(refusal != nil, "\(length) of \(bytes.count)")
            }
        }
    }

    @Test("that hold fewer planes than their description promises are read, and say so")
    func promised() throws {
        func stack(_ text: String, _ count: Int) -> RawTIFF {
            var pages = Array(Self.stack.prefix(count))
            pages[0].tags = [.text(270, text)]
            return RawTIFF(pages: pages)
        }
        let split = try stack("ImageJ=1.50b\nimages=8\nframes=8\nhyperstack=true\n", 5).read()
        #expect(split.firsts == [1, 2, 3, 4, 5])
        #expect(split.image.layout.axes == "TYX")
        #expect(split.image.warnings.count == 1)
        #expect(split.image.warnings[0].hasPrefix("5 of 8 planes"))
        let one = try stack("ImageJ=1.50b\nimages=8\nslices=8\n", 1).read()
        #expect(one.firsts == [1])
        #expect(one.image.warnings.count == 1)
        #expect(one.image.warnings[0].hasPrefix("1 of 8 planes"))
        // Two channels of two slices each: the fifth page begins a third slice.
        let partial = try stack("ImageJ=1.50b\nimages=8\nchannels=2\nslices=4\nhyperstack=true\n", 5).read()
        #expect(partial.firsts == [1, 2, 3, 4])
        #expect(partial.image.layout.axes == "ZCYX")
        let shaped = try stack(#"{"shape": [8, 4, 6], "axes": "ZYX"}"#, 5).read()
        #expect(shaped.firsts == [1, 2, 3, 4, 5])
        #expect(shaped.image.layout.axes == "ZYX")
        #expect(try stack(#"{"shape": [8, 4, 6]}"#, 1).read().firsts == [1])
        // Planes behind the only directory, three of them whole.
        var single = stack("ImageJ=1.50b\nimages=8\nframes=8\n", 1)
        single.pages[0].filler = 2 * 48
        let three = try single.read()
        #expect(three.image.layout.axes == "TYX")
        #expect(three.image.warnings[0].hasPrefix("3 of 8 planes"))
    }

    @Test("whose pages share one long list of strips are refused, for they could be read for hours")
    func sharedLists() throws {
        // Directories of 4 entries, which all point at the one list of 2,000 strips that begins behind the header.
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let strips = 2000
        let pages = 200
        let first = 8 + 4 * strips
        var bytes: [UInt8] = [0x49, 0x49, 42, 0] + number(first, 4)
        for _ in 0..<strips { bytes += number(8, 4) }
        for page in 0..<pages {
            let entries = [(256, 1, 1), (257, 1, strips), (258, 1, 8), (273, strips, 8), (278, 1, 1)]
            bytes += number(entries.count, 2)
            for (tag, count, value) in entries {
                bytes += number(tag, 2) + number(4, 2) + number(count, 4) + number(value, 4)
            }
            bytes += number(page == pages - 1 ? 0 : bytes.count + 4, 4)
        }
        #expect(try RawBytes(bytes).refusal() == "bad_tag")
    }

    @Test("whose shape is that of other pages are taken without it; a sample that is listed is no plane")
    func shapes() throws {
        func read(_ shape: String, _ axes: String) throws -> (image: WholeImage, firsts: [UInt16]) {
            var pages = Self.stack
            pages[0].tags = [.text(270, "{\"shape\": [\(shape)], \"axes\": \"\(axes)\"}")]
            return try RawTIFF(pages: pages).read()
        }
        for (shape, axes) in [("5, 4, 6", "ZYX"), ("5, 4, 6, 1", "ZYXS"), ("5, 1, 4, 6", "ZCYX")] {
            let (image, firsts) = try read(shape, axes)
            #expect(image.layout.shape.slices == 5 && firsts == [1, 2, 3, 4, 5])
            #expect(image.warnings.isEmpty, "\(image.warnings)")
        }
        for shape in ["5, 4, 7", "5, 6, 4", "8, 40, 60"] {
            let image = try read(shape, "ZYX").image
            #expect(image.layout.shape.slices == 1)
            #expect(image.warnings.contains { $0.contains("does not fit") })
        }
    }

    @Test("whose ImageJ description has no total, or blanks, are read as far as they go")
    func untotalled() throws {
        for (text, slices) in [("slices=8", 5), ("images= 5\nslices= 5 ", 5), ("frames=4\nslices=2", 2)] {
            var pages = Self.stack
            pages[0].tags = [.text(270, "ImageJ=1.53t\n\(text)\n")]
            let image = try RawTIFF(pages: pages).read().image
            #expect(image.layout.shape.slices == slices, "\(text): \(image.warnings)")
        }
    }
}

/// A file of any bytes.
private struct RawBytes {
    var bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func refusal() throws -> String? {
        try Tools.withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/x.tif"))
            do {
                _ = try WholeImage(folder + "/x.tif")
                return nil
            } catch let error as TIFFError {
                return error.kind
            }
        }
    }
}
