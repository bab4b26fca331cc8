import Files
import Settings
import SystemPackage
import Testing

@Suite("Endings of images in the configuration")
struct EndingsSettingsTests {
    private static func text(_ line: String) -> String { Configuration.folder("/a", line) }

    @Test("without the key they are the standard ones")
    func standard() throws {
        let folder = try Configuration.settings(Self.text("")).folders[0]
        #expect(folder.endings == .standard)
        #expect(ImageEndings.standard.endings == [".tif", ".tiff", ".btf", ".tf2", ".tf8", ".stk", ".lsm"])
    }

    @Test("those that are listed are the only ones, in any case")
    func listed() throws {
        let folder = try Configuration.settings(Self.text("endings = [\".TIF\", \".scan\"]")).folders[0]
        #expect(folder.endings.endings == [".tif", ".scan"])
        #expect(folder.endings.fit("x.Scan") && !folder.endings.fit("x.tiff") && !folder.endings.fit(".tif"))
    }

    @Test(
        "what cannot end the name of an image is a problem",
        arguments: [
            "[]", "\".tif\"", "[\"tif\"]", "[\".\"]", "[\".a/b\"]", "[\".tif \"]", "[\".csv\"]", "[\".JSON\"]",
            "[\".tif\", \".TIF\"]",
        ]
    )
    func wrong(value: String) {
        let problems = Configuration.problems(Self.text("endings = \(value)"))
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.keyPath.hasPrefix("folder[0].endings") ?? false, "\(problems)")
    }

    @Test("the ending of an image is dropped with what stands before it as a part of it")
    func wholeEndings() {
        let lengths = ["x.tif", "x.ome.tif", "x.OME.TF2", "x.ome.btf", "x.ome.stk", ".ome.tif", "x.ome", "x.png"].map {
            ImageEndings.standard.wholeLength(in: Array($0.utf8))
        }
        #expect(lengths == [4, 8, 8, 8, 8, 4, 0, 0])
    }
}
