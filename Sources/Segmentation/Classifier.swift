package import Features
package import Forests

/// A classifier file that can be run: its plan of features and its forest, checked against each other.
package struct Classifier: Sendable {
    /// How it is used: what the header names; where it names nothing, what header and forest imply.
    package let kind: ClassifierClass
    /// The features of one channel.
    package let plan: FeaturePlan
    /// Decides the class of a pixel from the features of all channels.
    package let forest: RandomForest
    /// Channels an image must have: the forest's inputs divided by the features.
    package let channelCount: Int
    /// Dimensions of the images it was trained on: 2 or 3; nil where the file does not say.
    ///
    /// A deliberate extension: without the entry, APOC 0.12 takes an image for a list of rows; here such a file is
    /// applied to planes, as the versions that wrote it did.
    package let dimensions: Int?
    /// What a person should know of the file, as sentences; none of it changes what is computed.
    package let remarks: [String]
    /// The class that is foreground, counted from 1; nil when the file leaves it to the request.
    package let positiveClass: Int?
    /// The class whose probability a ProbabilityMapper computes, counted from 1; nil when its forest ends in a class
    /// number, which is then given as a float, as in APOC.
    package let probabilityClass: Int?

    /// Checks the parts of `file` against each other.
    package init(file: ClassifierFile) throws(ClassifierError) {
        let header = file.header
        probabilityClass =
            switch file.output {
            case .probability(let number): number
            case .classMap: nil
            }
        kind = try Self.kind(of: header, computesProbability: probabilityClass != nil)
        dimensions = header.groundTruthDimensions
        if let dimensions, dimensions != 2, dimensions != 3 { throw .dimensions(dimensions) }
        positiveClass = kind == .objectSegmenter ? header.positiveClass : nil

        do {
            plan = try FeaturePlan(
                FeatureSpecification(parsing: header.featureSpecification),
                dimensions: header.groundTruthDimensions ?? 2
            )
        } catch {
            throw .features(error)
        }
        forest = file.forest
        let count = plan.outputs.count
        guard forest.featureCount > 0, forest.featureCount.isMultiple(of: count) else {
            throw .featureCount(forest: forest.featureCount, specification: count)
        }
        channelCount = forest.featureCount / count
        remarks = Self.remarks(on: header, forest: forest)
        if let probabilityClass, !(1...forest.classCount).contains(probabilityClass) {
            throw .probabilityClass(probabilityClass, classCount: forest.classCount)
        }
    }

    /// A classifier without a file, for tests: every pixel gets a class by `forest`.
    package init(plan: FeaturePlan, forest: RandomForest, positiveClass: Int?) {
        (kind, dimensions, probabilityClass, remarks) = (.pixelClassifier, 2, nil, [])
        self.plan = plan
        self.forest = forest
        self.positiveClass = positiveClass
        channelCount = forest.featureCount / plan.outputs.count
    }

    /// Counts in the header are information only, as in APOC; one that differs from the forest is said all the same.
    private static func remarks(on header: ClassifierHeader, forest: RandomForest) -> [String] {
        var remarks: [String] = []
        if header.groundTruthDimensions == nil {
            remarks.append(
                "the classifier does not say how many dimensions it was trained on and is applied to planes; if it was"
                    + " volumes, add the line `num_ground_truth_dimensions = 3` to its header"
            )
        }
        // Trees without a split need no line between them and cannot always be counted.
        let isCountable = forest.roots.allSatisfy { forest.nodes[Int($0)].feature >= 0 }
        let counts = [
            ("num_classes", header.classCount, forest.classCount),
            ("num_features", header.featureCount, forest.featureCount),
            ("num_trees", header.treeCount, isCountable ? forest.roots.count : nil),
            // A limit of the training, which trees need not reach.
            ("max_depth", header.maximumDepth, header.maximumDepth.map { max($0, forest.depth) }),
        ]
        for (key, stated, real) in counts {
            guard let stated, let real, stated != real else { continue }
            remarks.append(
                "the classifier's header says \(key) = \(stated), and its forest has \(real); the forest counts, as in"
                    + " APOC, but somebody may have edited the file"
            )
        }
        return remarks
    }

    /// A forest's footer decides for old files without a name, and for a PixelClassifier that computes a probability.
    private static func kind(
        of header: ClassifierHeader,
        computesProbability: Bool
    ) throws(ClassifierError) -> ClassifierClass {
        switch header.className {
        case nil:
            if computesProbability { return .probabilityMapper }
            return header.positiveClass == nil ? .pixelClassifier : .objectSegmenter
        case .pixelClassifier:
            return computesProbability ? .probabilityMapper : .pixelClassifier
        case .probabilityMapper:
            return .probabilityMapper
        case .objectSegmenter:
            if computesProbability { throw .probabilityInSegmenter }
            return .objectSegmenter
        case .some(let other):
            throw .unsupportedClass(other.rawValue)
        }
    }
}
