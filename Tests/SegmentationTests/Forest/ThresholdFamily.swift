/// Sets of thresholds that are hard on whatever sorts values among them.
enum ThresholdFamily: CaseIterable, Sendable {
    case single
    case wholeNumbers
    case zeros
    case denormals
    case extremes
    /// Nothing but +infinity.
    case infinite
    case allMagnitudes
    /// More neighbouring floats than a bin has thresholds.
    case adjacent
    /// Neighbouring floats, and one far away.
    case outlier
    /// Little crowds of neighbouring floats.
    case crowds
    /// As many as a bin has, and around the number.
    case fullBin
    /// Evenly spread, where buckets begin and end.
    case even

    /// At least one threshold, ascending, none twice.
    func thresholds(_ random: inout RandomData) -> [Float] {
        let greatest = Float.greatestFiniteMagnitude
        let values: [Float]
        switch self {
        case .single: values = [Float.random(in: -5...5, using: &random)]
        case .wholeNumbers: values = (0..<60).map { _ in Float.random(in: 0...300, using: &random).rounded() }
        case .zeros:
            let least = [Float.leastNonzeroMagnitude, .leastNormalMagnitude, Float.leastNormalMagnitude.nextDown]
            values = least + least.map { -$0 } + [Bool.random(using: &random) ? 0 : -0.0]
        case .denormals:
            values = (0..<120).map { index in
                let float = Float(bitPattern: UInt32.random(in: 0..<0x80_0000, using: &random))
                return index.isMultiple(of: 2) ? float : -float
            }
        case .extremes: values = [greatest, -greatest, 3.4e38, -3.4e38, greatest.nextDown, .infinity, 0, 1]
        case .infinite: values = [.infinity]
        case .allMagnitudes:
            values = (0..<400).map { _ in Float(bitPattern: UInt32.random(in: 0 ... .max, using: &random)) }
        case .adjacent: values = Self.neighbours(of: 1000, 300)
        case .outlier:
            let far = [1e30, -1e30, greatest, 1e9][Int.random(in: 0..<4, using: &random)]
            values = Self.neighbours(of: Float.random(in: -2...2, using: &random), 200) + [far]
        case .crowds:
            values = (0..<20).flatMap { _ in Self.neighbours(of: Float.random(in: -1...1, using: &random), 12) }
        case .fullBin:
            let count = Int.random(in: 254...257, using: &random)
            values = (0..<count).map { _ in Float.random(in: 0...1, using: &random) }
        case .even:
            let parts = [63, 64, 127, 189][Int.random(in: 0..<4, using: &random)]
            let start = Float(Int.random(in: -100...100, using: &random))
            values = (0...parts).map { start + Float($0) * 0.1 }
        }
        // What APOC cannot write, -infinity and NaN, is no threshold; the zeros are one.
        return Array(Set(values.filter { $0 > -.infinity })).sorted()
    }

    private static func neighbours(of value: Float, _ count: Int) -> [Float] {
        Array(sequence(first: value) { $0.nextUp }.prefix(count))
    }
}

extension RandomData {
    /// `count` values around `thresholds`: the same, one float above and below, between, and whatever floats there are.
    mutating func values(around thresholds: [Float], count: Int) -> [Float] {
        var values: [Float] = [
            .nan, -.nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, -.leastNormalMagnitude,
        ]
        values += thresholds.flatMap { [$0, $0.nextUp, $0.nextDown] }.prefix(count - values.count)
        let low = max(thresholds.first ?? 0, -1e38)
        let high = min(thresholds.last ?? 0, 1e38)
        while values.count < count {
            let isBetween = low < high && Bool.random(using: &self)
            values.append(
                isBetween
                    ? Float.random(in: low...high, using: &self)
                    : Float(bitPattern: UInt32.random(in: 0 ... .max, using: &self))
            )
        }
        return values.shuffled(using: &self)
    }
}
