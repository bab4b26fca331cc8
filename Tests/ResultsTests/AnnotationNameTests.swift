import Files
import Results
import SystemPackage
import Testing

@Suite("To which image an annotation belongs")
struct AnnotationNameTests {
    @Test(
        "is told by its name",
        arguments: [
            ("x.tif", ["x.tif"], "x.tif"),
            ("x.tif", ["x.ome.tif"], "x.ome.tif"),
            ("x_labels.tif", ["x.tif"], "x.tif"),
            ("x-labels.tif", ["x.TIF"], "x.TIF"),
            ("x_annotation.tiff", ["x.ome.tiff"], "x.ome.tiff"),
            ("X_Labels.tif", ["X.tif"], "X.tif"),
            // An image of that very name comes first.
            ("x_labels.tif", ["x.tif", "x_labels.tif"], "x_labels.tif"),
            ("x.tif", ["x.tif", "x.ome.tif"], "x.tif"),
            ("x.tif", ["y.tif"], nil),
            ("_labels.tif", [".tif", "labels.tif"], nil),
            ("x_masks.tif", ["x.tif"], nil),
        ] as [(String, [String], String?)]
    )
    func match(annotation: String, images: [String], image: String?) throws {
        let name = try #require(FilePath.Component(annotation))
        let found = AnnotationName.match(name, among: { images.contains($0.string) })
        #expect(found?.image.string == image)
    }

    @Test("the annotation that is called as the image comes before others of it, and own endings count")
    func ranks() throws {
        func rank(_ annotation: String) throws -> Int? {
            AnnotationName.match(try #require(FilePath.Component(annotation)), among: { $0 == "x.tif" })?.rank
        }
        let ranks = [try rank("x.tif"), try rank("x.tiff"), try rank("x_labels.tif"), try rank("x_annotation.tif")]
        #expect(ranks.compactMap(\.self) == ranks.compactMap(\.self).sorted() && !ranks.contains(nil))
        let own = ImageEndings.standard.union(ImageEndings([".scan"]))
        #expect(AnnotationName.match("x_labels.tif", among: { $0 == "x.scan" }, endings: own)?.image == "x.scan")
    }
}
