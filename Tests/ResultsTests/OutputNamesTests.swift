import Files
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Names of outputs")
struct OutputNamesTests {
    @Test(
        "drop the extension, both parts of it, in any case",
        arguments: [
            ("x.tif", "x"), ("x.tiff", "x"), ("x.TIF", "x"), ("x.Tiff", "x"), ("x.ome.tif", "x"), ("x.OME.TIFF", "x"),
            ("x.ome.ome.tif", "x.ome"), ("x.tif.tif", "x.tif"), ("a b.c.tif", "a b.c"), ("ome.tif", "ome"),
            (".tif", ".tif"), (".ome.tif", ".ome"), ("x.stk", "x"), ("x.ome.TF8", "x"), ("x.lif", "x.lif"), ("x", "x"),
            ("Zellkerne ä.tif", "Zellkerne ä"),
        ] as [(FilePath.Component, String)]
    )
    func stems(image: FilePath.Component, stem: String) {
        let names = OutputNames(image: image, recipe: nil)
        #expect(names.summary.string == "\(stem)_summary.json")
        #expect(names[.objects].string == "\(stem)_objects.csv")
        let kinds: [OutputKind] = [.mask, .labels, .classes, .probabilities]
        #expect(
            kinds.map { names[$0].string }
                == ["\(stem)_mask.tif", "\(stem)_labels.tif", "\(stem)_classes.tif", "\(stem)_probabilities.tif"]
        )
    }

    @Test("carry the recipe, and the extension of an image that does not own the stem")
    func additions() {
        #expect(OutputNames(image: "x.tif", recipe: "nuclei")[.labels].string == "x_nuclei_labels.tif")
        let extended = OutputNames(image: "x.ome.TIF", recipe: "nuclei", carriesExtension: true)
        #expect(extended[.labels].string == "x.ome.TIF_nuclei_labels.tif")
        #expect(extended.summary.string == "x.ome.TIF_nuclei_summary.json")
    }

    @Test("a recipe cannot lead into another folder")
    func recipes() {
        #expect(OutputNames(image: "x.tif", recipe: "../a")[.mask].string == "x_.._a_mask.tif")
    }

    @Test("bytes that are no UTF-8 stay as they are, on the disk too")
    func bytes() throws {
        let image = try #require(FilePath.Component(bytes: [0xFF, 0x61, 0xC3] + Array(".tif".utf8)))
        let sample = SampleResult(image: image, content: "bytes", outputs: [.labels])
        let folder = try TemporaryFolder()
        try sample.commit(to: folder.results())
        let stem: [UInt8] = [0xFF, 0x61, 0xC3]
        let found = Set(try folder.names().map(\.bytes))
        #expect(found == [stem + Array("_labels.tif".utf8), stem + Array("_summary.json".utf8)])
        guard case .found(let summary) = try folder.results().summary(sample.names.summary) else {
            Issue.record("no summary")
            return
        }
        #expect(summary.image.name == "\u{FFFD}a\u{FFFD}" + ".tif" && summary.image.nameBytes == "/2HDLnRpZg==")
        #expect(summary.image.isNamed(image))
    }

    @Test("fit into 255 bytes, tell long images apart, and keep recipe and ending")
    func longNames() throws {
        let folder = try TemporaryFolder()
        let stems = [String(repeating: "ä", count: 125), String(repeating: "ä", count: 124) + "b"]
        var all: Set<String> = []
        for stem in stems {
            let image = try #require(FilePath.Component(stem + ".tif"))
            let sample = SampleResult(
                image: image,
                recipe: "nuclei",
                content: "long",
                outputs: OutputKind.allCases
            )
            let names = OutputKind.allCases.map { sample.names[$0] } + [sample.names.summary]
            #expect(names.allSatisfy { $0.bytes.count <= 255 && String(validating: $0.bytes, as: UTF8.self) != nil })
            #expect(sample.names[.labels].string.hasSuffix("_nuclei_labels.tif"))
            #expect(sample.names[.labels].string.hasPrefix(String(repeating: "ä", count: 100)))
            try sample.commit(to: folder.results())
            all.formUnion(names.map(\.string))
        }
        #expect(all.count == 2 * (OutputKind.allCases.count + 1))
        #expect(Set(try folder.names().map(\.string)) == all)
    }

    @Test("the longest name that fits is not shortened")
    func longestName() throws {
        let stem = String(repeating: "a", count: 255 - "_probabilities.tif".utf8.count)
        let image = try #require(FilePath.Component(stem + ".tif"))
        #expect(OutputNames(image: image, recipe: nil)[.probabilities].string == stem + "_probabilities.tif")
        let longer = try #require(FilePath.Component("a" + stem + ".tif"))
        #expect(OutputNames(image: longer, recipe: nil)[.probabilities].string.contains("~"))
        #expect(OutputNames(image: longer, recipe: nil)[.probabilities].bytes.count == 255)
    }
}
