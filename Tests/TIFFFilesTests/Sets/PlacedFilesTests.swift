import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("Files that their names put in a place")
struct PlacedFilesTests {
    /// A file to be: its place, what that is called, and what it holds.
    private struct Member {
        var place: [String: Int]
        var names: [String: String]?
        var pages: [RawTIFF.Page]

        init(_ place: [String: Int], _ fills: Int..., names: [String: String]? = nil, text: String? = nil) {
            (self.place, self.names) = (place, names)
            let tags = [text.map { RawTIFF.Tag.text(270, $0) }].compactMap(\.self)
            pages = fills.enumerated().map { RawTIFF.Page(fill: UInt16($1), tags: $0 == 0 ? tags : []) }
        }
    }

    private func read(_ members: [Member], axes: AxisReading = AxisReading()) throws -> WholeImage {
        try Tools.withFolder { folder in
            var open: [OpenFile] = []
            let sources = try members.enumerated().map { number, member in
                let path = folder + "/m\(number).tif"
                try Data(RawTIFF(pages: member.pages).bytes).write(to: URL(fileURLWithPath: path))
                let file = try OpenFile(path)
                open.append(file)
                return TIFFSource(
                    fileDescriptor: file.descriptor,
                    name: "m\(number).tif",
                    place: member.place,
                    names: member.names
                )
            }
            return try withExtendedLifetime(open) { try WholeImage(TIFFReader(sources: sources, axes: axes)) }
        }
    }

    private func refusal(_ members: [Member]) -> String {
        do { return try "read: \(read(members).fills)" } catch {
            return "\((error as? TIFFError)?.kind ?? ""): \(error)"
        }
    }

    @Test("are stacked along their axes, in whatever order they come")
    func stacked() throws {
        let image = try read([
            Member(["C": 1, "T": 0], 20, names: ["C": "GFP"]), Member(["C": 0, "T": 0], 10, names: ["C": "DAPI"]),
            Member(["C": 0, "T": 1], 11), Member(["C": 1, "T": 1], 21, names: ["C": "GFP"]),
        ])
        #expect(image.layout.axes == "TCYX" && image.fills == [10, 20, 11, 21])
        #expect(image.isWhole && image.warnings.isEmpty)
        // A channel that is not named in every file is by the first file that has it.
        #expect(image.layout.channelNames == ["GFP", "DAPI"].reversed())
        let positions = try read([
            Member(["P": 0], 1, names: ["P": "A1"]), Member(["P": 1], 2, names: ["P": "B1"]),
        ])
        #expect(positions.layout.axes == "PYX" && positions.layout.positionNames == ["A1", "B1"])
        #expect(positions.layout.position == "A1")
    }

    @Test("are stacks themselves, along another axis, the same one, or one without a name")
    func stacks() throws {
        let stack = "ImageJ=1.54f\nimages=2\nslices=2\n"
        let channels = try read([Member(["C": 0], 1, 2, text: stack), Member(["C": 1], 3, 4, text: stack)])
        #expect(channels.layout.axes == "ZCYX" && channels.fills == [1, 3, 2, 4])
        let longer = try read([Member(["Z": 0], 1, 2, text: stack), Member(["Z": 1], 3, 4, text: stack)])
        #expect(longer.layout.axes == "ZYX" && longer.fills == [1, 2, 3, 4])
        let pages = try read([Member(["C": 0], 1, 2), Member(["C": 1], 3, 4)])
        #expect(pages.layout.axes == "TCYX" && pages.fills == [1, 3, 2, 4])
        let named = try read(
            [Member(["C": 0], 1, 2), Member(["C": 1], 3, 4)],
            axes: AxisReading(names: AxisNames("CZYX"))
        )
        #expect(named.layout.axes == "ZCYX" && named.fills == [1, 3, 2, 4])
    }

    @Test("behind one directory are read where they lie")
    func contiguous() throws {
        let script = """
            import sys, numpy, tifffile
            for i, name in enumerate(sys.argv[1:]):
                a = numpy.full((2, 4, 6), 10 * i, 'u2'); a[1] += 1
                tifffile.imwrite(name, a, imagej=True, metadata={'axes': 'ZYX'}, contiguous=True)
            """
        try Tools.withFolder { folder in
            let paths = ["a", "b"].map { folder + "/" + $0 }
            _ = try Tools.python(script, paths)
            let files = try paths.map { try OpenFile($0) }
            let sources = files.enumerated().map {
                TIFFSource(fileDescriptor: $1.descriptor, name: paths[$0], place: ["T": $0])
            }
            let image = try withExtendedLifetime(files) { try WholeImage(TIFFReader(sources: sources)) }
            #expect(image.layout.axes == "TZYX" && image.fills == [0, 1, 10, 11])
        }
    }

    @Test("that do not fit are refused by name, with what differs")
    func different() {
        var small = Member(["C": 1], 2)
        small.pages[0].height = 2
        small.pages[0].rowsPerStrip = 2
        #expect(
            refusal([Member(["C": 0], 1), small]).hasPrefix(
                "different_sizes: m1.tif: it has 6 × 2 pixels, and m0.tif has 6 × 4 pixels"
            )
        )
        var bytes = Member(["C": 1], 2)
        bytes.pages[0].tags.append(RawTIFF.Tag(number: 258, type: 3, values: [8]))
        #expect(
            refusal([Member(["C": 0], 1), bytes]).contains("m1.tif: it has 1 × 8 bits (uint8), and m0.tif has 1 × 16")
        )
        #expect(
            refusal([Member(["C": 0], 1, 2), Member(["C": 1], 3)]).hasPrefix(
                "incomplete_series: m1.tif: it has one plane, and m0.tif has ? 2"
            )
        )
        #expect(
            refusal([Member(["C": 0], 1), Member(["C": 0], 2)]).hasPrefix("incomplete_series: m1.tif: its name gives")
        )
        #expect(refusal([Member(["C": 0], 1), Member(["C": 1 << 40], 2)]).hasPrefix("too_large"))
        #expect(refusal([Member(["C": 0], 1), Member(["C": -1], 2)]).hasPrefix("too_large"))
        #expect(refusal([Member(["C": 0], 1), Member(["C": 1 << 20, "T": 1 << 20], 2)]).hasPrefix("too_large"))
    }

    @Test("where one is missing, whole steps of the slowest axis are read, and channels never guessed")
    func missing() throws {
        let four = [
            Member(["C": 0, "T": 0], 10), Member(["C": 1, "T": 0], 20), Member(["C": 0, "T": 1], 11),
            Member(["C": 1, "T": 1], 21),
        ]
        let image = try read(Array(four.dropLast()))
        #expect(image.fills == [10, 20] && image.layout.axes == "CYX" && !image.isWhole)
        #expect(image.warnings.contains { $0.contains("missing: C 2, T 2") })
        #expect(refusal([four[0], four[2], four[3]]).hasPrefix("incomplete_series"))
        #expect(refusal([four[0], four[2], four[3]]).contains("C 2, T 1"))
        #expect(refusal([Member(["C": 1], 10)]).hasPrefix("incomplete_series"))
    }
}
