import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("Sets that lead astray")
struct HostileSetTests {
    private func kind(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "read"
        } catch { return (error as? TIFFError)?.kind ?? "\(error)" }
    }

    @Test("files that refer to each other, or to themselves, lead nowhere")
    func circles() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.parts(2, pages: 2) { "s\($0).ome.tif" }
            try set.write(to: folder) { set.pointer(from: $0, to: set.files[1 - $0].name) }
            #expect(kind { _ = try FolderSet(folder + "/s0.ome.tif") } == "incomplete_series")
            let files = try set.files.map { try OpenFile(folder + "/" + $0.name) }
            let sources = zip(files, set.files).map { TIFFSource(fileDescriptor: $0.descriptor, name: $1.name) }
            let both = withExtendedLifetime(files) { kind { _ = try TIFFReader(sources: sources) } }
            #expect(both == "incomplete_series")
            let twice = withExtendedLifetime(files) { kind { _ = try TIFFReader(sources: [sources[0], sources[0]]) } }
            #expect(twice == "incomplete_series")
            try set.write(to: folder) { set.pointer(from: $0, to: set.files[$0].name) }
            #expect(kind { _ = try FolderSet(folder + "/s0.ome.tif") } == "incomplete_series")
        }
    }

    @Test("a companion with a document type, cut off, or of something else is none")
    func companions() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 2)
            try set.write(to: folder) { set.pointer(from: $0, to: "x.companion.ome") }
            let text = set.description(in: nil)
            let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
            let texts = [
                text.replacingOccurrences(of: "?>", with: "?>" + bomb), String(text.dropLast(10)), "<html></html>", "<",
                "",
                "no XML",
            ]
            for text in texts {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/x.companion.ome"))
                let found = kind { _ = try FolderSet(folder + "/x_C0.ome.tif") }
                #expect(["incomplete_series", "not_tiff", "truncated_header"].contains(found), "\(found)")
                let files = try ["x_C0.ome.tif", "x_C1.ome.tif", "x.companion.ome"].map {
                    (try OpenFile(folder + "/" + $0), $0)
                }
                let sources = files.map { TIFFSource(fileDescriptor: $0.0.descriptor, name: $0.1) }
                let read = withExtendedLifetime(files) { kind { _ = try TIFFReader(sources: sources) } }
                #expect(["incomplete_series", "not_tiff", "truncated_header"].contains(read), "\(read)")
            }
        }
    }

    @Test("more files than an image can have are refused")
    func many() throws {
        try Tools.withFolder { folder in
            let names = (0..<5000).map {
                "<TiffData FirstT='\($0)' IFD='0'><UUID FileName='f\($0).tif'>urn:uuid:\($0)</UUID></TiffData>"
            }
            let text =
                "<OME UUID='0'><Image><Pixels SizeZ='1' SizeC='1' SizeT='5000'>\(names.joined())</Pixels></Image></OME>"
            let page = RawTIFF.Page(fill: 0, tags: [.text(270, text)])
            try Data(RawTIFF(pages: [page]).bytes).write(to: URL(fileURLWithPath: folder + "/f0.tif"))
            #expect(kind { _ = try FolderSet(folder + "/f0.tif") } == "too_large")
            #expect(kind { _ = try WholeImage(folder + "/f0.tif") } == "unsupported_fileset")
            let file = try OpenFile(folder + "/f0.tif")
            let source = TIFFSource(fileDescriptor: file.descriptor, name: "f0.tif")
            let found = withExtendedLifetime(file) {
                kind { _ = try TIFFReader(sources: Array(repeating: source, count: 5000)) }
            }
            #expect(found == "too_large")
            #expect(kind { _ = try TIFFReader(sources: []) } == "too_large")
        }
    }

    @Test("sizes and counts beyond all numbers are refused, with the set as without")
    func sizes() throws {
        try Tools.withFolder { folder in
            let huge = "9223372036854775807"
            for (sizes, data) in [
                ("SizeZ='\(huge)' SizeC='1' SizeT='1'", "<TiffData/>"),
                ("SizeZ='3037000500' SizeC='1' SizeT='3037000500'", "<TiffData PlaneCount='\(huge)'/>"),
                ("SizeZ='2' SizeC='1' SizeT='1'", "<TiffData IFD='\(huge)' PlaneCount='\(huge)'/>"),
                ("SizeZ='2' SizeC='1' SizeT='1'", "<TiffData FirstZ='\(huge)' IFD='1'/><TiffData FirstC='\(huge)'/>"),
                ("SizeZ='2147483648' SizeC='1' SizeT='2147483648'", ""),
                ("SizeZ='\(huge)' SizeC='1' SizeT='1'", "<TiffData PlaneCount='1'/>"),
                (
                    "SizeZ='9223372036854775806' SizeC='1' SizeT='1'",
                    "<TiffData FirstZ='9223372036854775805' PlaneCount='5'/>"
                ),
                (
                    "SizeZ='4611686018427387904' SizeC='1' SizeT='4611686018427387904'",
                    "<TiffData FirstT='1099511627776'/>"
                ),
            ] {
                let image = "<Image><Pixels DimensionOrder='XYZCT' \(sizes)>\(data)</Pixels></Image>"
                let other = "<TiffData FirstT='0'><UUID FileName='y.tif'>y</UUID></TiffData>"
                for images in [image, image + image, image + image.replacingOccurrences(of: data, with: data + other)] {
                    let tag = RawTIFF.Tag.text(270, "<OME UUID='x'>\(images)</OME>")
                    try Data(RawTIFF(pages: [RawTIFF.Page(fill: 0, tags: [tag])]).bytes).write(
                        to: URL(fileURLWithPath: folder + "/x.tif")
                    )
                    let file = try OpenFile(folder + "/x.tif")
                    for place in [nil, [:]] as [[String: Int]?] {
                        let source = TIFFSource(fileDescriptor: file.descriptor, name: "x.tif", place: place)
                        let found = kind { _ = try TIFFReader(sources: [source]) }
                        // Of a set of which nothing else is there, a beginning is read.
                        let kinds =
                            ["incomplete_series", "unsupported_fileset", "bad_tag"] + (place == nil ? [] : ["read"])
                        #expect(kinds.contains(found), "\(found)")
                        _ = kind { _ = try TIFFFileSet(of: source) }
                    }
                }
            }
        }
    }

    @Test("several images that are said to lie in the same pages are not each other's copies")
    func samePages() throws {
        let image =
            "<Image><Pixels DimensionOrder='XYZCT' SizeZ='1' SizeC='1' SizeT='1'><TiffData IFD='0'/></Pixels></Image>"
        let tag = RawTIFF.Tag.text(270, "<OME>\(image)\(image)</OME>")
        try Tools.withFolder { folder in
            try Data(RawTIFF(pages: [RawTIFF.Page(fill: 0, tags: [tag])]).bytes).write(
                to: URL(fileURLWithPath: folder + "/x.tif")
            )
            let file = try OpenFile(folder + "/x.tif")
            #expect(kind { _ = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif") } == "bad_tag")
        }
    }

    @Test("a slash with an accent is a slash", arguments: ["/\u{301}x.tif", "../\u{301}x.tif", "C:\u{301}x.tif"])
    func accents(name: String) throws {
        let places = "<TiffData IFD='0'/><TiffData FirstC='1' IFD='0'><UUID FileName='\(name)'>y</UUID></TiffData>"
        let pixels = "<Pixels DimensionOrder='XYZCT' SizeZ='1' SizeC='2' SizeT='1'>\(places)</Pixels>"
        let tag = RawTIFF.Tag.text(270, "<OME UUID='x'><Image>\(pixels)</Image></OME>")
        try Tools.withFolder { folder in
            try Data(RawTIFF(pages: [RawTIFF.Page(fill: 0, tags: [tag])]).bytes).write(
                to: URL(fileURLWithPath: folder + "/x.tif")
            )
            let file = try OpenFile(folder + "/x.tif")
            #expect(kind { _ = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif") } == "incomplete_series")
        }
    }

    @Test(
        "numbers and letters that systems cannot have written end nothing",
        arguments: [
            (UInt16(33471), "[Dimension]\n\u{DF}=5"),
            (305, "SI.VERSION_MAJOR = 2016\nSI.hChannels.channelSave = -9223372036854775808"),
        ]
    )
    func systems(tag: UInt16, text: String) throws {
        try Tools.withFolder { folder in
            try Data(RawTIFF(pages: [RawTIFF.Page(fill: 0, tags: [.text(tag, text)])]).bytes).write(
                to: URL(fileURLWithPath: folder + "/x.tif")
            )
            let file = try OpenFile(folder + "/x.tif")
            _ = kind { _ = try TIFFReader(fileDescriptor: file.descriptor, name: "x.tif") }
        }
    }
}
