import Imaging
import TestSupport
import Testing
import WorkerProtocol

/// The inputs as they lie, as a person would give them to `segmentd run`; they were written without names for their axes.
@Suite("Golden inputs as files", .enabled(if: SharedMaterial.isAvailable, "\(SharedMaterial.absence)"))
struct GoldenInputTests {
    /// Cases whose axes only a person can name.
    private static let named = ["mc2_stack": "CYX", "mc2_3d": "CZYX"]
    /// Its reference is undefined: sobel of a volume.
    private static let undefined = ["seg_3d"]

    @Test("29 of 31 equal real APOC without options, the other two with --axes")
    func equal() throws {
        let bench = try Workbench()
        let kinds = ["PixelClassifier", "ObjectSegmenter", "ProbabilityMapper"]
        let cases = try SharedMaterial.goldenCases().filter {
            kinds.contains($0.kind) && $0.files["input.tif"] != nil && $0.files["classifier.cl"] != nil
        }
        var equal: [String] = []
        for golden in cases {
            let outputs: [(file: String, kind: OutputKind)] = [
                ("expected_classes.tif", .classes), ("expected_labels.tif", .labels),
                ("expected_probability.tif", .probabilities),
            ].filter { golden.files[$0.0] != nil }
            let classifier = String(decoding: try golden.bytes("classifier.cl"), as: UTF8.self)
            let input = golden.path("input.tif")
            if let axes = Self.named[golden.name] {
                let reply = try bench.segment(input, classifier: classifier, outputs: [.classes]).reply
                guard case .failed(let failure) = reply else {
                    Issue.record("\(golden.name) is taken without --axes")
                    continue
                }
                #expect(failure.remedy.contains("--axes \(axes)"), "\(golden.name): \(failure)")
            }
            _ = try bench.report(
                input,
                classifier: classifier,
                outputs: outputs.map(\.kind),
                axes: Self.named[golden.name]
            )
            guard !Self.undefined.contains(golden.name) else { continue }
            let isEqual = try outputs.allSatisfy { file, kind in
                let (found, expected) = (try bench.array(kind), try GoldenArray.tiff(golden.path(file)))
                guard found.shape == expected.shape else { return false }
                return found.floats.map(\.bitPattern) == expected.floats.map(\.bitPattern)
            }
            #expect(isEqual && !outputs.isEmpty, "\(golden.name) differs")
            if isEqual { equal.append(golden.name) }
        }
        print("\(cases.count) golden inputs as files: \(equal.count) equal, undefined: \(Self.undefined)")
        #expect(cases.count == 31 && equal.count == 30)
    }
}
