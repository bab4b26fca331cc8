import Classifiers
import Imaging
import Measurement
import TestSupport
import Testing

/// One case alone: `SEGMENTD_GOLDEN=obj_3d swift test --filter GoldenObjectTests`.
@Suite("Golden objects")
struct GoldenObjectTests {
    @Test("the project's own cases are as real APOC answered them")
    func fixtures() throws {
        let cases = try GoldenObjects.cases(.objects)
        for golden in cases { try Self.compare(golden) }
        #expect(GoldenMaterial.wanted != nil || cases.count == 8)
    }

    @Test(
        "the shared cases are as real APOC answered them",
        .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence))
    )
    func shared() throws {
        let cases = try GoldenObjects.cases(.shared)
        for golden in cases { try Self.compare(golden) }
        #expect(GoldenMaterial.wanted != nil || cases.count >= 11)
    }

    @Test("cases made at random are as real APOC answered them", .enabled(if: GoldenObjects.random != nil))
    func random() throws {
        let cases = try GoldenObjects.cases(GoldenObjects.random)
        for golden in cases { try Self.compare(golden) }
        print("golden objects: \(cases.count) random cases compared")
    }

    private static func compare(_ golden: GoldenObjects) throws {
        switch golden.classifier.kind {
        case .objectClassifier: try compareClasses(golden)
        case .objectSelector: try compareSelection(golden)
        case .objectMerger: try compareMerging(golden)
        case .tableRowClassifier: try compareTable(golden)
        }
    }

    /// Features and classes; the features may be told apart by the file that has them.
    private static func compareClasses(_ golden: GoldenObjects) throws {
        let labels = try golden.labels()
        try compareFeatures(golden, labels)
        let classes = try golden.classifier.classes(of: labels, intensity: golden.intensity)
        let expected = try golden.required("expected_classes").integers
        let map = labels.labels.map { Int(classes.classes[Int($0)]) }
        #expect(map == expected, "\(golden): \(zip(map, expected).count { $0 != $1 }) pixels differ in class")
        for (number, probability) in zip(classes.classes, classes.probabilities) {
            #expect(number == 0 ? probability.isNaN : probability > 0 && probability <= 1)
        }
    }

    private static func compareFeatures(_ golden: GoldenObjects, _ labels: LabelImage) throws {
        guard let expected = golden.array("object_features") else { return }
        let columns = try golden.classifier.features(of: labels, intensity: golden.intensity)
        #expect(columns.count == expected.shape[0])
        for (index, column) in columns.enumerated() {
            let different = GoldenObjects.differences(column, expected[index].floats)
            let name = golden.classifier.featureNames[index]
            #expect(different == 0, "\(golden): \(name) differs for \(different) of \(column.count) labels")
        }
        print("golden objects \(golden): \(columns.count) features of \(columns.first?.count ?? 0) labels compared")
    }

    private static func compareSelection(_ golden: GoldenObjects) throws {
        let labels = try golden.labels()
        let selected = try golden.classifier.selected(from: labels, intensity: golden.intensity)
        try expect(selected.labels, golden)
    }

    private static func compareMerging(_ golden: GoldenObjects) throws {
        let labels = try golden.labels()
        guard case .pairs(let features) = golden.classifier.inputs else { return }
        let table = try PairFeatureTable(
            of: features,
            names: golden.classifier.featureNames,
            labels: labels,
            intensity: golden.intensity?.floats
        )
        if let expected = golden.array("matrices") {
            for (index, feature) in features.enumerated() {
                let matrix = (0...table.count).flatMap { row in
                    (0...table.count).map { table.value(feature, $0, row) }
                }
                let different = GoldenObjects.differences(matrix, expected[index].floats)
                let name = golden.classifier.featureNames[index]
                #expect(different == 0, "\(golden): \(name) differs for \(different) of \(matrix.count) pairs")
            }
            print("golden objects \(golden): \(features.count) matrices of \(table.count) labels compared")
        }
        let merged = try golden.classifier.merged(labels, intensity: golden.intensity)
        try expect(merged.labels, golden)
        for (number, origins) in merged.origins.enumerated() {
            #expect(origins.allSatisfy { Int(merged.numbers[$0]) == number })
        }
    }

    private static func expect(_ labels: LabelImage, _ golden: GoldenObjects) throws {
        let expected = try golden.required("expected_labels").integers
        let ours = labels.labels.map { Int($0) }
        #expect(ours == expected, "\(golden): \(zip(ours, expected).count { $0 != $1 }) pixels differ in label")
        #expect(labels.count == expected.max())
    }

    private static func compareTable(_ golden: GoldenObjects) throws {
        let table = try golden.required("table")
        let rows = table.shape[1]
        let values = (0..<table.shape[0]).map { table[$0].floats.map { Double($0) } }
        let names = golden.golden.columns ?? golden.classifier.featureNames
        let columns = Dictionary(zip(names, values)) { first, _ in first }
        let classes = try golden.classifier.classes { columns[$0] }
        let expected = try golden.required("expected_classes").integers
        #expect(classes.classes.map { Int($0) } == expected && expected.count == rows, "\(golden)")
    }
}
