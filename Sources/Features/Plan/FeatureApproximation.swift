/// Why a feature is not bit for bit the reference's (spec/apoc.md, section 7).
package enum FeatureApproximation: Sendable, Hashable, CaseIterable {
    case sobelOfVolume
    case hessianOfVolume
    case variance
    case mode
    case series

    /// The reason, for a warning.
    package var reason: String {
        switch self {
        case .sobelOfVolume:
            "sobel in 3D is computed as the intended 27-point operator; APOC's kernel reads past its table of "
                + "coefficients, so that its result differs from device to device"
        case .hessianOfVolume:
            "eigenvalues in 3D are computed in double precision; APOC's solver works in float32, and differs by up to "
                + "1e-4 of the local contrast"
        case .variance:
            "squares are products; APOC calls pow, which differs in the last bits"
        case .mode:
            "values below 0 and from 256 on do not count; APOC writes past its table for them"
        case .series:
            "powers, exponentials, logarithms and cubic roots are computed in double precision and rounded once; the "
                + "functions of APOC's device differ in the last bit"
        }
    }
}
