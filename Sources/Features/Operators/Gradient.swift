import Imaging
import Kernels

extension FeatureFamily {
    /// Central differences (Features/README.md, Gradients).
    static let gradient = FeatureFamily(
        features: [
            FeatureDefinition("gradient_x", Gradient(axis: .x)), FeatureDefinition("gradient_y", Gradient(axis: .y)),
            FeatureDefinition("gradient_z", Gradient(axis: .z)),
        ],
        kernels: [Gradient.kernel]
    )
}

/// The next pixel along an axis minus the previous one, not halved.
struct Gradient: FeatureOperator {
    let axis: Axis

    fileprivate static let kernel = FeatureKernel(
        "gradient",
        in: KernelFile("gradient", PackageResources.gradient_cl, in: .neighbours),
        stage: .derivative
    )

    var halo: Int { axis == .z ? 0 : 1 }

    func problem(onDimensions dimensions: Int) -> String? {
        guard axis == .z, dimensions < 3 else { return nil }
        return
            "a gradient along z needs a 3D image with more than one slice; APOC fails on 2D images — remove the feature "
            + "and train again, or segment volumes"
    }

    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        switch axis {
        case .x: Neighbourhood.map(inputs[0], size) { $0[1, 0] - $0[-1, 0] }
        case .y: Neighbourhood.map(inputs[0], size) { $0[0, 1] - $0[0, -1] }
        case .z: Neighbourhood.map(inputs[0], size) { $0[0, 0, 1] - $0[0, 0, -1] }
        }
    }

    func passes(is3D: Bool) -> [FeaturePass] {
        var pass = FeaturePass(Self.kernel, option: axis == .x ? 0 : axis == .y ? 1 : 2)
        pass.columnHalo = axis == .x ? 1 : 0
        pass.rowHalo = axis == .y ? 1 : 0
        return [pass]
    }
}
