package import Imaging

/// What a project of ilastik says beyond what every classifier file does.
package struct ProjectInspection: Sendable, Codable, Equatable {
    /// An image of the training.
    package struct TrainingImage: Sendable, Codable, Equatable {
        package var name: String
        /// The letters of its axes, slowest first; empty where the project does not say.
        package var axes: String
        package var shape: [Int]

        /// An image as the project describes it.
        package init(name: String, axes: String, shape: [Int]) {
            (self.name, self.axes, self.shape) = (name, axes, shape)
        }
    }

    /// The matrix of features and scales, and the forest behind it.
    package struct Stage: Sendable, Codable, Equatable {
        /// Scales of the columns that anything is chosen of, in pixels.
        package var scales: [Double]
        /// Whether volumes are taken slice by slice, scale by scale.
        package var isPlanar: [Bool]
        package var rows: [Row]
        /// Channels it takes, with the probabilities of the stage before.
        package var channels: Int
        package var features: [ClassifierInspection.Feature]
        package var forests: Int
        package var trees: Int
        package var splits: Int
        package var depth: Int
        package var classes: Int

        /// A stage of these parts.
        package init(
            scales: [Double],
            isPlanar: [Bool],
            rows: [Row],
            channels: Int,
            features: [ClassifierInspection.Feature],
            forests: Int,
            trees: Int,
            splits: Int,
            depth: Int,
            classes: Int
        ) {
            (self.scales, self.isPlanar, self.rows) = (scales, isPlanar, rows)
            (self.channels, self.features) = (channels, features)
            (self.forests, self.trees, self.splits) = (forests, trees, splits)
            (self.depth, self.classes) = (depth, classes)
        }
    }

    /// A row of the matrix.
    package struct Row: Sendable, Codable, Equatable {
        /// As the project calls it.
        package var feature: String
        /// Whether it is chosen, scale by scale.
        package var chosen: [Bool]

        /// A row of the matrix.
        package init(feature: String, chosen: [Bool]) { (self.feature, self.chosen) = (feature, chosen) }
    }

    /// As the project calls it.
    package var workflow: String
    /// ilastik's version; nil where the project does not say.
    package var version: String?
    package var classes: [ClassMark]
    package var images: [TrainingImage]
    package var stages: [Stage]
    /// How the object workflow makes objects of the probabilities, as a recipe writes it; nil where the project has none.
    package var thresholds: String?

    /// A project of these parts.
    package init(
        workflow: String,
        version: String?,
        classes: [ClassMark],
        images: [TrainingImage],
        stages: [Stage],
        thresholds: String?
    ) {
        (self.workflow, self.version, self.classes) = (workflow, version, classes)
        (self.images, self.stages, self.thresholds) = (images, stages, thresholds)
    }
}

extension ProjectInspection {
    /// Training images that are named one by one.
    private static let mostImages = 10

    /// What the project is, one fact a line.
    var lines: [String] {
        var lines = ["  project     \(workflow), with \(classes.count) classes:"]
        for (index, mark) in classes.enumerated() {
            lines.append("    \(index + 1)  \(mark.name)\(mark.color.map { "  \(Self.hexadecimal($0))" } ?? "")")
        }
        lines.append(
            "  trained on  \(images.isEmpty ? "images that the project does not name" : "\(images.count) image(s):")"
        )
        for image in images.prefix(Self.mostImages) {
            let extents = image.shape.map { "\($0)" }.joined(separator: " × ")
            lines.append("    \(image.name)  \(extents)\(image.axes.isEmpty ? "" : " (\(image.axes))")")
        }
        if images.count > Self.mostImages { lines.append("    … and \(images.count - Self.mostImages) more") }
        if let thresholds { lines.append("  objects     \(thresholds)") }
        for (number, stage) in stages.enumerated() {
            lines += stage.lines(
                title: stages.count > 1 ? "  stage \(number + 1)     " : "  features    ",
                given: number > 0 ? stages[number - 1].classes : 0
            )
        }
        return lines
    }

    private static func hexadecimal(_ color: ClassPalette.Color) -> String {
        "#"
            + [color.red, color.green, color.blue].map { part in
                let digits = String(part, radix: 16)
                return digits.count == 1 ? "0\(digits)" : digits
            }
            .joined()
    }
}

extension ProjectInspection.Stage {
    /// The matrix, and what the forest makes of it.
    ///
    /// - Parameter given: how many of its channels are probabilities of the stage before.
    fileprivate func lines(title: String, given: Int) -> [String] {
        let ofStage = given > 0 ? ", the last \(given) of them probabilities of the stage before" : ""
        var lines = [
            "\(title)\(features.count) a channel, \(channels) channel(s)\(ofStage); \(forests) forest(s), \(trees) trees, depth \(depth), "
                + "\(splits) splits, \(classes) classes"
        ]
        let header = ["σ"] + zip(scales, isPlanar).map { $1 ? "\($0) (2D)" : "\($0)" }
        let table = SplitTable.aligned([header] + rows.map { [$0.feature] + $0.chosen.map { $0 ? "x" : "·" } })
        lines += table.split(separator: "\n").map { "    \($0)" }
        let ofBoth = given > 0 ? " of the image or of the probabilities before it" : ""
        lines.append(
            "  use         the share of all splits, and of those at each depth, that ask for a feature\(ofBoth):"
        )
        let shares = features.map { feature in
            (
                name: feature.name,
                importances: ["\(Int((feature.useOfChannels * 100).rounded())) %"],
                shares: feature.sharesOfChannels
            )
        }
        lines += SplitTable.text(shares, of: "splits").split(separator: "\n").map { "    \($0)" }
        return lines
    }
}
