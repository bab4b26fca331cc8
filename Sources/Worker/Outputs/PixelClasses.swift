import Classifiers
import Forests
import Imaging
import WorkerProtocol

/// The classes that a classifier gives pixels.
struct PixelClasses {
    /// All of them, from class 1.
    let labels: [ClassLabel]
    /// Those whose probabilities are computed, in order.
    let probabilities: [ClassLabel]

    /// The classes of `classifier`, under the names that `recipe` gives them.
    init(_ classifier: Classifier, recipe: Recipe) {
        let (names, colors) = (recipe.pixelClassNames, recipe.pixelClassColors)
        let labels = (0..<classifier.forest.classCount).map { ClassLabel($0 + 1, names: names, colors: colors) }
        // A forest that ends in a class number instead of a probability has no class of its own.
        let mapped = classifier.probabilityClass.map { [labels[$0 - 1]] } ?? [ClassLabel(text: "class number")]
        probabilities = classifier.kind == .probabilityMapper ? mapped : labels
        self.labels = labels
    }
}

/// A class, for people.
struct ClassLabel {
    /// Counted from 1; nil for what is no class.
    let number: Int?
    /// Its own name, or its number in words: `nuclei`, `class 2`.
    let name: String
    /// Number and name, and the colour where somebody chose one: `class 2 nuclei`, `class 2 nuclei #ff8800`.
    let text: String

    /// Class `number`, counted from 1, under its name among `names`, and with its colour among `colors`, if they have one for it.
    init(_ number: Int, names: [String]?, colors: [ClassPalette.Color]? = nil) {
        self.number = number
        let color = colors.flatMap { $0.indices.contains(number - 1) ? " \($0[number - 1].text)" : nil } ?? ""
        if let names, names.indices.contains(number - 1) {
            name = names[number - 1]
            text = "class \(number) \(name)\(color)"
        } else {
            name = "class \(number)"
            text = name + color
        }
    }

    /// What has no name.
    init(text: String) { (number, name, self.text) = (nil, text, text) }
}
