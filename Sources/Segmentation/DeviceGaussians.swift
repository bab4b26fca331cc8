import Features
import OpenCLRuntime

/// The weights of all blurs of a plan, one table after the other, in a device's memory.
struct DeviceGaussians {
    /// One table.
    struct Table {
        /// Where it begins.
        let first: Int
        let halfWidth: Int
        /// The sum the blur divides by.
        let sum: Float
    }

    let buffer: DeviceBuffer
    private let tables: [Double: Table]

    /// Computes the weights on the host, so that all devices agree, and copies them.
    init(_ plan: FeaturePlan, context: Context) throws(OpenCLError) {
        var values: [Float] = []
        var tables: [Double: Table] = [:]
        for step in plan.steps {
            guard case .gaussianBlur(let sigma) = step.operation, tables[sigma] == nil else { continue }
            let weights = GaussianWeights(sigma: sigma)
            tables[sigma] = Table(first: values.count, halfWidth: weights.halfWidth, sum: weights.sum)
            values += weights.weights
        }
        self.tables = tables
        buffer = try DeviceBuffer(context: context, copying: values)
    }

    /// The table of `sigma`, which is one of the plan's.
    subscript(sigma: Double) -> Table {
        guard let table = tables[sigma] else { preconditionFailure("sigma \(sigma) is not in the plan") }
        return table
    }
}
