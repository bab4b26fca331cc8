/// What a run over the golden cases compared.
struct GoldenTally: CustomStringConvertible {
    let device: String
    var cases: [String] = []
    var classPixels = 0
    var labelPixels = 0
    var probabilityPixels = 0
    var featurePlanes = 0
    var headers = 0
    var forests = 0
    var laterPlanes: [String: Int] = [:]
    var differences: [String] = []

    init(device: String) {
        self.device = device
    }

    /// Counts a comparison; `different` values out of `count` are noted under `what`.
    mutating func note(_ what: String, different: Int) {
        if different > 0 { differences.append("\(what): \(different) values differ") }
    }

    var description: String {
        """
        golden cases on \(device): \(cases.count) cases, \(classPixels) class pixels, \(labelPixels) label pixels, \
        \(probabilityPixels) probabilities, \(featurePlanes) feature planes, \(headers) headers, \(forests) forests; \
        \(differences.count) differences
        """
    }

    /// The cases by name: compared, compared in part, and not yet in scope.
    var names: String {
        let later = laterPlanes.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }
        let reasons = Dictionary(grouping: GoldenScope.later.keys.sorted()) { GoldenScope.later[$0] ?? "" }
        let reasonLines = reasons.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.joined(separator: " "))" }
        return """
              compared: \(cases.joined(separator: " "))
              planes only: \(GoldenScope.planesOnly.joined(separator: " "))
              not yet in scope: \(reasonLines.joined(separator: "; "))
              planes of features not yet in scope: \(later.joined(separator: ", "))
            """
    }
}
