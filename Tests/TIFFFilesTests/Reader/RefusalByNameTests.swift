import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("What cannot be read is refused by what it is")
struct RefusalByNameTests {
    /// The message for a single page with the tags `more`.
    private func refusal(
        _ more: [RawTIFF.Tag],
        fill: UInt16 = 5,
        subfile: Int = 0
    ) throws -> (kind: String, detail: String)? {
        var page = RawTIFF.Page(fill: fill)
        page.subfileType = subfile
        page.tags = more
        do {
            _ = try RawTIFF(pages: [page]).read()
            return nil
        } catch let error as TIFFError {
            guard case .reading(_, _, let detail) = error else { return nil }
            return (error.kind, detail)
        }
    }

    private func compression(_ code: Int) -> RawTIFF.Tag { .init(number: 259, type: 3, values: [code]) }

    @Test(
        "slides, raw files of cameras and films of electrons",
        arguments: [
            ("a Leica SCN slide", [RawTIFF.Tag.text(270, "<?xml version=\"1.0\"?><scn xmlns=\"x\"></scn>")], 0),
            ("a Ventana BIF slide", [.text(305, "ScanOutputManager 1.1"), .text(700, "<EncodeInfo/>")], 0),
            ("an Argos AVS slide", [.text(65000, "<Argos.Scan/>")], 0),
            (
                "an Aperio SVS slide",
                [.text(270, "Aperio Image Library"), .init(number: 259, type: 3, values: [33_003])], 0
            ),
            (
                "a Hamamatsu NDPI slide",
                [
                    .text(271, "Hamamatsu"), .init(number: 65_420, type: 4, values: [1]),
                    .init(number: 259, type: 3, values: [6]),
                ], 0
            ),
            ("a Philips slide", [.text(305, "Philips DP v1.0"), .init(number: 259, type: 3, values: [33_005])], 0),
            ("a digital camera's raw file (DNG)", [.init(number: 50_706, type: 1, values: [1, 4, 0, 0])], 1),
            (
                "a digital camera's raw file (Nikon NEF)",
                [
                    .text(271, "NIKON CORPORATION"), .init(number: 330, type: 4, values: [8]),
                ], 1
            ),
            ("a digital camera's raw file", [.init(number: 262, type: 3, values: [32_803])], 0),
            ("an electron-event movie (EER)", [.init(number: 259, type: 3, values: [65_001])], 0),
            (
                "a MetaMorph file",
                [
                    .init(number: 33_628, type: 4, values: [1, 0]), .init(number: 259, type: 3, values: [50_002]),
                ], 0
            ),
            (
                "a map (GeoTIFF)",
                [
                    .init(number: 34_735, type: 3, values: [1, 1, 0, 0]), .init(number: 259, type: 3, values: [34_712]),
                ], 0
            ),
        ] as [(String, [RawTIFF.Tag], Int)]
    )
    func systems(name: String, tags: [RawTIFF.Tag], subfile: Int) throws {
        let found = try refusal(tags, subfile: subfile)
        #expect(found?.detail.hasPrefix("it is \(name): ") == true, "\(found?.detail ?? "read")")
    }

    @Test("what is readable is read, whoever wrote it")
    func readable() throws {
        #expect(try refusal([.text(271, "NIKON CORPORATION")]) == nil)
        #expect(try refusal([.init(number: 34_735, type: 3, values: [1, 1, 0, 0])]) == nil)
        #expect(try refusal([compression(50_002)])?.detail.hasPrefix("page 1: compression JPEG XL") == true)
    }

    @Test(
        "files that are no TIFFs",
        arguments: [
            ("a DICOM file", 128, "DICM"), ("an MRC map of electron microscopy", 208, "MAP "),
            ("a tar archive", 257, "ustar"),
            (
                "a Git LFS pointer: the image itself was not fetched (git lfs pull)", 0,
                "version https://git-lfs.github.com"
            ),
            ("a Zeiss CZI file", 0, "ZISRAWFILE"), ("a raw file of an Olympus camera (ORF)", 0, "IIRO"),
            (
                "nothing but zeros: a copy that did not finish, or a placeholder of a cloud folder such as OneDrive", 0,
                ""
            ),
        ]
    )
    func signatures(name: String, place: Int, mark: String) throws {
        var bytes = [UInt8](repeating: 0, count: 600)
        bytes.replaceSubrange(place..<place + mark.utf8.count, with: Array(mark.utf8))
        try Tools.withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/x.tif"))
            let error = #expect(throws: TIFFError.self) { try WholeImage(folder + "/x.tif") }
            #expect(error?.kind == "not_tiff")
            #expect(error?.description.contains("looks like \(name)") == true, "\(error?.description ?? "")")
        }
    }
}

