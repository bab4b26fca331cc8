/// One operation of a plan, and where its input planes come from.
package struct FeatureStep: Sendable, Hashable {
    /// What is done.
    package let operation: any FeatureOperator
    /// Indices of earlier steps; -1 is the image itself.
    package let inputs: [Int]

    /// Whether both do the same to the same inputs.
    package static func == (left: FeatureStep, right: FeatureStep) -> Bool {
        left.inputs == right.inputs && left.operation.isEqual(to: right.operation)
    }

    /// Adds the operation and its inputs.
    package func hash(into hasher: inout Hasher) {
        operation.hash(into: &hasher)
        hasher.combine(inputs)
    }
}
