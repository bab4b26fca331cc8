import Imaging

extension TableReader {
    /// The keys of the step that makes objects of probabilities.
    static var thresholdKeys: [String] { ProbabilityThreshold.Key.allCases.map(\.rawValue) }

    /// The step that makes objects of probabilities, of a table that holds `threshold`.
    func thresholdStep() -> StepSettings? {
        let others = (StepSettings.names + ["channel"]).filter { holds($0) && !Self.thresholdKeys.contains($0) }
        guard others.isEmpty else {
            problem(
                nil,
                "names \(others.joined(separator: ", ")) beside threshold",
                remedy: "write each step in braces of its own: steps = [ { threshold = 0.5, class = 2 }, { … } ]"
            )
            return nil
        }
        let threshold = number("threshold", in: 0...1)
        let core = number("core", in: 0...1)
        let (classNumber, coreClass) = (integer("class", in: 1...255), integer("core_class", in: 1...255))
        let smoothing = smoothing("smooth")
        let areas = holds("area") ? numbers("area", count: 2, example: "[10, 5000]") : [0, .infinity]
        let merges = boolean("merge")
        // What cannot be read is a problem already, and stops here.
        let unread = [("core", core == nil), ("class", classNumber == nil), ("core_class", coreClass == nil)]
        guard let threshold, let smoothing, let areas, !unread.contains(where: { holds($0.0) && $0.1 }),
            merges != nil || !holds("merge")
        else { return nil }
        do throws(ProbabilityThreshold.Problem) {
            return .thresholdProbabilities(
                try ProbabilityThreshold(
                    threshold: threshold,
                    classNumber: classNumber,
                    core: core,
                    coreClass: coreClass,
                    smoothing: smoothing,
                    least: areas[0],
                    most: areas[1],
                    merges: merges ?? true
                )
            )
        } catch {
            problem(error.key.rawValue, error.message, remedy: error.remedy)
            return nil
        }
    }

    /// A number of pixels at `key`, or one for each of X, Y and Z.
    private func smoothing(_ key: String) -> [Double]? {
        guard holds(key) else { return [0] }
        let range = 0...ProbabilityThreshold.mostSmoothing
        guard isList(key) else { return number(key, in: range).map { [$0] } }
        return numbers(key, count: 3, example: "[1, 1, 0.5]")
    }
}
