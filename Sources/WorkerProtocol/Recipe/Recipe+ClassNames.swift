package import Imaging

extension Recipe {
    /// Whether a step gives objects classes of their own: then these are the classes that have names.
    package var classifiesObjects: Bool {
        steps.contains { if case .classifyObjects = $0 { true } else { false } }
    }

    /// The names of the classes of pixels, from class 1; nil where they are called by their numbers.
    package var pixelClassNames: [String]? { classifiesObjects ? nil : classNames }

    /// The colours of the classes of pixels, from class 1; nil where nobody chose any.
    package var pixelClassColors: [ClassPalette.Color]? { classifiesObjects ? nil : classColors }

    /// The class, from 1, that all objects are made of, where it is shown: where classes have colours, and objects are made of one
    /// class alone, or of its probability.
    package var classOfObjects: Int? {
        guard classColors != nil, !classifiesObjects else { return nil }
        for case .thresholdProbabilities(let threshold) in steps { return threshold.classNumber }
        guard case .positiveClass(let number) = foreground else { return nil }
        return number
    }
}
