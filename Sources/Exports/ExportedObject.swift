package import Imaging

/// What is told of an object beside its pixels.
package struct ExportedObject: Sendable, Equatable {
    /// Its number in the label image.
    package let label: Int
    /// Number of its pixels in the slice.
    package let area: Int
    /// P, from 0.
    package let position: Int
    /// T, from 0.
    package let frame: Int
    /// Z, from 0.
    package let slice: Int
    /// Its class; 0 for no class, nil where objects were not classified.
    package let objectClass: Int?
    /// The share of the votes for the class; nil without a class.
    package let probability: Float?

    /// An object of a slice, with its entry in `classes`.
    package init(
        label: Int,
        area: Int,
        position: Int = 0,
        frame: Int,
        slice: Int,
        classes: ObjectClasses? = nil
    ) {
        self.label = label
        self.area = area
        self.position = position
        self.frame = frame
        self.slice = slice
        guard let classes, classes.classes.indices.contains(label) else {
            (objectClass, probability) = (nil, nil)
            return
        }
        let number = classes.classes[label]
        let share = classes.probabilities[label]
        objectClass = Int(number)
        probability = number > 0 && share.isFinite ? share : nil
    }

    /// What a class is called: by its name among `names`, which begin with class 1, else by its number.
    static func name(ofClass number: Int, names: [String]) -> String {
        if names.indices.contains(number - 1) { return names[number - 1] }
        return number == 0 ? "no class" : "class \(number)"
    }
}
