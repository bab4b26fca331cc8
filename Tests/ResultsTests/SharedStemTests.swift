import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Images that share a stem")
struct SharedStemTests {
    private static let images: [FilePath.Component] = ["x.tif", "x.TIF", "x.ome.tif", "x.tIf", "x.stk"]

    @Test("get the same names whatever the order of their arrival")
    func anyOrder() throws {
        let expected: Set<String> = [
            "x_summary.json", "x.TIF_summary.json", "x.ome.tif_summary.json", "x.tIf_summary.json",
            "x.stk_summary.json",
        ]
        for order in Self.permutations(Self.images) {
            let folder = try TemporaryFolder()
            for count in order.indices {
                try folder.write([1], order[count])
                try scan(folder, order.prefix(count + 1))
            }
            let summaries = Set(try folder.names().map(\.string).filter { $0.hasSuffix(".json") })
            #expect(summaries == expected, "\(order)")
            #expect(try owner(of: "x_summary.json", in: folder) == "x.tif", "\(order)")
            #expect(try owner(of: "x.TIF_summary.json", in: folder) == "x.TIF", "\(order)")
        }
    }

    @Test("keep their names when the owner of the stem is taken away")
    func ownerRemoved() throws {
        let folder = try TemporaryFolder()
        for image in ["x.TIF", "x.tif"] as [FilePath.Component] { try folder.write([1], image) }
        try scan(folder, ["x.TIF", "x.tif"])
        let before = try folder.names()
        #expect(unlink(folder.path.appending("x.tif").string) == 0)
        try scan(folder, ["x.TIF"])
        #expect(try folder.names() == before.subtracting(["x.tif"]))
        #expect(try owner(of: "x_summary.json", in: folder) == "x.tif")
    }

    @Test(
        "alone, each common spelling owns the stem",
        arguments: ["x.tif", "x.tiff", "x.TIF", "x.OME.TIF", "x.stk", "x.ome.btf", "x.OME.TF8", "x.LSM"]
            as [FilePath.Component]
    )
    func alone(image: FilePath.Component) throws {
        let folder = try TemporaryFolder()
        try folder.write([1], image)
        try scan(folder, [image])
        #expect(try folder.names() == [image, "x_summary.json", "x_labels.tif"])
    }

    @Test("an output of ours that looks like a better image is none")
    func ownOutput() throws {
        let folder = try TemporaryFolder()
        try SampleResult(content: "of y.tif", outputs: [.labels]).commit(to: folder.results())
        try folder.write([1], "x_labels.tiff")
        try scan(folder, ["x_labels.tiff"])
        #expect(try owner(of: "x_labels_summary.json", in: folder) == "x_labels.tiff")
    }

    @Test("an image is refused the names that belong to another one")
    func otherImage() throws {
        let folder = try TemporaryFolder()
        try SampleResult(image: "x_a.tif", content: "1", outputs: [.labels]).commit(to: folder.results())
        let error = #expect(throws: Failure.self) {
            try SampleResult(image: "x.tif", recipe: "a", content: "2", outputs: [.labels]).commit(to: folder.results())
        }
        #expect(error?.kind == "output_exists" && error?.message.contains("x_a.tif") == true)
        #expect(try owner(of: "x_a_summary.json", in: folder) == "x_a.tif")
    }

    /// Does what is due, again and again until nothing is, as a daemon's scans do.
    private func scan(_ folder: TemporaryFolder, _ images: some Sequence<FilePath.Component>) throws {
        let results = try folder.results()
        var isDue = true
        while isDue {
            isDue = false
            for image in images {
                let (names, _, _) = try OutputNames.resolve(
                    image: image,
                    scheme: ResultNaming.standard.scheme(recipe: nil),
                    imageFolder: results.descriptor,
                    results: results
                )
                let sample = SampleResult(
                    image: image,
                    carriesExtension: names.carriesExtension,
                    content: image.string,
                    outputs: [.labels]
                )
                #expect(names == sample.names)
                if case .found(let summary) = try results.summary(names.summary), summary.image.isNamed(image) {
                    continue
                }
                try sample.commit(to: results)
                isDue = true
            }
        }
    }

    private func owner(of summary: FilePath.Component, in folder: TemporaryFolder) throws -> String? {
        guard case .found(let found) = try folder.results().summary(summary) else { return nil }
        return found.image.name
    }

    private static func permutations(_ names: [FilePath.Component]) -> [[FilePath.Component]] {
        guard names.count > 1 else { return [names] }
        return names.flatMap { first in permutations(names.filter { $0 != first }).map { [first] + $0 } }
    }
}
