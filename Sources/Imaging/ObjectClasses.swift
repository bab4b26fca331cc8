/// The class of each object of a label image.
package struct ObjectClasses: Sendable, Equatable {
    /// By label; entry 0 is the background's, and 0 is no class.
    package var classes: [UInt8]
    /// By label, the share of the votes for that class, 0…1; NaN where the class is 0.
    package var probabilities: [Float]
    /// Number of classes that there may be.
    package let classCount: Int

    /// Classes by label.
    ///
    /// - Precondition: there are as many probabilities as classes.
    package init(classes: [UInt8], probabilities: [Float], classCount: Int) {
        precondition(classes.count == probabilities.count)
        self.classes = classes
        self.probabilities = probabilities
        self.classCount = classCount
    }
}
