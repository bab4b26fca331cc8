import Classifiers
import Testing

@Suite("Classifier header")
struct APOCHeaderTests {
    private func header(_ lines: [String], separator: String = "\n") throws -> APOCHeader {
        let made = ForestText(featureCount: 1, classCount: 1, trees: [], header: lines)
        let text = made.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: separator)
        return try APOCFile(parsing: Array(text.utf8), name: "made.cl").header
    }

    @Test("every key is read", arguments: ["\n", "\r\n", "\r"])
    func all(separator: String) throws {
        let header = try header(
            [
                "apoc_version = 0.12.0", "classifier_class_name = ObjectSegmenter",
                "feature_specification =  original\tgaussian_blur=1 ", "num_ground_truth_dimensions =  2 ",
                "num_classes = 3", "num_features = 4", "max_depth = 5", "num_trees = 6",
                "feature_importances = 0.7, 3e-1", "positive_class_identifier = 2",
            ],
            separator: separator
        )
        #expect(header.className == .objectSegmenter)
        #expect(header.featureSpecification == " original\tgaussian_blur=1 ")
        #expect(header.groundTruthDimensions == 2 && header.positiveClass == 2 && header.apocVersion == "0.12.0")
        #expect(header.classCount == 3 && header.featureCount == 4)
        #expect(header.maximumDepth == 5 && header.treeCount == 6)
        #expect(header.featureImportances == [0.7, 0.3])
    }

    @Test("absent keys are nil; malformed counts that APOC never reads are dropped")
    func absent() throws {
        let header = try header(["num_trees = many", "max_depth=3", " num_features = 3"])
        #expect(header.featureSpecification == APOCHeader.absentFeatureSpecification)
        #expect(header.className == nil && header.groundTruthDimensions == nil && header.positiveClass == nil)
        #expect(header.treeCount == nil && header.maximumDepth == nil && header.featureCount == nil)
        #expect(header.featureImportances.isEmpty && header.apocVersion == nil)
    }

    @Test("the first of equal keys wins, every occurrence of the key is taken out of its value")
    func repeated() throws {
        let key = "feature_specification = "
        let header = try header([key + "sobel=1 " + key + "original", key + "laplace_box=1"])
        #expect(header.featureSpecification == "sobel=1 original")
    }

    @Test("line 25 counts, line 26 does not", arguments: [(22, 2), (23, nil)] as [(Int, Int?)])
    func limit(fill: Int, expected: Int?) throws {
        // Two lines come before the header's own.
        let lines = [String](repeating: "a comment", count: fill) + ["num_ground_truth_dimensions = 2"]
        #expect(try header(lines).groundTruthDimensions == expected)
    }

    @Test("a value that is not UTF-8 is refused, an unknown line may be anything")
    func encoding() throws {
        let lines = ["by M#", "feature_specification = #"]
        let made = ForestText(featureCount: 1, classCount: 1, trees: [], header: lines)
        let spoilt = { (line: Int) in
            let lines = made.bytes.split(separator: UInt8(ascii: "\n"))
            return Array(
                lines.enumerated().map { $0 == line ? $1.map { $0 == UInt8(ascii: "#") ? 0xfc : $0 } : Array($1) }
                    .joined(separator: [UInt8(ascii: "\n")])
            )
        }
        #expect(try APOCFile(parsing: spoilt(2), name: "made.cl").header.featureSpecification == "#")
        let error = #expect(throws: ClassifierError.self) {
            try APOCFile(parsing: spoilt(3), name: "made.cl")
        }
        #expect(error?.description.hasPrefix("made.cl:4:25: expected UTF-8 text") == true)
    }

    @Test("a positive class that is no number matters only to the classes that read it")
    func positive() throws {
        let line = "positive_class_identifier = second"
        #expect(try header(["classifier_class_name = PixelClassifier", line]).positiveClass == nil)
        for name in ["ObjectSegmenter", "ObjectSelector"] {
            #expect(throws: ClassifierError.self) { try header(["classifier_class_name = \(name)", line]) }
        }
    }
}
