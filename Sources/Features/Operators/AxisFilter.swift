import Imaging

/// A filter along one axis, of an image or of the product of two; the image is mirrored at its borders.
struct AxisFilter: FeatureOperator {
    let filter: SampledGaussian
    let axis: Axis
    /// Whether it has two inputs, which are multiplied pixel by pixel first.
    var isOfProduct = false

    var halo: Int { axis == .z ? 0 : halfWidth }
    var halos: (columns: Int, rows: Int) { (axis == .x ? halfWidth : 0, axis == .y ? halfWidth : 0) }

    private var halfWidth: Int { filter.halfWidth }

    func problem(onDimensions dimensions: Int) -> String? { axis == .z ? Axis.problem(onDimensions: dimensions) : nil }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        let image = isOfProduct ? product(inputs[0], inputs[1]) : inputs[0]
        return MirroredFilter.apply(filter, along: axis, to: image, size: size)
    }

    private func product(_ left: [Float], _ right: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: left.count) { result, count in
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in
                    for index in left.indices { result[index] = left[index] * right[index] }
                }
            }
            count = left.count
        }
    }
}

extension Axis {
    /// Why a filter along z has no result on images of `dimensions` axes; nil where it has one.
    static func problem(onDimensions dimensions: Int) -> String? {
        guard dimensions < 3 else { return nil }
        return
            "a 3D feature needs a volume with more than one slice; ilastik's 3D features have no result on planes — segment "
            + "volumes, or train with the scales computed in 2D"
    }
}
