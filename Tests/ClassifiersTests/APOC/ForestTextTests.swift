import Classifiers
import Forests
import Imaging
import Testing

@Suite("Forests in text")
struct ForestTextTests {
    @Test("votes equal those of a naive walk through the text", arguments: 0..<24)
    func randomForests(seed: Int) throws {
        var source = SplitMix(seed: UInt64(seed))
        let classes = Int.random(in: 1...5, using: &source)
        var made = ForestText.random(
            &source,
            trees: Int.random(in: 1...12, using: &source),
            depth: Int.random(in: 0...6, using: &source),
            features: Int.random(in: 1...6, using: &source),
            classes: classes
        )
        if seed.isMultiple(of: 3) { made.probabilityClass = Int.random(in: 1...classes, using: &source) }
        let file = try APOCFile(parsing: made.bytes, name: "made.cl")
        #expect(file.output == made.probabilityClass.map { .probability(ofClass: $0) } ?? .classMap)
        #expect(file.forest.featureCount == made.featureCount && file.forest.classCount == made.classCount)
        var values = thresholds(of: made.trees).flatMap { [$0, $0.nextUp, $0.nextDown] }
        values += [.nan, .infinity, -.infinity, 0, -0.0]
        values += (0..<50).map { _ in Float.random(in: -120...120, using: &source) }
        let pixels = 700
        let planes = (0..<made.featureCount).map { _ in
            (0..<pixels).map { _ in values.randomElement(using: &source) ?? 0 }
        }
        let predicted = file.predict(planes)
        file.forest.forEachPixel(of: planes, count: pixels) { pixel, votes in
            let expected = naiveVotes(made, planes.map { $0[pixel] })
            #expect(votes.map(\.bitPattern) == expected.map(\.bitPattern))
            let output = naiveOutput(made, expected)
            #expect(predicted[pixel] == output || (predicted[pixel].isNaN && output.isNaN))
        }
    }

    @Test("counts trees, splits and depth")
    func counts() throws {
        let leaf = ForestText.Tree.leaf([(0, "1.0")])
        let inner = ForestText.Tree.split(feature: 0, threshold: "1", leaf, leaf)
        let deep = ForestText.Tree.split(feature: 1, threshold: "2.5", leaf, inner)
        let made = ForestText(featureCount: 2, classCount: 2, trees: [deep, leaf, leaf, deep])
        let forest = try APOCFile(parsing: made.bytes, name: "made.cl").forest
        #expect(forest.roots.count == 4 && forest.depth == 2 && forest.splitCount == 4)
        #expect(forest.nodes.count == 12 && forest.leafWeights.count == 16)
    }

    @Test("one class and bare leaves: a tree for each line")
    func bareLeaves() throws {
        let made = ForestText(featureCount: 1, classCount: 1, trees: .init(repeating: .leaf([(0, "1.0")]), count: 100))
        let file = try APOCFile(parsing: made.bytes, name: "made.cl")
        #expect(file.forest.roots.count == 100 && file.forest.depth == 0)
        #expect(file.predict([[1, 2]]) == [1, 1])
    }

    @Test("a forest without any line votes for nothing: class 1, probability NaN")
    func noVotes() throws {
        var made = ForestText(featureCount: 1, classCount: 3, trees: [])
        #expect(try APOCFile(parsing: made.bytes, name: "made.cl").predict([[7]]) == [1])
        made.probabilityClass = 2
        #expect(try APOCFile(parsing: made.bytes, name: "made.cl").predict([[7]])[0].isNaN)
    }

    @Test("an integer threshold is a float to C, a decimal one a double")
    func integerThreshold() throws {
        // Measured with the reference: 16777216 < 16777217 is false where the text has no point.
        for (text, expected) in [("16777217", [1, 2, 2]), ("16777217.0", [1, 1, 2])] as [(String, [Float])] {
            let tree = ForestText.Tree.split(feature: 0, threshold: text, .leaf([(0, "1")]), .leaf([(1, "1")]))
            let made = ForestText(featureCount: 1, classCount: 2, trees: [tree])
            let file = try APOCFile(parsing: made.bytes, name: "made.cl")
            #expect(file.predict([[16_777_215, 16_777_216, 16_777_218]]) == expected)
        }
    }

    private func thresholds(of trees: [ForestText.Tree]) -> [Float] {
        trees.flatMap { tree -> [Float] in
            guard case .split(_, let text, let less, let otherwise) = tree else { return [] }
            return [Float(text) ?? 0] + thresholds(of: [less, otherwise])
        }
    }

    private func naiveVotes(_ made: ForestText, _ values: [Float]) -> [Float] {
        var votes = [Float](repeating: 0, count: made.classCount)
        func walk(_ tree: ForestText.Tree) {
            switch tree {
            case .leaf(let weights):
                for (index, weight) in weights { votes[index] = Float(Double(votes[index]) + Double(weight)!) }
            case .split(let feature, let threshold, let less, let otherwise):
                walk(Double(values[feature]) < Double(threshold)! ? less : otherwise)
            }
        }
        for tree in made.trees { walk(tree) }
        return votes
    }

    private func naiveOutput(_ made: ForestText, _ votes: [Float]) -> Float {
        if let number = made.probabilityClass { return votes[number - 1] / votes.dropFirst().reduce(votes[0], +) }
        var best = 0
        for index in votes.indices where votes[best] < votes[index] { best = index }
        return Float(best + 1)
    }
}
