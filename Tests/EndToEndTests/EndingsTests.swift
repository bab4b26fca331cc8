import Foundation
import TestSupport
import Testing

/// Which files of a folder are images, by what their names end with.
@Suite("Endings of images")
struct EndingsTests {
    private let home: TemporaryFolder
    private let images: URL
    private let nuclei = AcquisitionFixtures.classifier("nuclei").path

    init() throws {
        home = try TemporaryFolder()
        images = home.url.appending(path: "images")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: false)
    }

    private func run(_ arguments: [String]) throws -> ProgramCall.Result {
        try ProgramCall.result(of: ["run"] + arguments + [images.path], home: home.url)
    }

    private func copy(_ names: String...) throws {
        for name in names {
            try FileManager.default.copyItem(at: AcquisitionFixtures.image(0), to: images.appending(path: name))
        }
    }

    private func masks() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: images.path).filter { $0.hasSuffix("_mask.tif") })
    }

    @Test("run finds TIFFs under all their endings, and gives images that share a stem results of their own")
    func standard() throws {
        try copy("x.tif", "x.stk", "y.LSM", "z.ome.btf", "a.TF8", "b.scan")
        let result = try run(["--output", "mask", "--classifier", nuclei])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try masks() == ["x_mask.tif", "x.stk_mask.tif", "y_mask.tif", "z_mask.tif", "a_mask.tif"])
        let again = try run(["--output", "mask", "--classifier", nuclei])
        #expect(again.status == 0 && again.errors.contains("0 done, 5 done before"), "\(again.errors)")
    }

    @Test("--endings and `endings` name others, and results of images with them carry them")
    func named() throws {
        try copy("x.tif", "y.stk", "b.scan")
        let result = try run(["--output", "mask", "--classifier", nuclei, "--endings", ".scan,.STK"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try masks() == ["y_mask.tif", "b.scan_mask.tif"])
        let text = """
            [[folder]]
            path = "\(images.path)"
            endings = [".tif"]
            [[folder.recipe]]
            classifier = "\(nuclei)"
            outputs = ["mask"]
            """
        try home.write(Array(text.utf8), to: "segmentd.toml")
        let configured = try run(["--config", home.appending("segmentd.toml")])
        #expect(configured.status == 0 && configured.errors.contains("1 done, 0 done before"), "\(configured.errors)")
        let wrong = try run(["--classifier", nuclei, "--endings", "tif"])
        #expect(wrong.status == 2 && wrong.errors.contains("does not begin with a dot"), "\(wrong.errors)")
        let none = try run(["--classifier", nuclei, "--endings", ".none"])
        #expect(none.status == 1 && none.errors.contains("nothing that ends in .none"), "\(none.errors)")
    }
}
