import Imaging

extension TableReader {
    /// The channels or positions at `key`, by number or name: `[1, "DAPI"]`, or one of them without brackets.
    func axisSelection(_ key: String, example: String) -> AxisSelection? {
        guard let elements = numbersAndTexts(key, example: example) else { return nil }
        var entries: [AxisSelection.Entry] = []
        for (keyPath, number, text) in elements {
            let entry = number.map(AxisSelection.Entry.number) ?? .name(text ?? "")
            do throws(AxisSelection.Problem) {
                _ = try AxisSelection(checking: [entry])
                entries.append(entry)
            } catch {
                elementProblem(keyPath, error.message, remedy: "write for example \(key) = \(example)")
            }
        }
        // What is wrong with one of them is said already.
        if entries.isEmpty, !elements.isEmpty { return nil }
        do throws(AxisSelection.Problem) { return try AxisSelection(checking: entries) } catch {
            problem(key, error.message, remedy: error.remedy)
            return nil
        }
    }
}
