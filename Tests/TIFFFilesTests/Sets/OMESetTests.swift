import Foundation
import Imaging
import TIFFFiles
import Testing

@Suite("OME images in several files")
struct OMESetTests {
    /// Digest, axes and shape of the series of a file as tifffile reads it, with those of its files that it opens by name.
    private static let script = """
        import sys, hashlib, tifffile
        for s in tifffile.TiffFile(sys.argv[1]).series:
            print(s.axes, *s.shape, hashlib.sha256(s.asarray().tobytes()).hexdigest())
        """

    private func expectLikeTifffile(_ image: WholeImage, _ path: String, series: Int = 0) throws {
        let line = try Tools.python(Self.script, [path]).split(separator: "\n")[series]
        try Tools.withFolder { folder in
            let axes = String(line.prefix { $0 != " " })
            try Data(image.bytes(axes: axes, dtype: "uint16")).write(to: URL(fileURLWithPath: folder + "/x"))
            let digest = try Tools.digests(ofFilesIn: folder)["x"] ?? ""
            // The order of its axes is that of the file, ours is always the same.
            let extents = axes.map { axis in zip(image.layout.axes, image.layout.extents).first { $0.0 == axis }?.1 ?? 0
            }
            #expect(axes.sorted() == image.layout.axes.sorted())
            #expect(([axes] + extents.map { "\($0)" } + [digest]).joined(separator: " ") == line)
        }
    }

