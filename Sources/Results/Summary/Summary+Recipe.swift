import Imaging
package import WorkerProtocol

extension Summary {
    /// The recipe by which it was made, as far as it tells; nil where it tells of steps that this version does not know.
    package var madeBy: Recipe? {
        var made: [RecipeStep] = []
        for step in steps {
            guard let known = RecipeStep(step, classifier: classifier?.sha256, settings) else { return nil }
            made.append(known)
        }
        var recipe = Recipe(
            steps: made,
            axes: settings.axes,
            measurements: settings.measurements,
            classNames: settings.classNames,
            labelType: settings.labelType ?? .auto,
            outputs: settings.outputs
        )
        (recipe.channels, recipe.positions) = (settings.channels, settings.positions)
        (recipe.classColors, recipe.export) = (settings.classColors, settings.export)
        recipe.hasNamesOfProject = settings.ofProject?.contains(.names) ?? false
        recipe.hasColorsOfProject = settings.ofProject?.contains(.colors) ?? false
        return recipe
    }
}

extension RecipeStep {
    /// The step that a summary tells of; `digest` is that of the classifier of the pixels.
    fileprivate init?(_ step: Summary.Step, classifier digest: String?, _ settings: Summary.Settings) {
        let own = step.classifier?.sha256
        let intensity = step.intensity.map { Int($0).map(IntensitySource.channel) ?? .labels } ?? .labels
        switch (step.name, step.value) {
        case ("classifier", _):
            guard let digest else { return nil }
            let foreground =
                settings.positiveClass.map(Foreground.positiveClass) ?? settings.threshold.map(Foreground.threshold)
            self = .classifyPixels(classifier: digest, foreground: foreground)
        case ("labels", let pattern?): self = .takeLabels(pattern: pattern)
        case ("connect", _): self = .connectComponents
        case ("each-class", let background?):
            guard let number = Int(background) else { return nil }
            self = .connectEachClass(background: number)
        case ("threshold", let value?):
            guard let threshold = try? ProbabilityThreshold(optionText: value) else { return nil }
            self = .thresholdProbabilities(threshold)
        case ("border", _): self = .dropBorderObjects
        case ("fill_holes", _): self = .fillHoles
        case ("split_touching", let value?):
            guard let smoothing = Double(value) else { return nil }
            self = .splitTouching(smoothing: smoothing)
        case ("keep", _):
            guard let own else { return nil }
            self = .keepObjects(classifier: own, intensity: intensity)
        case ("merge", _):
            guard let own else { return nil }
            self = .mergeObjects(classifier: own, intensity: intensity)
        case ("classify", _):
            guard let own else { return nil }
            self = .classifyObjects(classifier: own, intensity: intensity)
        case (let name, let value?):
            let limits = value.split(separator: ",").compactMap { Double($0) }
            guard let unit = SizeUnit(rawValue: name), limits.count == 2 else { return nil }
            self = .keepSizes(least: limits[0], most: limits[1].isFinite ? limits[1] : nil, unit: unit)
        default: return nil
        }
    }
}
