/// The class of each object of a label image; entry k is that of label k, entry 0 that of the background.
package struct ObjectClasses: Sendable, Equatable {
    /// Counted from 1; 0 is no class: the background, a label that no pixel has, or an object whose features are no numbers.
    package var classes: [UInt8]
    /// The share of the forest's votes for that class, 0…1; NaN where the class is 0.
    package var probabilities: [Float]
    /// Number of classes that the classifier knows.
    package let classCount: Int

    /// Classes and probabilities by label.
    ///
    /// - Precondition: both have one entry a label, the background included.
    package init(classes: [UInt8], probabilities: [Float], classCount: Int) {
        precondition(classes.count == probabilities.count)
        self.classes = classes
        self.probabilities = probabilities
        self.classCount = classCount
    }

    /// The classes of objects made of these ones: entry k of `origins` is the label that new label k comes from.
    package func carried(to origins: [UInt32]) -> ObjectClasses {
        ObjectClasses(
            classes: origins.map { classes[Int($0)] },
            probabilities: origins.map { probabilities[Int($0)] },
            classCount: classCount
        )
    }
}
