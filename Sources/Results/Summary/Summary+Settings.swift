import Files
package import Imaging
package import WorkerProtocol

extension Summary {
    /// The settings of a recipe that results depend on, beside the classifier, as the summary writes them.
    package struct Settings: Sendable, Equatable, Codable {
        /// The class that mask and labels are made of, from 1.
        package let positiveClass: Int?
        /// Probability from which on a pixel belongs to the mask.
        package let threshold: Float?
        /// Names that overrule those of the image's axes; nil where the image and the classifier decide.
        package let axes: AxisNames?
        /// The channels that were taken, as they were asked for; nil for all.
        package let channels: AxisSelection?
        /// The positions that were taken, as they were asked for; nil for all.
        package let positions: AxisSelection?
        /// The class that is no object where every other class makes objects; nil where one class does.
        package let backgroundClass: Int?
        /// The groups of columns of the object table; nil for the standard ones.
        package let measurements: [MeasurementGroup]?
        /// The names of the classes, from class 1; nil where they are called by their numbers.
        package let classNames: [String]?
        /// The width of the numbers in label images; nil where it follows from the objects.
        package let labelType: LabelType?
        /// What is written, in the order of `OutputKind.all`.
        package let outputs: [OutputKind]
        /// The recipe's identity: SHA-256 over all of them; differs as soon as one of them does.
        package let digest: String
        /// The identity of what the counts depend on (`Recipe.countsIdentity`); nil in summaries of earlier versions.
        package let countsIdentity: String?

        /// The settings of `recipe`.
        package init(_ recipe: Recipe) {
            switch recipe.foreground {
            case .positiveClass(let number): (positiveClass, threshold) = (number, nil)
            case .threshold(let probability): (positiveClass, threshold) = (nil, probability)
            case nil: (positiveClass, threshold) = (nil, nil)
            }
            axes = recipe.axes
            (channels, positions) = (recipe.channels, recipe.positions)
            measurements = recipe.measurements
            var backgroundClass: Int?
            for case .connectEachClass(let number) in recipe.steps { backgroundClass = number }
            self.backgroundClass = backgroundClass
            classNames = recipe.classNames
            labelType = recipe.labelType == .auto ? nil : recipe.labelType
            outputs = recipe.outputs
            digest = recipe.digest
            countsIdentity = recipe.countsIdentity
        }

        enum CodingKeys: String, CodingKey {
            case positiveClass = "positive_class"
            case backgroundClass = "background_class"
            case countsIdentity = "counts_identity"
            case classNames = "class_names"
            case labelType = "label_type"
            case threshold, axes, channels, positions, measurements, outputs, digest
        }
    }
}

extension Recipe {
    /// SHA-256 over everything of the recipe that results depend on but its classifier files, which have their own digests.
    ///
    /// A part that a recipe does not have leaves no trace, so that recipes keep the digest that they had before there was
    /// such a part: folders that are done stay done.
    package var digest: String {
        var lines = foregroundParts.map(\.line)
        lines.append("outputs=\(outputs.map(\.rawValue).joined(separator: ","))")
        lines += settings.map(\.part.line)
        lines += steps.compactMap(\.identity).map { "step=\($0)" }
        return FileDigest.sha256(Array(lines.joined(separator: "\n").utf8))
    }
}