    @Test("a file a channel is one image, from whichever file it is asked for", arguments: ["XYCZT", "XYZTC"])
    func channels(order: String) throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 3, order: order)
            try set.write(to: folder)
            for file in set.files {
                let found = try FolderSet(folder + "/" + file.name)
                #expect(found.first == "x_C0.ome.tif" && found.files == ["x_C0.ome.tif", "x_C1.ome.tif"])
                #expect(found.companion == nil)
                let image = try found.read()
                #expect(image.fills == [10, 20, 11, 21, 12, 22])
                #expect(image.layout.channelNames == ["DAPI", "GFP"] && image.isWhole && image.warnings.isEmpty)
                try expectLikeTifffile(image, folder + "/" + file.name)
            }
            // By itself it is refused, and says which files there are.
            let error = #expect(throws: TIFFError.self) { try WholeImage(folder + "/x_C1.ome.tif") }
            #expect(error?.kind == "unsupported_fileset")
            #expect(error.map { "\($0)".contains("one of 2 files of an image: x_C0.ome.tif, x_C1.ome.tif") } ?? false)
            // A channel that is missing is no beginning of an image.
            let missing = #expect(throws: TIFFError.self) {
                try FolderSet(folder + "/x_C0.ome.tif").read(without: ["x_C1.ome.tif"])
            }
            #expect(missing?.kind == "incomplete_series")
            #expect(missing.map { "\($0)".contains("not there: x_C1.ome.tif") } ?? false)
        }
    }

    @Test("files are known by their identifiers, whatever they are called")
    func renamed() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 1)
            try set.write(to: folder)
            let files = try ["x_C1.ome.tif", "x_C0.ome.tif"].map { try OpenFile(folder + "/" + $0) }
            let sources = zip(files, ["b.tif", "a.tif"]).map { TIFFSource(fileDescriptor: $0.descriptor, name: $1) }
            let image = try withExtendedLifetime(files) { try WholeImage(TIFFReader(sources: sources)) }
            #expect(image.fills == [10, 20] && image.warnings.isEmpty)
            // Names that were exchanged do not exchange planes.
            let turned = zip(files, ["x_C0.ome.tif", "x_C1.ome.tif"]).map {
                TIFFSource(fileDescriptor: $0.descriptor, name: $1)
            }
            #expect(try withExtendedLifetime(files) { try WholeImage(TIFFReader(sources: turned)) }.fills == [10, 20])
        }
    }

    @Test("one description with one identifier in all files tells none of them apart: names decide")
    func sameDescription() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 2)
            for known in [0, 1] {
                try set.write(to: folder) { _ in set.description(in: known) }
                for file in set.files {
                    let found = try FolderSet(folder + "/" + file.name)
                    #expect(found.files == ["x_C0.ome.tif", "x_C1.ome.tif"] && found.first == "x_C0.ome.tif")
                    #expect(try found.read().fills == [10, 20, 11, 21])
                }
            }
        }
    }

    @Test("without identifiers names decide; with another identifier than described, that is said")
    func byName() throws {
        try Tools.withFolder { folder in
            var set = OMESetFiles.channels(t: 2)
            set.hasIdentifiers = false
            try set.write(to: folder)
            #expect(try FolderSet(folder + "/x_C1.ome.tif").read().fills == [10, 20, 11, 21])
            set.hasIdentifiers = true
            try set.write(to: folder) {
                $0 == 0 ? set.description(in: 0) : set.pointer(from: 0, to: "y", identifier: "z")
            }
            var other = set
            other.files[1].identifier = "cc"
            try set.write(to: folder) { $0 == 0 ? set.description(in: 0) : other.description(in: 1) }
            let image = try FolderSet(folder + "/x_C0.ome.tif").read()
            #expect(image.fills == [10, 20, 11, 21])
            #expect(image.warnings.contains { $0.contains("x_C1.ome.tif has another identifier") })
        }
    }

    @Test("parts of a stack are one after the other; whole frames of what is there are read")
    func parts() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.parts(3, pages: 2) { "s_MMStack_Pos0\($0 == 0 ? "" : "_\($0)").ome.tif" }
            // Micro-Manager describes the image in the first part.
            try set.write(to: folder) {
                $0 == 0 ? set.description(in: 0) : set.pointer(from: $0, to: set.files[0].name)
            }
            for file in set.files {
                let found = try FolderSet(folder + "/" + file.name)
                #expect(found.first == set.files[0].name && found.files == set.files.map(\.name))
                #expect(found.companion == nil)
            }
            let found = try FolderSet(folder + "/" + set.files[0].name)
            #expect(try found.read().fills == [0, 1, 10, 11, 20, 21])
            try expectLikeTifffile(try found.read(), folder + "/" + set.files[0].name)
            let begun = try found.read(without: [set.files[2].name])
            #expect(begun.fills == [0, 1, 10, 11] && !begun.isWhole)
            #expect(begun.warnings.contains { $0.contains("4 frames") && $0.contains(set.files[2].name) })
            // What lies behind a gap is no beginning.
            #expect(try found.read(without: [set.files[1].name]).fills == [0, 1])
            let alone = try found.read(without: [set.files[1].name, set.files[2].name])
            #expect(alone.fills == [0, 1] && !alone.isWhole)
        }
    }

    @Test("a companion describes files that hold pixels alone")
    func companion() throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 2)
            try set.write(to: folder) { set.pointer(from: $0, to: "x.companion.ome") }
            let file = folder + "/x_C1.ome.tif"
            let before = try FolderSet(file)
            #expect(before.files == ["x_C1.ome.tif"] && before.companion == "x.companion.ome")
            #expect(throws: TIFFError.self) { try before.read() }
            let text = "\u{FEFF}" + set.description(in: nil)
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/x.companion.ome"))
            let found = try FolderSet(file)
            #expect(found.first == "x_C0.ome.tif" && found.files == ["x_C0.ome.tif", "x_C1.ome.tif"])
            #expect(found.companion == "x.companion.ome")
            let image = try found.read()
            #expect(image.fills == [10, 20, 11, 21] && image.layout.channelNames == ["DAPI", "GFP"] && image.isWhole)
            // A plane alone is a plane, until its description comes.
            let one = OMESetFiles.parts(1, pages: 1) { _ in "one.ome.tif" }
            try one.write(to: folder) { one.pointer(from: $0, to: "one.companion.ome") }
            let plane = try FolderSet(folder + "/one.ome.tif").read()
            #expect(plane.fills == [0] && !plane.isWhole && plane.warnings.count == 1)
        }
    }

    @Test("positions in files of their own are images of their own; those that share files are one image")
    func positions() throws {
        try Tools.withFolder { folder in
            let files = ["a", "b", "c"].map {
                OMESetFiles.File(name: $0 + ".ome.tif", fill: 10, pages: 2, identifier: $0)
            }
            var set = OMESetFiles(
                files: files,
                images: (0..<3).map { OMESetFiles.Image(name: "P\($0)", t: 2, planes: [($0, 0), ($0, 1)]) }
            )
            try set.write(to: folder)
            let alone = try WholeImage(folder + "/b.ome.tif")
            #expect(alone.fills == [10, 11] && alone.layout.position == "P1" && alone.layout.axes == "TYX")
            #expect(try FolderSet(folder + "/b.ome.tif").files == ["b.ome.tif"])
            // The same, described by the first file alone.
            try set.write(to: folder) { $0 == 0 ? set.description(in: 0) : set.pointer(from: $0, to: "a.ome.tif") }
            let told = try FolderSet(folder + "/b.ome.tif")
            #expect(told.files == ["b.ome.tif"] && told.companion == "a.ome.tif")
            let second = try told.read()
            #expect(second.layout.position == "P1" && second.fills == [10, 11] && second.warnings.isEmpty)
            // Two positions over the same two files, a third elsewhere.
            set.images = [
                OMESetFiles.Image(name: "P0", c: 2, planes: [(0, 0), (1, 0)]),
                OMESetFiles.Image(name: "P1", c: 2, planes: [(0, 1), (1, 1)]),
                OMESetFiles.Image(name: "P2", t: 2, planes: [(2, 0), (2, 1)]),
            ]
            set.files[1].fill = 20
            try set.write(to: folder)
            let found = try FolderSet(folder + "/b.ome.tif")
            #expect(found.files == ["a.ome.tif", "b.ome.tif"])
            let image = try found.read()
            #expect(image.layout.axes == "PCYX" && image.fills == [10, 20, 11, 21])
            #expect(image.layout.positionNames == ["P0", "P1"])
            let one = try found.read(positions: AxisSelection([.name("P1")]))
            #expect(one.fills == [11, 21])
            try expectLikeTifffile(one, folder + "/a.ome.tif", series: 1)
        }
    }

    @Test("files below the folder are found, others never", arguments: ["sub/b.tif", "./b.tif"])
    func below(name: String) throws {
        try Tools.withFolder { folder in
            var set = OMESetFiles.channels(t: 1)
            set.files[1].name = name
            try set.write(to: folder)
            let found = try FolderSet(folder + "/x_C0.ome.tif")
            #expect(found.files == ["x_C0.ome.tif", name.hasPrefix("./") ? "b.tif" : name])
            #expect(try found.read().fills == [10, 20])
        }
    }

    @Test(
        "names that lead out of the folder are refused by name",
        arguments: ["/etc/passwd", "../b.tif", "s/../../b.tif", "C:b.tif", "..\\b.tif", "b&#10;.tif", "b.tif:stream"]
    )
    func outside(name: String) throws {
        try Tools.withFolder { folder in
            let set = OMESetFiles.channels(t: 1)
            try set.write(to: folder) {
                set.description(in: $0).replacingOccurrences(of: "x_C1.ome.tif", with: name)
            }
            for body in [
                { _ = try WholeImage(folder + "/x_C0.ome.tif") }, { _ = try FolderSet(folder + "/x_C0.ome.tif") },
            ] {
                let error = #expect(throws: TIFFError.self) { try body() }
                #expect(error?.kind == "incomplete_series")
                #expect(error.map { "\($0)".contains("outside its folder") } ?? false)
            }
        }
    }
}
