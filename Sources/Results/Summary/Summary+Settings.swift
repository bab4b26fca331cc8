import Files
package import Imaging
package import WorkerProtocol

extension Summary {
    /// What a project says of its classes, as settings are called.
    package enum MarkKind: String, Sendable, Equatable, Codable {
        case names = "class_names"
        case colors = "class_colors"
    }

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
        /// The colours of the classes, from class 1; nil where nobody said any.
        package let classColors: [ClassPalette.Color]?
        /// Which of the two the project of the classifier gave, and nobody else: later results may have others, and the digest has no
        /// trace of them. Nil where it is neither.
        package let ofProject: [MarkKind]?
        /// The type of the numbers in probabilities and uncertainties; nil for float32 as they are.
        package let exportType: PixelType?
        /// The two values that the two of `exportRange` stand for; nil where values are written as they are.
        package let exportedRange: [Double]?
        /// The two values that are written for those.
        package let exportRange: [Double]?
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
            classColors = recipe.classColors
            let ofProject: [MarkKind] =
                (recipe.hasNamesOfProject ? [.names] : []) + (recipe.hasColorsOfProject ? [.colors] : [])
            self.ofProject = ofProject.isEmpty ? nil : ofProject
            exportType = recipe.export?.type
            exportedRange = recipe.export?.scale.map { [$0.from.first, $0.from.last] }
            exportRange = recipe.export?.scale.map { [$0.to.first, $0.to.last] }
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
            case classColors = "class_colors"
            case ofProject = "of_project"
            case exportType = "export_dtype"
            case exportedRange = "drange"
            case exportRange = "export_drange"
            case labelType = "label_type"
            case threshold, axes, channels, positions, measurements, outputs, digest
        }

        /// How probabilities and uncertainties are written; nil for float32 as they are.
        package var export: ValueExport? {
            guard let exportType else { return nil }
            guard let exportedRange, let exportRange, exportedRange.count == 2, exportRange.count == 2 else {
                return ValueExport(type: exportType)
            }
            let from = ValueExport.Span(exportedRange[0], exportedRange[1])
            let to = ValueExport.Span(exportRange[0], exportRange[1])
            return ValueExport(type: exportType, scale: ValueExport.Scale(from: from, to: to))
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
        lines += decidingSettings.map(\.part.line)
        lines += steps.compactMap(\.identity).map { "step=\($0)" }
        return FileDigest.sha256(Array(lines.joined(separator: "\n").utf8))
    }
}
