/// What a classifier file is and whether this build runs it, in words and for machines.
package struct ClassifierInspection: Sendable, Codable, Equatable {
    package var file: String
    package var sha256: String
    package var classifierClass: String
    package var featureSpecification: String
    /// Each feature with its importance as the training wrote it; nil where the file gives none.
    package var features: [Feature]
    package var ignoredTokens: [String]
    /// Which features are not APOC's to the last bit, and why.
    package var deviations: [String]
    /// What is odd about the file, in the words of the summaries.
    package var warnings: [String]
    /// Channels that an image must have; nil for a classifier of objects, which measures in one.
    package var channelsNeeded: Int?
    package var dimensions: Int?
    package var trees: Int
    package var splits: Int
    package var depth: Int
    package var classes: Int
    package var positiveClass: Int?
    package var probabilityOfClass: Int?
    package var apocVersion: String?
    /// What an ilastik project says of itself; nil for any other file.
    package var project: ProjectInspection?

    /// One input of the forest, counted within one channel.
    package struct Feature: Sendable, Codable, Equatable {
        package var name: String
        package var importances: [Double]
        /// The share of the splits at each depth, from the root, that ask for it: a list a channel.
        package var splitShares: [[Double]]
        /// The share of all splits that ask for it: one a channel; nil for classifiers that tell importances instead.
        package var use: [Double]?

        /// A feature with its importances and shares, one a channel.
        package init(name: String, importances: [Double], splitShares: [[Double]], use: [Double]? = nil) {
            (self.name, self.importances, self.splitShares) = (name, importances, splitShares)
            self.use = use
        }
    }

    /// A report of everything.
    package init(
        file: String,
        sha256: String,
        classifierClass: String,
        featureSpecification: String,
        features: [Feature],
        ignoredTokens: [String],
        deviations: [String],
        warnings: [String],
        channelsNeeded: Int?,
        dimensions: Int?,
        trees: Int,
        splits: Int,
        depth: Int,
        classes: Int,
        positiveClass: Int?,
        probabilityOfClass: Int?,
        apocVersion: String?,
        project: ProjectInspection? = nil
    ) {
        self.file = file
        self.sha256 = sha256
        self.classifierClass = classifierClass
        self.featureSpecification = featureSpecification
        self.features = features
        self.ignoredTokens = ignoredTokens
        self.deviations = deviations
        self.warnings = warnings
        self.channelsNeeded = channelsNeeded
        self.dimensions = dimensions
        self.trees = trees
        self.splits = splits
        self.depth = depth
        self.classes = classes
        self.positiveClass = positiveClass
        self.probabilityOfClass = probabilityOfClass
        self.apocVersion = apocVersion
        self.project = project
    }

    /// The report for people, one fact a line.
    package var text: String {
        var lines = [
            "\(file): \(classifierClass), which this build runs",
            "  sha256      \(sha256)",
            "  trained by  "
                + (project.map { "ilastik \($0.version ?? "(no version given)")" }
                    ?? "APOC \(apocVersion ?? "(no version given)")"),
            "  forest      \(trees) trees, depth \(depth), \(splits) splits, \(classes) classes",
        ]
        if let channelsNeeded {
            lines.append(
                "  image       \(dimensions.map { "\($0)D" } ?? "planes (the file gives no dimensions)"), "
                    + "\(channelsNeeded) channel(s)"
            )
        } else {
            lines.append("  works on    objects, behind a classifier of pixels or label images: a step of a recipe")
        }
        if let positiveClass { lines.append("  objects     class \(positiveClass)") }
        if let probabilityOfClass { lines.append("  probability of class \(probabilityOfClass)") }
        if let project { lines += project.lines } else { lines += featureLines }
        for token in ignoredTokens { lines.append("  note        \"\(token)\" is ignored, as APOC ignores it") }
        for warning in warnings { lines.append("  warning     \(warning)") }
        for deviation in deviations { lines.append("  note        \(deviation)") }
        return lines.joined(separator: "\n")
    }
}

extension ClassifierInspection {
    /// The features, with the importance and the share of splits of each.
    private var featureLines: [String] {
        var lines = [
            "  features    \(features.count)\(channelsNeeded == nil ? "" : " a channel"), with the importance the training gave "
                + "them and their share of the splits at each depth:"
        ]
        let rows = features.map { feature in
            (
                name: feature.name,
                importances: feature.importances.map { "\(($0 * 10_000).rounded() / 10_000)" },
                shares: feature.sharesOfChannels
            )
        }
        lines += SplitTable.text(rows).split(separator: "\n").map { "    \($0)" }
        return lines
    }
}

extension ClassifierInspection.Feature {
    /// The share of all splits that ask for it in any channel.
    var useOfChannels: Double { (use ?? []).reduce(0, +) }

    /// The share of the splits at each depth that ask for it in any channel.
    var sharesOfChannels: [Double] {
        guard let first = splitShares.first else { return [] }
        return splitShares.dropFirst().reduce(first) { sums, shares in zip(sums, shares).map(+) }
    }
}
