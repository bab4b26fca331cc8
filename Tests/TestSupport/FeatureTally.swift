/// How the planes of each feature compare with the reference's.
package struct FeatureTally: Sendable, CustomStringConvertible {
    /// One plane against the reference's.
    package struct Outcome: Sendable, CustomStringConvertible {
        /// What is demanded of a plane.
        package enum Kind: Sendable {
            case exact
            /// Within a tolerance.
            case near
            /// The reference's result is undefined.
            case undefined
        }

        package let kind: Kind
        /// Pixels that are not equal bit for bit; any NaN equals any other.
        package private(set) var different = 0
        /// Pixels beyond the tolerance.
        package private(set) var beyond = 0
        /// The largest difference, and the largest one in units of the reference's last place.
        package private(set) var worst = 0.0
        package private(set) var worstUnits = 0.0
        package let count: Int

        /// Compares a plane; `tolerance` gives the difference that is allowed at each pixel.
        package init(
            _ result: [Float],
            _ expected: [Float],
            kind: Kind = .near,
            tolerance: (Int) -> Double = { _ in 0 }
        ) {
            self.kind = kind
            count = expected.count
            guard result.count == expected.count else {
                (different, beyond, worst) = (count, count, .infinity)
                return
            }
            for (index, pair) in zip(result, expected).enumerated() {
                if pair.0.bitPattern == pair.1.bitPattern || (pair.0.isNaN && pair.1.isNaN) { continue }
                let difference = abs(Double(pair.0) - Double(pair.1))
                different += 1
                if !(difference <= tolerance(index)) { beyond += 1 }
                worst = max(worst, difference)
                worstUnits = max(worstUnits, difference / Double(pair.1.ulp))
            }
        }

        /// Whether the plane is what is demanded of it.
        package var isAcceptable: Bool { kind == .undefined || (kind == .exact ? different == 0 : beyond == 0) }

        package var description: String {
            "\(different) of \(count) differ, \(beyond) beyond the tolerance, by up to \(worst)"
        }
    }

    private var outcomes: [String: [Outcome]] = [:]

    /// A tally of nothing yet.
    package init() {}

    /// Counts one plane of the feature `name`.
    package mutating func add(_ outcome: Outcome, to name: String) { outcomes[name, default: []].append(outcome) }

    /// Planes compared.
    package var planes: Int { outcomes.values.reduce(0) { $0 + $1.count } }

    /// Planes that equal the reference's bit for bit, and those that are not what is demanded.
    package var exactPlanes: Int { outcomes.values.reduce(0) { $0 + $1.count { $0.different == 0 } } }

    /// A line for each feature.
    package var description: String {
        let lines = outcomes.sorted { $0.key < $1.key }.map { name, outcomes in
            let exact = outcomes.count { $0.different == 0 }
            let near = outcomes.count { $0.kind != .undefined && $0.isAcceptable }
            let worst = outcomes.map(\.worst).max() ?? 0
            let units = outcomes.map(\.worstUnits).max() ?? 0
            let kind = outcomes.contains { $0.kind == .undefined } ? ", reference undefined" : ""
            return "\(name): \(outcomes.count) planes, \(exact) bit-equal, \(near) within tolerance, "
                + "worst \(Float(worst)) (\(Int(min(units, 1e15))) ulp)\(kind)"
        }
        return "golden features, \(planes) planes:\n" + lines.joined(separator: "\n")
    }
}
