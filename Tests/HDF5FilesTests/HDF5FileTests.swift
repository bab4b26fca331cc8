import FoundationEssentials
import Glibc
import HDF5Files
import Testing

@Suite("HDF5 files", .enabled(if: HDF5File.problemOfLibrary == nil))
struct HDF5FileTests {
    private static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/ilastik/\(name).ilp").path
    }

    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(name))))
    }

    @Test("texts, numbers and truth values are read")
    func values() throws {
        try HDF5File.read(try Self.bytes("planes")) { root in
            #expect(try root.names().contains("workflowName"))
            #expect(try root.string("workflowName") == "Pixel Classification")
            let features = try root.group("FeatureSelections")
            #expect(try features.strings("FeatureIds").first == "GaussianSmoothing")
            #expect(try features.doubles("Scales") == [0.3, 0.7, 1, 1.6, 3.5, 5, 10])
            #expect(try features.shape(of: "SelectionMatrix") == [6, 7])
            #expect(try features.integers("SelectionMatrix").prefix(7) == [1, 0, 0, 1, 0, 0, 0])
            let classes = try root.group("PixelClassification")
            #expect(try classes.strings("LabelNames") == ["Background", "Cells", "Édges"])
            #expect(try classes.integers("PmapColors").prefix(3) == [255, 225, 25])
        }
    }

    @Test("a file is read whatever its position is, and stays where it is")
    func descriptor() throws {
        let file = open(Self.path("planes"), O_RDONLY | O_CLOEXEC)
        try #require(file >= 0)
        defer { close(file) }
        lseek(file, 100, SEEK_SET)
        let workflow = try HDF5File.read(file) { try $0.string("workflowName") }
        #expect(workflow == "Pixel Classification")
        #expect(lseek(file, 0, SEEK_CUR) == 100)
    }

    @Test("a file that another program has open and locked is read")
    func locked() throws {
        let other = open(Self.path("planes"), O_RDONLY | O_CLOEXEC)
        try #require(other >= 0)
        defer { close(other) }
        try #require(flock(other, LOCK_EX | LOCK_NB) == 0)
        let file = open(Self.path("planes"), O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        #expect(try HDF5File.read(file) { try $0.string("ilastikVersion") } == "1.4.1b15")
    }

    @Test("what is not there, or another kind, says where")
    func missing() throws {
        try HDF5File.read(try Self.bytes("planes")) { root in
            #expect(throws: HDF5Problem.missing("nothing")) { try root.string("nothing") }
            #expect(throws: HDF5Problem.missing("FeatureSelections")) { try root.string("FeatureSelections") }
            let features = try root.group("FeatureSelections")
            #expect(throws: HDF5Problem.refused("FeatureSelections/Scales holds no text")) {
                try features.strings("Scales")
            }
            #expect(throws: HDF5Problem.self) { try features.doubles("Scales", most: 6) }
            #expect(root.kind(of: "FeatureSelections") == .group)
            #expect(root.kind(of: "FeatureSelections/Scales") == nil)
        }
    }

    @Test("links to elsewhere are not followed", arguments: ["soft_link", "external_link"])
    func links(name: String) throws {
        try HDF5File.read(try Self.bytes("bad_\(name)")) { root in
            let group = try root.group("PixelClassification")
            #expect(try group.names().contains("ClassifierForests"))
            #expect(!group.has("ClassifierForests"))
            #expect(group.kind(of: "ClassifierForests") == nil)
        }
    }

    @Test("bytes that are no HDF5 file are refused, wherever it is cut")
    func damaged() throws {
        let whole = try Self.bytes("refused")
        for count in stride(from: 0, to: whole.count, by: 997) {
            #expect(throws: HDF5Problem.self) {
                try HDF5File.read(Array(whole.prefix(count))) { _ in }
            }
        }
    }

    @Test("without the library, it says so and nothing else happens")
    func noLibrary() throws {
        let bytes = try Self.bytes("planes")
        for names in [["libnone.so.1"], ["libc.so.6"], []] {
            let error = #expect(throws: HDF5Problem.self) { try HDF5File.read(bytes, library: names) { _ in } }
            guard case .noLibrary = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    /// Each once had libhdf5 1.10 read beyond the heap of its texts, or go round in it for ever.
    @Test("texts that end beyond their place are refused before the library sees them")
    func heaps() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fuzz/found/projects")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count >= 4)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            #expect(throws: HDF5Problem.damaged("the texts in it end beyond their place"), "\(name)") {
                try HDF5File.read(bytes) { _ in }
            }
        }
    }
}
