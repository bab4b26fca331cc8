package import Imaging

/// How probabilities and uncertainties are written where somebody wants another type or range: by the rule of ilastik's
/// headless mode (`--export_dtype`, `--pipeline_result_drange`, `--export_drange`).
package struct ValueExport: Sendable, Hashable, Codable {
    /// Two values, the first of which need not be the smaller one.
    package struct Span: Sendable, Hashable, Codable, CustomStringConvertible {
        package var first: Double
        package var last: Double

        /// From `first` to `last`.
        package init(_ first: Double, _ last: Double) { (self.first, self.last) = (first, last) }

        /// As options and identities have it: `0.0,1.0`.
        package var description: String { "\(first),\(last)" }
    }

    /// Which values become which.
    package struct Scale: Sendable, Hashable, Codable {
        /// What lies in the map, such as 0 to 1.
        package var from: Span
        /// What is written in its place, such as 0 to 255.
        package var to: Span

        /// Values of `from` to values of `to`.
        package init(from: Span, to: Span) { (self.from, self.to) = (from, to) }
    }

    /// The type of the numbers that are written.
    package var type: PixelType
    /// Which values become which; nil leaves them as they are.
    package var scale: Scale?

    /// Numbers of `type`.
    package init(type: PixelType, scale: Scale? = nil) { (self.type, self.scale) = (type, scale) }

    /// What is written in place of `values`.
    ///
    /// The rule of ilastik (lazyflow/operators/ioOperators/opFormattedDataExport.py at 129bacdf), to the bit: with
    /// f = float32((to.last − to.first) ÷ (from.last − from.first)), the quotient in double, a value v becomes
    /// to.first + (v − from.first) · f, each operation in float32 and rounded by itself; whole numbers are cut off towards 0,
    /// not rounded. What lies outside of the type's range, which NumPy leaves to the processor, becomes its nearest
    /// value, and NaN becomes 0.
    package func pixels(_ values: [Float]) -> PixelValues {
        let scaled = scale.map { scale in
            let factor = Float((scale.to.last - scale.to.first) / (scale.from.last - scale.from.first))
            let (origin, first) = (Float(scale.from.first), Float(scale.to.first))
            return values.map { first + ($0 - origin) * factor }
        }
        let result = scaled ?? values
        switch type {
        case .uint8: return .uint8(result.map(Self.whole))
        case .uint16: return .uint16(result.map(Self.whole))
        case .uint32: return .uint32(result.map(Self.whole))
        case .float32: return .float32(result)
        }
    }

    private static func whole<Value: FixedWidthInteger & UnsignedInteger>(_ value: Float) -> Value {
        guard value > 0 else { return 0 }
        // The next float above the largest number is a power of two.
        return value >= Float(Value.max) ? .max : Value(value)
    }
}

extension ValueExport {
    /// The values that are shown black and white: where 0 and 1 go, in ascending order.
    package var shown: ClosedRange<Double> {
        guard let scale else { return 0...1 }
        return min(scale.to.first, scale.to.last)...max(scale.to.first, scale.to.last)
    }

    /// What the numbers stand for, for people who find the file alone; empty where they are what they are.
    package var lines: [String] {
        scale.map { ["\($0.to.first) to \($0.to.last) stand for \($0.from.first) to \($0.from.last)"] } ?? []
    }
}
