package import Imaging

/// What is done to an image: a chain of steps, and what is written of its end.
///
/// It is one value on its way from the configuration (joined with the classifiers in `RecipePlan`) through the job to the
/// summary and the ledger.
package struct Recipe: Sendable, Hashable, Codable {
    /// The steps in their order; the first one classifies pixels, or takes labels that others made.
    package let steps: [RecipeStep]
    /// Names that overrule those of the image's axes; nil leaves them to the file and the classifier.
    package let axes: AxisNames?
    /// The channels that are taken of each image; nil for all.
    package var channels: AxisSelection?
    /// The positions that are taken of each image; nil for all.
    package var positions: AxisSelection?
    /// The groups of columns of the object table; nil for the standard ones.
    package let measurements: [MeasurementGroup]?
    /// The names of the classes, from class 1; nil where they are called by their numbers.
    package let classNames: [String]?
    /// The colours that the classes are shown in, from class 1; nil where they have those of `ClassPalette`. With it objects made of
    /// a single class carry its name, and the object table names classes.
    package var classColors: [ClassPalette.Color]?
    /// Whether the classes are called as in the classifier's project, where somebody may call them otherwise any day: results with
    /// the names of before are no less done, and later ones have the new names.
    package var hasNamesOfProject = false
    /// The same of their colours.
    package var hasColorsOfProject = false
    /// How probabilities and uncertainties are written; nil for float32 as they are.
    package var export: ValueExport?
    /// The width of the numbers in label images.
    package let labelType: LabelType
    /// The groups of the images, which the object table has as columns; nil without a pattern.
    package var groups: [String]?
    /// What is written, in the order of `OutputKind.all`.
    package let outputs: [OutputKind]

    /// The given chain; the order of `outputs` and of `measurements` does not matter.
    package init(
        steps: [RecipeStep],
        axes: AxisNames? = nil,
        measurements: [MeasurementGroup]? = nil,
        classNames: [String]? = nil,
        labelType: LabelType = .auto,
        outputs: [OutputKind]
    ) {
        self.steps = steps
        self.axes = axes
        self.measurements = measurements.map { groups in MeasurementGroup.allCases.filter(groups.contains) }
        self.classNames = classNames
        self.labelType = labelType
        self.outputs = outputs.inOrder
    }

    /// The same with other outputs.
    package func writing(_ outputs: [OutputKind]) -> Recipe {
        var recipe = Recipe(
            steps: steps,
            axes: axes,
            measurements: measurements,
            classNames: classNames,
            labelType: labelType,
            outputs: outputs
        )
        (recipe.groups, recipe.channels, recipe.positions) = (groups, channels, positions)
        (recipe.classColors, recipe.export) = (classColors, export)
        (recipe.hasNamesOfProject, recipe.hasColorsOfProject) = (hasNamesOfProject, hasColorsOfProject)
        return recipe
    }

    /// What it says about the axes of images.
    package var axisChoice: AxisChoice { AxisChoice(names: axes, channels: channels, positions: positions) }

    /// Which pixels are foreground; nil where no class is singled out.
    package var foreground: Foreground? {
        for case .classifyPixels(_, let foreground) in steps { return foreground }
        return nil
    }

    /// SHA-256 of the classifier file that classifies the pixels; nil where the objects come from others.
    package var pixelClassifier: String? {
        for case .classifyPixels(let digest, _) in steps { return digest }
        return nil
    }

    /// Where the label image that others made is found; nil where pixels are classified.
    package var labelsPattern: String? {
        for case .takeLabels(let pattern) in steps { return pattern }
        return nil
    }
}
