import Imaging
import SystemPackage
import WorkerProtocol

extension TableReader {
    private static let example = #"steps = [ { keep = "round.cl" }, { area = [20, 5000] } ]"#

    /// The steps at `key`, each a small table with the step's name as its key.
    func steps(_ key: String, base: FilePath) -> [StepSettings] {
        let keys = StepSettings.names + ["channel"] + Self.thresholdKeys.filter { !StepSettings.names.contains($0) }
        guard let tables = tables(key, keys: keys, remedy: "write \(Self.example)") else { return [] }
        return tables.compactMap { $0.step(base: base) }
    }

    private func step(base: FilePath) -> StepSettings? {
        if holds(StepSettings.thresholdName) { return thresholdStep() }
        let names = StepSettings.names.filter(holds)
        guard let name = names.first, names.count == 1 else {
            if names.isEmpty, holdsUnknownKeys { return nil }
            problem(
                nil,
                names.isEmpty ? "names no step" : "names \(names.count) steps (\(names.joined(separator: ", ")))",
                remedy: "write each step in braces of its own: \(Self.example)"
            )
            return nil
        }
        for key in Self.thresholdKeys where key != name && holds(key) {
            problem(key, "has no meaning for \(name)", remedy: "leave \(key) out, or write a threshold")
        }
        let task = StepSettings.ObjectTask(rawValue: name)
        if task == nil, holds("channel") {
            problem("channel", "has no meaning for \(name)", remedy: "leave channel out")
        }
        if let task {
            guard let file = filePath(name, base: base, example: "/etc/segmentd/objects.cl") else { return nil }
            return .byClassifier(task, file, intensitySource("channel"))
        }
        do throws(StepSettings.Problem) {
            if let unit = SizeUnit(rawValue: name) {
                guard let bounds = numbers(name, count: 2, example: "[20, 5000]") else { return nil }
                return try StepSettings(least: bounds[0], most: bounds[1], unit: unit)
            }
            switch name {
            case "border": return try text(name, example: "drop").map(step(named: name))
            case "fill_holes": return boolean(name).flatMap { $0 ? .fillHoles : nil }
            default: return try number(name, in: 0...StepSettings.mostSmoothing).map(smoothed)
            }
        } catch {
            problem(name, error.message, remedy: error.remedy)
            return nil
        }
    }

    private func step(named name: String) -> (String) throws(StepSettings.Problem) -> StepSettings {
        { value throws(StepSettings.Problem) in try StepSettings(name: name, value: value) }
    }

    private func smoothed(_ pixels: Double) throws(StepSettings.Problem) -> StepSettings {
        try StepSettings(smoothing: pixels)
    }

    /// A channel, from 0, or `"none"`, at `key`.
    private func intensitySource(_ key: String) -> IntensitySource? {
        if textIfText(key) == "none" { return .labels }
        return integer(key, in: 0...9999).map(IntensitySource.channel)
    }

    /// The groups of columns at `key`, each once.
    func measurementGroups(_ key: String) -> [MeasurementGroup]? {
        let words = MeasurementGroup.allCases.map(\.rawValue)
        let example = words.map { "\"\($0)\"" }.joined(separator: ", ")
        guard let elements = texts(key, example: example) else { return nil }
        var groups: [MeasurementGroup] = []
        for (keyPath, text) in elements {
            guard let group = MeasurementGroup(rawValue: text) else {
                elementProblem(keyPath, "\"\(text)\" is not a group of measurements", remedy: "write \(example)")
                continue
            }
            if !groups.contains(group) { groups.append(group) }
        }
        return groups
    }

    /// How label images that others made are called, at `key`.
    func labelsPattern(_ key: String) -> LabelsPattern? {
        guard let text = text(key, example: LabelsPattern.example) else { return nil }
        do throws(StepSettings.Problem) { return try LabelsPattern(text) } catch {
            problem(key, error.message, remedy: error.remedy)
            return nil
        }
    }
}