@Suite("Images of several sizes in one file")
struct SizesTests {
    private func page(_ fill: UInt16, _ width: Int, _ height: Int) -> RawTIFF.Page {
        var page = RawTIFF.Page(fill: fill)
        (page.width, page.height, page.rowsPerStrip) = (width, height, height)
        return page
    }

    @Test("smaller copies, and pages that are fewer, are left out")
    func copies() throws {
        for sizes in [[(8, 6), (4, 3)], [(8, 6), (8, 6), (5, 9)], [(8, 6), (5, 9), (8, 6)], [(9, 7), (4, 3)]] {
            let pages = sizes.enumerated().map { page(UInt16($0.offset), $0.element.0, $0.element.1) }
            let image = try RawTIFF(pages: pages).read().image
            #expect(image.layout.shape.size == ImageSize(width: sizes[0].0, height: sizes[0].1))
            #expect(image.planes.count == sizes.count - 1)
            #expect(image.warnings == ["1 of its pages differ from the first in size or type, and are left out"])
        }
    }

    @Test("others are refused with the size of each")
    func different() throws {
        for sizes in [[(8, 6), (5, 9)], [(4, 3), (8, 6)], [(8, 6), (8, 6), (7, 6), (7, 6)]] {
            let pages = sizes.enumerated().map { page(UInt16($0.offset), $0.element.0, $0.element.1) }
            let error = #expect(throws: TIFFError.self) { try RawTIFF(pages: pages).read() }
            #expect(error?.kind == "different_sizes")
            for size in sizes {
                #expect(error?.description.contains("\(size.0) × \(size.1)") == true, "\(error?.description ?? "")")
            }
            #expect(error?.description.contains("--positions 1") == true)
        }
    }

    @Test("one of them can be chosen")
    func chosen() throws {
        let raw = RawTIFF(pages: [page(1, 8, 6), page(2, 5, 9), page(3, 5, 9)])
        try Tools.withFolder { folder in
            try Data(raw.bytes).write(to: URL(fileURLWithPath: folder + "/x.tif"))
            let file = try OpenFile(folder + "/x.tif")
            func read(_ number: Int) throws -> [Int] {
                let positions = AxisSelection([.number(number)])
                return try TIFFReader(fileDescriptor: file.descriptor, name: "x", positions: positions).layout.extents
            }
            #expect(try read(1) == [6, 8])
            #expect(try read(2) == [2, 9, 5])
            #expect(#expect(throws: TIFFError.self) { try read(3) }?.kind == "axes_mismatch")
        }
    }

    @Test("a page that cannot be told is no page of another size")
    func damaged() throws {
        var pages = [page(1, 8, 6), page(2, 8, 6), page(3, 8, 6)]
        pages[1].tags = [RawTIFF.Tag(number: 256, type: 2, values: [8, 0])]
        #expect(try RawTIFF(pages: pages).refusal() == "bad_tag")
    }

    @Test("several series of one shape, as tifffile writes them, are positions")
    func series() throws {
        try Tools.withFolder { folder in
            let script = """
                import sys, numpy, tifffile
                with tifffile.TiffWriter(sys.argv[1]) as tif:
                    for number in range(3):
                        tif.write(numpy.full((2, 6, 8), number, 'uint16'), metadata={'axes': 'ZYX'})
                """
            _ = try Tools.python(script, [folder + "/x.tif"])
            let image = try WholeImage(folder + "/x.tif")
            #expect(image.layout.axes == "PZYX")
            #expect(image.layout.extents == [3, 2, 6, 8])
            #expect(image.planes.map(\.count) == Array(repeating: 48, count: 6))
        }
    }
}
