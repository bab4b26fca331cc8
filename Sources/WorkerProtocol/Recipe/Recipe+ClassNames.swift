extension Recipe {
    /// Whether a step gives objects classes of their own: then these are the classes that have names.
    package var classifiesObjects: Bool {
        steps.contains { if case .classifyObjects = $0 { true } else { false } }
    }

    /// The names of the classes of pixels, from class 1; nil where they are called by their numbers.
    package var pixelClassNames: [String]? { classifiesObjects ? nil : classNames }
}
