import TestSupport

/// What was compared of one golden case, and what differs.
struct GoldenTally: CustomStringConvertible {
    let device: String
    let name: String
    var classPixels = 0
    var labelPixels = 0
    var probabilityPixels = 0
    /// Pixels whose class depends on an undefined result of the reference.
    var undefinedPixels = 0
    var features = FeatureTally()
    var headers = 0
    var forests = 0
    private(set) var differences: [String] = []

    init(_ name: String, device: String) {
        (self.name, self.device) = (name, device)
    }

    /// Notes that `different` values of `what` are not the reference's.
    mutating func note(_ what: String, different: Int) {
        if different > 0 { differences.append("\(what): \(different) values differ") }
    }

    /// Notes that a feature is not what is demanded.
    mutating func note(_ token: String, _ outcome: FeatureTally.Outcome) {
        features.add(outcome, to: token.prefix { $0 != "=" }.description)
        if !outcome.isAcceptable { differences.append("\(token): \(outcome)") }
    }

    /// Whether anything at all was compared.
    var isEmpty: Bool {
        classPixels + labelPixels + probabilityPixels + features.planes + headers + forests == 0
    }

    var description: String {
        let counts = [
            (classPixels, "class pixels"), (labelPixels, "label pixels"), (probabilityPixels, "probabilities"),
            (features.planes, "feature planes (\(features.exactPlanes) bit-equal)"), (headers, "headers"),
            (forests, "forests"), (undefinedPixels, "pixels undefined in the reference"),
        ]
        let compared = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return "golden case \(name) on \(device): \(compared); \(differences.count) differences"
    }
}
