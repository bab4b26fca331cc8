package import Imaging

/// Every feature computed on the host: what a device must equal bit for bit, and the path without one.
package enum HostFeatures {
    /// The feature images of one channel, one per feature in the plan's order; row-major (Y, X), volumes (Z, Y, X).
    ///
    /// An image is freed with its last use; at most the plan's widest set of live steps is held, and two more. `progress` is called after each
    /// step.
    ///
    /// - Precondition: `plane` has one value per pixel of `size`, and the plan no problem with its dimensions.
    package static func evaluate(
        _ plan: FeaturePlan,
        plane: [Float],
        size: ImageSize,
        progress: () -> Void = {}
    ) -> [[Float]] {
        precondition(plane.count == size.pixelCount)
        guard size.pixelCount > 0 else { return plan.outputs.map { _ in [] } }
        var uses = plan.steps.map { _ in 0 }
        for input in plan.steps.flatMap(\.inputs) + plan.outputs where input >= 0 { uses[input] += 1 }
        var results: [[Float]] = []
        for step in plan.steps {
            let inputs = step.inputs.map { $0 < 0 ? plane : results[$0] }
            results.append(step.operation.evaluate(inputs, size: size))
            for input in step.inputs where input >= 0 {
                uses[input] -= 1
                if uses[input] == 0 { results[input] = [] }
            }
            progress()
        }
        return plan.outputs.map { $0 < 0 ? plane : results[$0] }
    }
}
