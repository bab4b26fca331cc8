/// A number as the sum of two float32, the second below the last bit of the first: arithmetic with some 48 bits.
///
/// The operations are those of T. J. Dekker, "A floating-point technique for extending the available precision" (1971), in
/// the order of the mathematics library of PoCL, without fused steps: powers differ in their last bit otherwise.
struct ExtendedFloat {
    var high: Float
    var low: Float

    /// The product of two float32, without error.
    static func product(_ a: Float, _ b: Float) -> ExtendedFloat {
        let (a1, b1) = (leading(a), leading(b))
        let (a2, b2) = (a - a1, b - b1)
        let high = a * b
        return ExtendedFloat(high: high, low: a2 * b2 + (a2 * b1 + (a1 * b2 + (a1 * b1 - high))))
    }

    static func * (a: ExtendedFloat, b: ExtendedFloat) -> ExtendedFloat {
        let exact = product(a.high, b.high)
        return normal(exact.high, (a.low * b.high + a.high * b.low) + exact.low)
    }

    static func * (a: Float, b: ExtendedFloat) -> ExtendedFloat {
        let exact = product(a, b.high)
        return normal(exact.high, a * b.low + exact.low)
    }

    static func * (a: ExtendedFloat, b: Float) -> ExtendedFloat {
        let exact = product(a.high, b)
        return normal(exact.high, a.low * b + exact.low)
    }

    /// The quotient of a float32.
    static func / (a: Float, b: ExtendedFloat) -> ExtendedFloat {
        let reciprocal = 1 / b.high
        let estimate = a * reciprocal
        let back = estimate * b
        let rest = a - back.high
        return normal(estimate, reciprocal * (rest + ((a - rest - back.high) - back.low)))
    }

    /// The square.
    var squared: ExtendedFloat {
        let first = Self.leading(high)
        let second = high - first
        let square = high * high
        let error = second * second + ((first * first - square) + 2 * first * second)
        return Self.normal(square, low * low + (2 * (high * low) + error))
    }

    /// Twice the number, without error.
    var doubled: ExtendedFloat { ExtendedFloat(high: 2 * high, low: 2 * low) }

    /// The sum with a number that is not larger.
    func addingSmaller(_ other: ExtendedFloat) -> ExtendedFloat {
        let sum = high + other.high
        return Self.normal(sum, (low + other.low) + (other.high - (sum - high)))
    }

    /// The sum of two numbers of any sizes.
    static func + (a: ExtendedFloat, b: ExtendedFloat) -> ExtendedFloat {
        let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
        let inner = normal(high.high, high.low + low.high)
        return normal(inner.high, low.low + inner.low)
    }

    /// The difference to a float32.
    static func - (a: ExtendedFloat, b: Float) -> ExtendedFloat {
        let difference = a.high - b
        return normal(difference, a.low + ((a.high - difference) - b))
    }

    /// The sum of two float32 of any sizes, without error.
    static func sum(_ a: Float, _ b: Float) -> ExtendedFloat {
        let sum = a + b
        let rest = sum - a
        return ExtendedFloat(high: sum, low: (b - rest) + (a - (sum - rest)))
    }

    /// The sum of two float32 of which the second is the smaller.
    static func normal(_ a: Float, _ b: Float) -> ExtendedFloat {
        let sum = a + b
        return ExtendedFloat(high: sum, low: b - (sum - a))
    }

    /// The first 12 bits: products of such numbers are exact.
    private static func leading(_ value: Float) -> Float { Float(bitPattern: value.bitPattern & 0xffff_f000) }
}
