import Classifiers
import Forests
import Foundation
import Testing
import Worker
import WorkerProtocol

@Suite("What inspect says of a forest")
struct InspectedImportancesTests {
    /// A classifier of two channels with two features each.
    private func inspection(importances: [Double]) throws -> ClassifierInspection {
        func node(_ feature: Int32, _ less: Int32, _ otherwise: Int32) -> GrownForest.Node {
            GrownForest.Node(feature: feature, threshold: 0.5, less: less, otherwise: otherwise)
        }
        let nodes = [node(1, 1, 2), node(-1, -1, -1), node(3, 3, 4), node(-1, -1, -1), node(-1, -1, -1)]
        let shares: [Double] = [0.5, 0.5, 1, 0, 0.5, 0.5, 1, 0, 0, 1]
        let tree = GrownForest.Tree(nodes: nodes, shares: shares, weights: [4, 2, 2, 1, 1])
        let forest = GrownForest(featureCount: 4, classCount: 2, trees: [tree], importances: importances)
        let writer = APOCWriter(
            className: .pixelClassifier,
            featureSpecification: "original sobel=0",
            groundTruthDimensions: 2,
            maximumDepth: 2
        )
        return try ClassifierInspection(bytes: writer.bytes(of: forest), name: "x.cl")
    }

    @Test("the share of splits is told by depth, channel by channel")
    func shares() throws {
        let found = try inspection(importances: [0.1, 0.2, 0.3, 0.4])
        #expect(found.features.map(\.importances) == [[0.1, 0.3], [0.2, 0.4]])
        #expect(found.features.map(\.splitShares) == [[[0, 0], [0, 0]], [[1, 0], [0, 1]]])
        #expect(found.text.contains("\n    sobel=0     0.2, 0.4  100 %    100 %"))
    }

    @Test(
        "importances that are no number, as where no split gains anything, are none, and the answer is JSON all the same"
    )
    func notNumbers() throws {
        let found = try inspection(importances: [.nan, .nan, .nan, .nan])
        #expect(found.features.allSatisfy { $0.importances.isEmpty })
        let copy = try JSONDecoder().decode(ClassifierInspection.self, from: JSONEncoder().encode(found))
        #expect(copy == found)
    }
}
