import TestSupport

/// What a run over the golden cases compared.
struct GoldenTally: CustomStringConvertible {
    let device: String
    var cases: [String] = []
    var classPixels = 0
    var labelPixels = 0
    var probabilityPixels = 0
    var features = FeatureTally()
    var headers = 0
    var forests = 0
    /// Files of cases whose reference is undefined.
    var undefined: [String] = []
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
        \(probabilityPixels) probabilities, \(features.planes) feature planes (\(features.exactPlanes) bit-equal), \
        \(headers) headers, \(forests) forests; \(differences.count) differences
        """
    }

    /// The cases by name, and every feature.
    var details: String {
        let reasons = GoldenScope.undefined.values.joined(separator: ", ")
        return """
              compared: \(cases.joined(separator: " "))
              run, reference undefined (\(reasons)): \(undefined.joined(separator: " "))
              of objects, not pixels: \(GoldenScope.objects.joined(separator: " "))
            \(features)
            """
    }
}
