import Imaging
import Kernels

extension FeatureFamily {
    /// Two planes, pixel by pixel; other families' features are made with them.
    static let planeArithmetic = FeatureFamily(kernels: [SubtractPlanes.kernel, DividePlanes.kernel])
}

/// The first input minus the second.
struct SubtractPlanes: FeatureOperator {
    fileprivate static let kernel = FeatureKernel("subtract_planes", in: file, stage: .arithmetic)

    var halo: Int { 0 }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] { combine(inputs, -) }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel)] }
}

/// The first input divided by the second.
struct DividePlanes: FeatureOperator {
    fileprivate static let kernel = FeatureKernel("divide_planes", in: file, stage: .arithmetic)

    var halo: Int { 0 }
    var makesSpecialValues: Bool { true }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] { combine(inputs, /) }

    func passes(is3D: Bool) -> [FeaturePass] { [FeaturePass(Self.kernel)] }
}

private let file = KernelFile("subtract_planes", PackageResources.subtract_planes_cl, in: .common)

@inline(__always)
private func combine(_ inputs: [[Float]], _ operation: (Float, Float) -> Float) -> [Float] {
    let (left, right) = (inputs[0], inputs[1])
    return [Float](unsafeUninitializedCapacity: left.count) { result, count in
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                for index in left.indices { result[index] = operation(left[index], right[index]) }
            }
        }
        count = left.count
    }
}
