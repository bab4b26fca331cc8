import Features
import Forests
import HDF5Files
import Imaging

/// Reads a stage of a project: its selection of features, its classes, and its forests.
struct StageReader {
    /// What a stage holds.
    struct Found {
        var stage: PixelStages.Stage
        /// Channels of an image, without the probabilities of a stage before.
        var channels: Int
        var classes: [ClassMark]
        var remarks: [String]
    }

    let root: HDF5Group
    /// 2 or 3.
    let dimensions: Int
    /// Channels of the training images; nil where they do not say.
    private let channels: Int?

    private static let train = "open the project in ilastik, turn Live Update on once in Training, and save it"

    /// A reader of a project that was trained with these images: with a volume among them it is one for volumes.
    ///
    /// Where the images are not told, a scale that is not taken slice by slice is one of volumes; where that is not told either,
    /// the number of the forest's columns decides.
    ///
    /// - Throws: where both fit.
    init(root: HDF5Group, lanes: [IlastikProject.Lane]) throws {
        self.root = root
        if lanes.contains(where: { !$0.axes.isEmpty }) {
            dimensions = lanes.contains { ($0.extent("z") ?? 1) > 1 } ? 3 : 2
        } else if let hasSolidScales = try SelectionReader.hasSolidScales(root) {
            dimensions = hasSolidScales ? 3 : 2
        } else {
            dimensions = try Self.dimensionsOfColumns(root)
        }
        let counts = Set(lanes.filter { !$0.axes.isEmpty }.map { $0.extent("c") ?? 1 })
        channels = counts.count == 1 ? counts.first : nil
    }

    /// 2 or 3: that for which the columns of the first stage's forest are the selected features of some channels.
    ///
    /// - Throws: where they are for both.
    private static func dimensionsOfColumns(_ root: HDF5Group) throws -> Int {
        guard root.kind(of: "PixelClassification") == .group,
            case let group = try root.group("PixelClassification"), group.kind(of: "ClassifierForests") == .group
        else {
            // Refused for that.
            return 2
        }
        let columns = try ForestReader(group: try group.group("ClassifierForests")).columns()
        let fitting = try [2, 3].filter { dimensions in
            let found = try SelectionReader(root: root, dimensions: dimensions).selection("FeatureSelections")
            return columns.isMultiple(of: found.selection.count(dimensions: dimensions))
        }
        guard fitting.count < 2 else {
            throw ProjectProblem(
                "the project does not say whether it is one for planes or for volumes: it has no images any more, or none "
                    + "with its axes",
                remedy: "add one of the images in Input Data, train, and save the project"
            )
        }
        return fitting.first ?? 2
    }

    /// The stage in `PixelClassification` or a later group.
    ///
    /// - Parameters:
    ///   - number: which stage it is, from 0.
    ///   - before: the stages before it.
    func stage(_ name: String, number: Int, before: PixelStages) throws -> Found {
        let suffix = name.dropFirst("PixelClassification".count)
        guard root.kind(of: name) == .group else {
            throw ProjectProblem("the project has no \(name): nothing was trained", remedy: Self.train)
        }
        let group = try root.group(name)
        guard group.kind(of: "ClassifierForests") == .group else {
            throw ProjectProblem(
                "the project was saved without a trained classifier (\(name) has no ClassifierForests)",
                remedy: Self.train
            )
        }
        let forests = try group.group("ClassifierForests")
        let selection = try SelectionReader(root: root, dimensions: dimensions).selection("FeatureSelections\(suffix)")
        let features = selection.selection.count(dimensions: dimensions)
        let reader = ForestReader(group: forests)
        try reader.checkKind()
        let columns = try reader.columns()
        let given = number == 0 ? 0 : before.stages[number - 1].forest.classCount
        guard columns.isMultiple(of: features), columns / features > given else {
            throw ProjectProblem(
                "the forest of \(name) takes \(columns) features, and the selection gives \(features) a channel",
                remedy: Self.train
            )
        }
        let own = columns / features - given
        if let channels = number == 0 ? channels : before.channels, channels != own {
            throw ProjectProblem(
                "the forest of \(name) was trained on \(own) channel(s), and the images have \(channels)",
                remedy: Self.train
            )
        }
        if forests.kind(of: "feature_names") == .dataset {
            try ProjectFeatureNames.check(
                try forests.strings("feature_names"),
                selection.selection,
                channels: own + given,
                dimensions: dimensions
            )
        }
        let known = try reader.knownLabels()
        let marks = try marks(group)
        // Names of another save than the forest: which class is which is not known.
        guard marks.isEmpty || marks.count >= known.max() ?? 0 else {
            throw ProjectProblem.damaged(
                "\(name) names \(marks.count) class(es), and its forest gives class \(known.max() ?? 0)"
            )
        }
        let count = max(marks.count, known.max() ?? 0)
        guard count <= RandomForest.mostClasses else {
            throw ProjectProblem(
                "the project has \(count) classes, and \(RandomForest.mostClasses) are taken",
                remedy: "train with fewer classes"
            )
        }
        let inputs = selection.selection.inputsOfColumns(channels: own + given, dimensions: dimensions)
        let forest = try reader.forest(classes: count, known: known, inputs: inputs)
        let classes = (0..<count).map { marks.indices.contains($0) ? marks[$0] : ClassMark(name: "Label \($0 + 1)") }
        return Found(
            stage: PixelStages.Stage(selection: selection.selection, forest: forest),
            channels: own,
            classes: classes,
            remarks: (1...max(count, 1)).filter { !known.contains($0) }.map { missing in
                "class \(missing) (\(classes[missing - 1].name)) has no annotations in \(name), and is never given"
            }
        )
    }

    /// A name as it can stand in one line of a table.
    private static func plain(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(200).map { $0.properties.generalCategory == .control ? " " : $0 }
            )
        )
    }

    /// Names and colours of the classes; empty where the project has none.
    private func marks(_ group: HDF5Group) throws -> [ClassMark] {
        // Without classes ilastik writes numbers that mean nothing in their place.
        guard group.kind(of: "LabelNames") == .dataset, let names = try? group.strings("LabelNames", most: 255) else {
            return []
        }
        let colors = ["PmapColors", "LabelColors"].lazy.compactMap { Self.colors($0, in: group, count: names.count) }
            .first
        return names.map(Self.plain).enumerated().map { ClassMark(name: $1, color: colors?[$0]) }
    }

    /// The colours of `count` classes: rows of red, green and blue, with how opaque it is behind them in some projects, and rows
    /// of classes that somebody removed behind the others; nil where there are none, or fewer.
    private static func colors(_ name: String, in group: HDF5Group, count: Int) -> [ClassPalette.Color]? {
        guard group.kind(of: name) == .dataset, let shape = try? group.shape(of: name), shape.count == 2,
            (3...4).contains(shape[1]), shape[0] >= count, let parts = try? group.integers(name, most: 4 * 255)
        else { return nil }
        return (0..<count).map { index in
            let row = parts[(shape[1] * index)...].prefix(3).map { UInt8(clamping: $0) }
            return ClassPalette.Color(row[0], row[1], row[2])
        }
    }
}
