import Imaging

/// The arithmetic that exact results rest on, done by a device and by the host.
enum ArithmeticProbe {
    /// What `arithmetic_probe` computes for three numbers, in its order.
    private static let names = [
        "a * b + c unfused", "fma", "division", "square root", "unfused double arithmetic", "double conversion",
        "comparison",
    ]

    /// Numbers that make a fused step, a flushed denormal or a sloppy quotient visible.
    static let triples: [Float] = {
        var random = SplitMix(seed: 0x5E67)
        var triples: [Float] = []
        for _ in 0..<500 {
            let a = random.float(in: -3...3)
            let b = random.float(in: -3...3)
            // The sum cancels all but the rounding error of the product, which a fused step does not have.
            triples += [a, b, -(a * b)]
            triples += [abs(a) * 1000, b, random.float(in: -1e-3...1e-3)]
        }
        let denormal = Float.leastNonzeroMagnitude
        triples += [denormal * 3, 2, denormal, Float.leastNormalMagnitude, 3, 0, 1e-30, 1e-12, 0]
        triples += [.nan, 1, 1, 1, .nan, 1, 0, 0, 0, 1, 0, 0, .infinity, 2, -.infinity, -1, .infinity, 1]
        triples += [16_777_215, 3, 1, .greatestFiniteMagnitude, 2, 1, -0.0, 1, 0]
        return triples
    }()

    /// The first difference between `results` of a device and the host's, in words; nil if there is none.
    static func difference(_ results: [Float]) -> String? {
        for start in stride(from: 0, to: triples.count, by: 3) {
            let (a, b, c) = (triples[start], triples[start + 1], triples[start + 2])
            let expected = host(a, b, c)
            for (index, value) in expected.enumerated() {
                let found = results[start / 3 * names.count + index]
                if !value.isSame(as: found) {
                    return "\(names[index]) of \(a), \(b), \(c): \(found), expected \(value)"
                }
            }
        }
        return nil
    }

    private static func host(_ a: Float, _ b: Float, _ c: Float) -> [Float] {
        let (x, y, z) = (Double(a), Double(b), Double(c))
        return [
            a * b + c, c.addingProduct(a, b), a / b, a.squareRoot(), Float((x * x + y) - x * x), Float(z + x * 0.1),
            a < b ? 1 : 2,
        ]
    }
}

extension Float {
    /// Equal bits, or both not a number: which NaN it is may differ between devices.
    func isSame(as other: Float) -> Bool {
        bitPattern == other.bitPattern || (isNaN && other.isNaN)
    }
}
