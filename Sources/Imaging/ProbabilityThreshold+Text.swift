extension ProbabilityThreshold {
    /// The parts that say something, as `--step threshold=` takes them: `0.5,class=2,core=0.8,smooth=1,area=10,5000`.
    package var optionText: String {
        ([number(threshold)] + parts.map { "\($0)=\($1.joined(separator: ","))" }).joined(separator: ",")
    }

    /// The same as a step of a recipe: `{ threshold = 0.5, class = 2, core = 0.8, smooth = 1.0, area = [10, 5000] }`.
    package var recipeText: String {
        let words = [(Key.threshold, [number(threshold)])] + parts
        let settings = words.map { key, values in
            "\(key) = \(values.count == 1 ? values[0] : "[\(values.joined(separator: ", "))]")"
        }
        return "{ \(settings.joined(separator: ", ")) }"
    }

    /// Every part but the first threshold that is not what it is where nobody writes it.
    private var parts: [(key: Key, values: [String])] {
        var parts: [(Key, [String])] = []
        if let classNumber { parts.append((.class, ["\(classNumber)"])) }
        if let core {
            parts.append((.core, [number(core.threshold)]))
            if let number = core.classNumber { parts.append((.coreClass, ["\(number)"])) }
        }
        if smoothing.contains(where: { $0 > 0 }) {
            parts.append((.smooth, Set(smoothing).count == 1 ? ["\(smoothing[0])"] : smoothing.map { "\($0)" }))
        }
        if least > 0 || most != nil { parts.append((.area, ["\(least)", most.map { "\($0)" } ?? "inf"])) }
        if let core, !core.merges { parts.append((.merge, ["false"])) }
        return parts
    }

    private func number(_ value: Float) -> String { "\(value)" }

    /// Reads what `optionText` writes: a number, then keys with their values; numbers without a key belong to the key
    /// before them.
    ///
    /// - Throws: a `Problem` that names the key.
    package init(optionText text: String) throws(Problem) {
        var values: [Key: [String]] = [:]
        var key = Key.threshold
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            var value = word
            if let sign = word.firstIndex(of: "=") {
                guard let named = Key(rawValue: String(word[..<sign])), values[named] == nil else {
                    let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Problem(.threshold, "has a part \"\(word)\"", "write each part once: \(known)")
                }
                (key, value) = (named, word[word.index(after: sign)...])
            }
            values[key, default: []].append(String(value))
        }
        func numbers(_ key: Key, _ counts: ClosedRange<Int>) throws(Problem) -> [Double]? {
            guard let words = values[key] else { return nil }
            let numbers = words.compactMap { Double($0) }
            guard numbers.count == words.count, counts.contains(numbers.count) else {
                let example = "threshold=0.5,class=2,core=0.8,smooth=1,area=10,5000"
                throw Problem(key, "is \"\(words.joined(separator: ","))\"", "write for example \(example)")
            }
            return numbers
        }
        func whole(_ key: Key) throws(Problem) -> Int? {
            guard let number = try numbers(key, 1...1)?[0] else { return nil }
            guard let whole = Int(exactly: number) else {
                throw Problem(key, "is \(number)", "write the number of a class, from 1")
            }
            return whole
        }
        guard let threshold = try numbers(.threshold, 1...1)?[0] else {
            throw Problem(.threshold, "is missing", "write for example threshold=0.5")
        }
        let areas = try numbers(.area, 2...2) ?? [0, .infinity]
        let merge = values[.merge] ?? ["true"]
        guard merge == ["true"] || merge == ["false"] else {
            throw Problem(.merge, "must be true or false", "write merge=false, or leave it out")
        }
        try self.init(
            threshold: threshold,
            classNumber: try whole(.class),
            core: try numbers(.core, 1...1)?[0],
            coreClass: try whole(.coreClass),
            smoothing: try numbers(.smooth, 1...3) ?? [0],
            least: areas[0],
            most: areas[1],
            merges: merge == ["true"]
        )
    }
}
