extension OutputKind {
    /// What the name of an output of this kind ends with.
    package var nameEnding: String {
        switch self {
        case .mask, .labels, .classes, .probabilities: "_\(rawValue).tif"
        case .objects: "_\(rawValue).csv"
        }
    }

    /// What a recipe can write.
    ///
    /// - Parameters:
    ///   - classifierClass: the classifier's class as in its file, for example `PixelClassifier`.
    ///   - hasPositiveClass: whether the recipe (or an ObjectSegmenter's file) singles out a class.
    ///   - hasThreshold: whether the recipe turns a probability into a mask.
    package static func possible(
        classifierClass: String,
        hasPositiveClass: Bool,
        hasThreshold: Bool
    ) -> Set<OutputKind> {
        let foreground: Set<OutputKind> = [.mask, .labels, .objects]
        switch classifierClass {
        case "ObjectSegmenter": return foreground.union([.classes, .probabilities])
        case "ProbabilityMapper": return hasThreshold ? foreground.union([.probabilities]) : [.probabilities]
        default: return hasPositiveClass ? Set(allCases) : [.classes, .probabilities]
        }
    }

    /// What a recipe writes that does not say; parameters as in `possible`.
    package static func standard(
        classifierClass: String,
        hasPositiveClass: Bool,
        hasThreshold: Bool
    ) -> [OutputKind] {
        switch classifierClass {
        case "ObjectSegmenter": [.mask, .labels, .objects]
        case "ProbabilityMapper": hasThreshold ? [.probabilities, .mask, .labels, .objects] : [.probabilities]
        default: hasPositiveClass ? [.classes, .mask, .labels, .objects] : [.classes]
        }
    }
}
