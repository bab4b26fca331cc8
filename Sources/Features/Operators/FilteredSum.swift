import Imaging

/// Several images, each filtered along the same axis, put together pixel by pixel; images are mirrored at their borders.
struct FilteredSum: FeatureOperator {
    /// How values are put together.
    enum Rule: Sendable, Hashable {
        /// a + b (+ c)
        case sum
        /// a - b
        case difference
        /// √(a² + b² (+ c²))
        case magnitude
    }

    /// The filter of each input, two or three.
    let filters: [SampledGaussian]
    let axis: Axis
    let rule: Rule

    var halo: Int { axis == .z ? 0 : halfWidth }
    var halos: (columns: Int, rows: Int) { (axis == .x ? halfWidth : 0, axis == .y ? halfWidth : 0) }

    private var halfWidth: Int { filters.map(\.halfWidth).max() ?? 0 }

    func problem(onDimensions dimensions: Int) -> String? { axis == .z ? Axis.problem(onDimensions: dimensions) : nil }

    /// From left to right, every operation rounded by itself.
    func evaluate(_ inputs: [[Float]], size: ImageSize) -> [Float] {
        var result = filtered(inputs[0], filters[0], size)
        for (input, filter) in zip(inputs, filters).dropFirst() {
            let next = filtered(input, filter, size)
            for pixel in result.indices {
                result[pixel] = rule == .difference ? result[pixel] - next[pixel] : result[pixel] + next[pixel]
            }
        }
        if rule == .magnitude { for pixel in result.indices { result[pixel].formSquareRoot() } }
        return result
    }

    /// An input as it goes into the sum: filtered, and for a magnitude squared.
    private func filtered(_ input: [Float], _ filter: SampledGaussian, _ size: ImageSize) -> [Float] {
        var result = MirroredFilter.apply(filter, along: axis, to: input, size: size)
        if rule == .magnitude { for pixel in result.indices { result[pixel] *= result[pixel] } }
        return result
    }
}
