import Classifiers
import Forests
import TestSupport
import Testing

@Suite("Writing of APOC's files")
struct APOCWriterTests {
    /// The files that APOC itself wrote: those of golden cases, except such as were made by hand to be read.
    private static let files: [(name: String, bytes: [UInt8])] = {
        let materials = [GoldenMaterial.fixtures, .objects, .shared].compactMap { $0 }
        let cases = (try? materials.flatMap { try $0.cases() }) ?? []
        return cases.filter { !["forest", "header", "features", "ccl"].contains($0.kind) }.flatMap { golden in
            golden.files.keys.filter { $0.hasSuffix(".cl") }.sorted().compactMap { file in
                (try? golden.bytes(file)).map { ("\(golden)/\(file)", $0) }
            }
        }
    }()

    @Test("every file that APOC wrote is read and written again to the byte")
    func golden() throws {
        var (trees, nodes) = (0, 0)
        for (name, bytes) in Self.files {
            let file = try APOCFile(parsing: bytes, name: name)
            let header = file.header
            var writer = APOCWriter(
                className: try #require(header.className, "\(name)"),
                featureSpecification: header.featureSpecification,
                groundTruthDimensions: try #require(header.groundTruthDimensions, "\(name)"),
                maximumDepth: try #require(header.maximumDepth, "\(name)"),
                positiveClass: header.positiveClass,
                output: file.output
            )
            writer.apocVersion = header.apocVersion ?? ""
            let forest = grown(file.forest, importances: header.featureImportances)
            #expect(try writer.bytes(of: forest) == bytes, "\(name)")
            trees += forest.trees.count
            nodes += file.forest.nodes.count
        }
        #expect(Self.files.count >= 10)
        print("rewritten to the byte: \(Self.files.count) files of APOC, \(trees) trees, \(nodes) nodes")
    }

    @Test("a probability of a class that is not there is refused", arguments: [0, 3])
    func probability(number: Int) {
        let tree = GrownForest.Tree(nodes: [leaf], shares: [0.5, 0.5], weights: [2])
        let forest = GrownForest(featureCount: 1, classCount: 2, trees: [tree], importances: [0])
        let writer = APOCWriter(
            className: .probabilityMapper,
            featureSpecification: "original",
            groundTruthDimensions: 2,
            maximumDepth: 2,
            output: .probability(ofClass: number)
        )
        #expect(throws: ClassifierError.probabilityClass(number, classCount: 2)) { try writer.bytes(of: forest) }
    }

    @Test("one class and importances that are no number are written as APOC does, and read again")
    func corners() throws {
        let tree = GrownForest.Tree(nodes: [leaf], shares: [1], weights: [2])
        let forest = GrownForest(
            featureCount: 2,
            classCount: 1,
            trees: [tree, tree],
            importances: [-Double.nan, .nan]
        )
        let writer = APOCWriter(
            className: .objectSegmenter,
            featureSpecification: "original  sobel=0",
            groundTruthDimensions: 3,
            maximumDepth: 1,
            positiveClass: 1
        )
        let bytes = try writer.bytes(of: forest)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\nfeature_importances = nan,nan\npositive_class_identifier = 1\napoc_version = "))
        #expect(text.contains("\n float s0=0;\ns0+=1.0;\ns0+=1.0;\n float max_s=s0;\n int cls=1;\n WRITE_IMAGE"))
        let header = try APOCFile(parsing: bytes, name: "x.cl").header
        #expect(header.featureSpecification == "original  sobel=0")
    }

    @Test("a tree as deep as the reader takes is written without recursion")
    func deep() throws {
        let depth = 512
        var nodes: [GrownForest.Node] = []
        for level in 0..<depth {
            let next = Int32(2 * level + 1)
            nodes.append(GrownForest.Node(feature: 0, threshold: Double(level), less: next, otherwise: next + 1))
            nodes.append(leaf)
        }
        nodes.append(leaf)
        let shares = [Double](repeating: 0.5, count: nodes.count * 2)
        let tree = GrownForest.Tree(nodes: nodes, shares: shares, weights: shares)
        let forest = GrownForest(featureCount: 1, classCount: 2, trees: [tree], importances: [1])
        let writer = APOCWriter(
            className: .pixelClassifier,
            featureSpecification: "original",
            groundTruthDimensions: 2,
            maximumDepth: depth
        )
        let file = try APOCFile(parsing: writer.bytes(of: forest), name: "deep.cl")
        #expect(file.forest.depth == depth && file.forest.splitCount == depth)
    }

    private var leaf: GrownForest.Node { GrownForest.Node(feature: -1, threshold: 0, less: -1, otherwise: -1) }

    /// The forest as its training would have left it.
    private func grown(_ forest: RandomForest, importances: [Double]) -> GrownForest {
        let trees = forest.roots.map { root in
            var tree = GrownForest.Tree(nodes: [], shares: [], weights: [])
            append(root, of: forest, to: &tree)
            return tree
        }
        return GrownForest(
            featureCount: forest.featureCount,
            classCount: forest.classCount,
            trees: trees,
            importances: importances
        )
    }

    @discardableResult
    private func append(_ index: Int32, of forest: RandomForest, to tree: inout GrownForest.Tree) -> Int32 {
        let node = forest.nodes[Int(index)]
        let own = tree.nodes.count
        tree.nodes.append(
            GrownForest.Node(feature: node.feature, threshold: Double(node.threshold), less: -1, otherwise: -1)
        )
        let none = [Double](repeating: 0, count: forest.classCount)
        let first = Int(node.leaf) * forest.classCount
        tree.shares += node.leaf < 0 ? none : Array(forest.leafWeights[first..<first + forest.classCount])
        if node.feature >= 0 {
            tree.nodes[own].less = append(node.less, of: forest, to: &tree)
            tree.nodes[own].otherwise = append(node.otherwise, of: forest, to: &tree)
        }
        return Int32(own)
    }
}
