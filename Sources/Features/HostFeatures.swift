package import Imaging

/// Every feature computed on the host: what a device must equal bit for bit, and the path without one.
package enum HostFeatures {
    /// The feature planes of one channel, one per feature in the plan's order; row-major (Y, X).
    ///
    /// A plane is freed with its last use; at most the plan's widest set of live steps is held.
    ///
    /// - Precondition: `plane` has one value per pixel of `size`.
    package static func evaluate(_ plan: FeaturePlan, plane: [Float], size: ImageSize) -> [[Float]] {
        precondition(plane.count == size.pixelCount)
        var uses = plan.steps.map { _ in 0 }
        for input in plan.steps.flatMap(\.inputs) + plan.outputs where input >= 0 { uses[input] += 1 }
        var results: [[Float]] = []
        for step in plan.steps {
            let inputs = step.inputs.map { $0 < 0 ? plane : results[$0] }
            results.append(apply(step.operation, to: inputs, size: size))
            for input in step.inputs where input >= 0 {
                uses[input] -= 1
                if uses[input] == 0 { results[input] = [] }
            }
        }
        return plan.outputs.map { $0 < 0 ? plane : results[$0] }
    }

    /// One operation on whole planes.
    package static func apply(_ operation: FeatureOperation, to inputs: [[Float]], size: ImageSize) -> [Float] {
        guard size.pixelCount > 0 else { return [] }
        return switch operation {
        case .gaussianBlur(let sigma): HostGaussian.blur(inputs[0], size: size, weights: GaussianWeights(sigma: sigma))
        case .laplaceBox: HostNeighbourhood.laplaceBox(inputs[0], size: size)
        case .sobel: HostNeighbourhood.sobel(inputs[0], size: size)
        case .subtract: subtract(inputs[0], inputs[1])
        default: preconditionFailure("later")
        }
    }

    private static func subtract(_ left: [Float], _ right: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: left.count) { result, count in
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in
                    for index in 0..<left.count { result[index] = left[index] - right[index] }
                }
            }
            count = left.count
        }
    }
}
