import Forests
import HDF5Files

/// Reads the forests of a stage: one for each thread of the training, whose trees are together some hundred.
struct ForestReader {
    /// The group `ClassifierForests`.
    let group: HDF5Group

    /// Forests that are accepted; ilastik trains one a thread.
    private static let mostForests = 4096

    /// - Throws: where the project was trained with another classifier than ilastik's own forest.
    func checkKind() throws {
        guard group.kind(of: "pickled_type") == .dataset else { return }
        // A pickle: its text names the class, and nothing of it is ever executed.
        let text = try group.string("pickled_type")
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        if words.contains("ParallelVigraRfLazyflowClassifier") || words.contains("VigraRfLazyflowClassifier") { return }
        let name = words.last { $0.contains("Classifier") } ?? "one without a name"
        throw ProjectProblem(
            "the project was trained with another classifier than ilastik's own forest: \(name.prefix(80))",
            remedy:
                "choose Parallel Random Forest (the standard) in ilastik's advanced menu, train, and save the project"
        )
    }

    /// Columns of all forests.
    func columns() throws -> Int {
        let names = try forestNames()
        var columns: Int32?
        for name in names {
            let forest = try group.group(name)
            guard let first = try treeNames(forest).first else { throw empty(forest) }
            let topology = try forest.group(first).shortIntegers("topology")
            guard topology.count >= 2, topology[0] > 0, topology[0] == columns ?? topology[0] else {
                throw ProjectProblem.damaged("\(forest.path) takes other features than the forests before it")
            }
            columns = topology[0]
        }
        return Int(columns ?? 0)
    }

    /// The class of each of the forests' classes, from 1.
    func knownLabels() throws -> [Int] {
        guard group.kind(of: "known_labels") == .dataset else {
            throw ProjectProblem.damaged("\(group.path) has no known_labels")
        }
        let labels = try group.integers("known_labels", most: RandomForest.mostClasses).map(Int.init)
        guard !labels.isEmpty, Set(labels).count == labels.count, labels.allSatisfy({ (1...255).contains($0) }) else {
            throw ProjectProblem.damaged("known_labels of \(group.path) are no classes")
        }
        return labels
    }

    /// All trees as one forest whose parts are averaged.
    ///
    /// - Parameters:
    ///   - classes: how many there are, with those that were not annotated.
    ///   - known: the class of each of the forests' own.
    ///   - inputs: the input of each column.
    func forest(classes: Int, known: [Int], inputs: [Int32]) throws -> RandomForest {
        var forest = RandomForest(
            featureCount: inputs.count,
            classCount: classes,
            roots: [],
            nodes: [],
            leafWeights: [],
            depth: 0
        )
        for name in try forestNames() {
            let part = try group.group(name)
            let trees = try treeNames(part)
            try checkOptions(part, trees: trees.count, columns: inputs.count, classes: known.count)
            for tree in trees {
                let arrays = try part.group(tree)
                try VigraTree(
                    topology: try arrays.shortIntegers("topology"),
                    parameters: try arrays.doubles("parameters"),
                    columns: inputs.count,
                    classes: known.count,
                    place: arrays.path
                ).append(to: &forest, inputs: inputs, numbers: known.map { $0 - 1 })
            }
            forest.forestSizes.append(trees.count)
        }
        return forest
    }

    /// `Forest0000`, `Forest0001` … without a gap, or the only one of projects that were trained on one thread.
    private func forestNames() throws -> [String] {
        let all = try group.names()
        let numbered = Self.numbered(all, "Forest")
        if numbered.isEmpty, let single = all.first(where: { $0 == "forest" }) { return [single] }
        guard let numbered = Self.withoutGap(numbered), !numbered.isEmpty, numbered.count <= Self.mostForests else {
            throw ProjectProblem.damaged("\(group.path) has no forest, or not all of them")
        }
        return numbered
    }

    private func treeNames(_ forest: HDF5Group) throws -> [String] {
        guard let trees = Self.withoutGap(Self.numbered(try forest.names(), "Tree_")) else {
            throw ProjectProblem.damaged("\(forest.path) has not all of its trees")
        }
        guard trees.count <= RandomForest.mostTrees else {
            throw ProjectProblem("\(forest.path) has \(trees.count) trees", remedy: "train with fewer trees")
        }
        return trees
    }

    /// Those names that are `prefix` and a number, in the order of the numbers.
    private static func numbered(_ names: [String], _ prefix: String) -> [(number: Int, name: String)] {
        names.compactMap { name in
            guard name.hasPrefix(prefix) else { return nil }
            let digits = name.dropFirst(prefix.count)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
            else {
                return nil
            }
            return (number, name)
        }
        .sorted { $0 < $1 }
    }

    /// The names, where their numbers are 0, 1, 2 …; else nil.
    private static func withoutGap(_ names: [(number: Int, name: String)]) -> [String]? {
        names.enumerated().allSatisfy { $0 == $1.number } ? names.map(\.name) : nil
    }

    private func empty(_ forest: HDF5Group) -> ProjectProblem { .damaged("\(forest.path) has no trees") }

    /// - Throws: where what the forest says of itself contradicts what it holds, or it votes in another way.
    private func checkOptions(_ forest: HDF5Group, trees: Int, columns: Int, classes: Int) throws {
        guard trees > 0 else { throw empty(forest) }
        func value(_ name: String, _ option: String) throws -> Double? {
            guard forest.kind(of: name) == .group else { return nil }
            let group = try forest.group(name)
            return group.kind(of: option) == .dataset ? try group.doubles(option, most: 1).first : nil
        }
        let expected: [(group: String, option: String, value: Int)] = [
            ("_options", "tree_count_", trees), ("_ext_param", "column_count_", columns),
            ("_ext_param", "class_count_", classes),
        ]
        for (group, option, count) in expected {
            if let found = try value(group, option), found != Double(count) {
                throw ProjectProblem.damaged("\(forest.path)/\(group)/\(option) is \(found), and there are \(count)")
            }
        }
        if let weighted = try value("_options", "predict_weighted_"), weighted != 0 {
            throw ProjectProblem(
                "the trees of \(forest.path) vote with the number of their samples, which ilastik's never do",
                remedy: "train with ilastik's own random forest, and save the project"
            )
        }
    }
}
