import Files
import SystemPackage
import Testing
import Watching

@Suite("Name filter")
struct NameFilterTests {
    @Test(
        "images",
        arguments: [
            ("x.tif", true), ("x.TIFF", true), ("a b.ome.Tif", true), ("x.tif.part", false),
            ("x.tif.partial", false), ("x.tif.tmp", false), ("x.tif.crdownload", false), ("x.tif.filepart", false),
            ("x.tif.!sync", false), (".x.tif.Xy12Zz", false), ("Thumbs.db", false), ("~syncthing~x.tif.tmp", false),
            ("x.tif.done", false), (".x.tif", false), ("._x.tif", false), ("~$x.tif", false), ("x.btf", true),
            ("x.TF2", true), ("x.ome.tf8", true), ("x.Stk", true), ("x.LSM", true), ("x.lif", false),
            ("x.stk.tmp", false),
            ("tif", false), ("x.", false),
        ]
    )
    func files(name: FilePath.Component, isImage: Bool) {
        #expect(NameFilter().acceptsFile(name) == isImage)
    }

    @Test("a folder with endings of its own has no others")
    func ownEndings() {
        let filter = NameFilter(ImageEndings([".stk", ".Scan"]))
        #expect(filter.acceptsFile("x.STK") && filter.acceptsFile("x.scan"))
        #expect(!filter.acceptsFile("x.tif") && !filter.acceptsFile(".scan") && !filter.acceptsFile("xscan"))
    }

    @Test(
        "folders",
        arguments: [
            ("x", true), ("MetaData", true), (".git", false), ("@eaDir", false),
            ("#recycle", false), ("System Volume Information", false), ("lost+found", false), (".snapshot", false),
            (".stfolder", false), ("~snapshot", false), ("@Recycle", false), ("#snapshot", false),
        ]
    )
    func folders(name: FilePath.Component, isEntered: Bool) {
        #expect(NameFilter().entersFolder(name) == isEntered)
    }
}
