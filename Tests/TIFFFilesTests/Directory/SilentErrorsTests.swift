import Foundation
import Imaging
import TIFFFiles
import Testing

/// Faults over which libtiff says nothing, or nothing true (Sources/TIFFFiles/README.md, "Where libtiff says nothing").
///
/// Planes behind one directory, and flipped bits within a deflate stream, are tested in `GeneratedReadTests`.
@Suite("Faults that libtiff passes over in silence")
struct SilentErrorsTests {
    private static let stack = (1...3).map { RawTIFF.Page(fill: UInt16($0)) }

    @Test("a chain that ends in a directory without entries, as a writer leaves that has not finished, is refused")
    func emptyDirectory() throws {
        var file = RawTIFF(pages: Self.stack)
        file.lastLink = file.bytes.count
        file.tail = 64
        #expect(try file.refusal() == "truncated_ifd")
    }

    @Test("a chain that runs in a circle is read once, with a warning", arguments: 0..<3)
    func circle(page: Int) throws {
        var file = RawTIFF(pages: Self.stack)
        // Where the directories lie: the link of each stands behind its 10 entries.
        var places: [Int] = []
        var link = 4
        for _ in Self.stack {
            let place = file.bytes[link..<link + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            places.append(place)
            link = place + 2 + 10 * 12
        }
        file.lastLink = places[page]
        let (image, firsts) = try file.read()
        #expect(firsts == [1, 2, 3])
        #expect(image.warnings.count == 1 && image.warnings[0].contains("loop"))
    }

    @Test("a strip without a place in the file is no row of zeros", arguments: [[0], [8, 0], []])
    func noPlace(places: [Int]) throws {
        var page = RawTIFF.Page(fill: 7, rowsPerStrip: 4 / max(1, places.count))
        page.tags = [RawTIFF.Tag(number: 273, type: 4, values: places)]
        #expect(try RawTIFF(pages: [page]).refusal() == (places.isEmpty ? "bad_tag" : "missing_tag"))
    }

    @Test("compressed data that end early are refused, whatever else the file holds")
    func shortData() throws {
        // As PackBits, a zero says that one byte follows: 48 bytes become 24.
        var page = RawTIFF.Page(fill: 0)
        page.tags = [RawTIFF.Tag(number: 259, type: 3, values: [32_773])]
        #expect(try RawTIFF(pages: [page]).refusal() == "corrupt_data")
        // In the bytes behind a strip that is listed too short others may begin.
        page.filler = 48
        #expect(try RawTIFF(pages: [page]).refusal() == "corrupt_data")
        page.byteCounts = [96]
        let (image, firsts) = try RawTIFF(pages: [page]).read()
        #expect(firsts == [0] && image.warnings.isEmpty)
    }

    @Test("damage in one huge strip is said to be in that strip, and not in one of many small ones")
    func hugeStrip() throws {
        var page = RawTIFF.Page(fill: 7, width: 300, height: 200, rowsPerStrip: 200)
        let whole = RawTIFF(pages: [page])
        #expect(try whole.read().firsts == [7])
        page.tags = [RawTIFF.Tag(number: 273, type: 4, values: [whole.bytes.count - 300 * 200 * 2 + 1])]
        let error = #expect(throws: TIFFError.self) { try RawTIFF(pages: [page]).read() }
        #expect(error?.kind == "truncated_data" && error?.description.contains("strip or tile 1 ") == true)
    }

    @Test("a file that was made at full size and is half filled cannot be told from an image that is dark there")
    func reservedRoom() throws {
        var page = RawTIFF.Page(fill: 7, height: 8, rowsPerStrip: 4)
        // The second strip lies in what no directory names otherwise: zeros.
        page.filler = 48
        page.tags = [RawTIFF.Tag(number: 273, type: 4, values: [8, 8 + 6 * 8 * 2])]
        let image = try RawTIFF(pages: [page]).read().image
        #expect(image.planes == [.uint16(Array(repeating: 7, count: 24) + Array(repeating: 0, count: 24))])
        #expect(image.warnings.isEmpty)
    }
}
