/// One operation of a plan, and where its input planes come from.
package struct FeatureStep: Sendable, Hashable {
    package var operation: FeatureOperation
    /// Indices of earlier steps; -1 is the image itself.
    package var inputs: [Int]

    /// The step that applies `operation` to the results of `inputs`.
    package init(operation: FeatureOperation, inputs: [Int]) {
        self.operation = operation
        self.inputs = inputs
    }
}
