import TOMLKit

/// Reads one TOML table key by key; a value of the wrong type is noted and read as absent.
struct TableReader {
    /// Where the table stands, such as `folder[0]`; empty for the whole file.
    let keyPath: String
    /// Whether it holds keys that nothing reads, which are noted.
    let holdsUnknownKeys: Bool
    private let table: TOMLTable
    private let problems: ProblemList

    /// A reader of `table`, which may hold `keys` and no others.
    init(_ table: TOMLTable, keyPath: String, keys: [String], problems: ProblemList) {
        self.table = table
        self.keyPath = keyPath
        self.problems = problems
        holdsUnknownKeys = table.keys.contains { !keys.contains($0) }
        for key in table.keys where !keys.contains(key) {
            problems.addUnknown(key, at: path(to: key), known: keys)
        }
    }

    /// The key path of `key` in this table.
    func path(to key: String) -> String {
        keyPath.isEmpty ? key : "\(keyPath).\(key)"
    }

    /// Whether the table holds `key`, of whatever type.
    func holds(_ key: String) -> Bool {
        table.contains(key: key)
    }

    /// Whether table `index` of the list at `list` holds `key`.
    func holds(_ key: String, inElement index: Int, of list: String) -> Bool {
        table[list]?[index]?[key] != nil
    }

    /// Notes a problem of `key`, or of the table itself where `key` is nil.
    func problem(_ key: String?, _ message: String, remedy: String) {
        problems.add(key.map(path(to:)) ?? keyPath, message, remedy: remedy)
    }

    /// The text at `key`.
    func text(_ key: String, example: String) -> String? {
        value(key, as: \.string, expected: "must be a text", remedy: "write it in quotes: \(key) = \"\(example)\"")
    }

    /// The truth value at `key`.
    func boolean(_ key: String) -> Bool? {
        value(key, as: \.bool, expected: "must be true or false", remedy: "write true or false without quotes")
    }

    /// The whole number at `key`.
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        let span = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = value(key, as: \.int, expected: "must be \(span)", remedy: "write \(key) = 2") else {
            return nil
        }
        if range.contains(number) { return number }
        problem(key, "is \(number)", remedy: "write \(span)")
        return nil
    }

    /// The whole number at `key`; nil as well where it is left to the program by `"auto"`.
    func automaticInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        if table[key]?.string == "auto" { return nil }
        let span = "a whole number from \(range.lowerBound) to \(range.upperBound), or \"auto\""
        guard let number = value(key, as: \.int, expected: "must be \(span)", remedy: "write \(key) = \"auto\"") else {
            return nil
        }
        if range.contains(number) { return number }
        problem(key, "is \(number)", remedy: "write \(span)")
        return nil
    }

    /// The number at `key`, written with or without a decimal point.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        let span = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard
            let number = value(
                key,
                as: { $0.double ?? $0.int.map(Double.init) },
                expected: "must be \(span)",
                remedy: "write \(key) = 0.5"
            )
        else { return nil }
        if range.contains(number) { return number }
        problem(key, "is \(number)", remedy: "write \(span)")
        return nil
    }

    /// The text at `key`; nil where something else stands there, which is no problem yet.
    func textIfText(_ key: String) -> String? { table[key]?.string }

    /// Whether there is a list at `key`.
    func isList(_ key: String) -> Bool { table[key]?.array != nil }

    /// The list of `count` numbers at `key`.
    func numbers(_ key: String, count: Int, example: String) -> [Double]? {
        let remedy = "write \(key) = \(example)"
        guard let list = value(key, as: \.array, expected: "must be a list of \(count) numbers", remedy: remedy) else {
            return nil
        }
        let numbers = list.compactMap { $0.double ?? $0.int.map(Double.init) }
        if numbers.count == count, list.count == count { return numbers }
        problem(key, "must be a list of \(count) numbers", remedy: remedy)
        return nil
    }

    /// The number at `key`; nil where it is switched off by `false`, and `standard` where nothing usable stands there.
    func numberOrFalse(_ key: String, in range: ClosedRange<Double>, else standard: Double?) -> Double? {
        switch table[key]?.bool {
        case false?: return nil
        case true?:
            problem(key, "is true, which names no limit", remedy: "write a number, or false to switch it off")
            return standard
        case nil: return number(key, in: range) ?? standard
        }
    }

    /// The texts of the list at `key`, each with its own key path.
    func texts(_ key: String, example: String) -> [(keyPath: String, text: String)]? {
        let list = value(key, as: \.array, expected: "must be a list of texts", remedy: "write \(key) = [\(example)]")
        return list?.enumerated().compactMap { index, element in
            let keyPath = "\(path(to: key))[\(index)]"
            guard let text = element.string else {
                problems.add(
                    keyPath,
                    "must be a text, but is \(element.type.inWords)",
                    remedy: "write \(key) = [\(example)]"
                )
                return nil
            }
            return (keyPath, text)
        }
    }

    /// The whole numbers and texts of the list at `key`, or the only one without brackets, each with its own key path.
    func numbersAndTexts(_ key: String, example: String) -> [(keyPath: String, number: Int?, text: String?)]? {
        guard let node = table[key] else { return nil }
        let list = node.array.map { $0.enumerated().map { ("\(path(to: key))[\($0)]", $1) } } ?? [(path(to: key), node)]
        return list.compactMap { keyPath, element in
            if element.int != nil || element.string != nil { return (keyPath, element.int, element.string) }
            problems.add(
                keyPath,
                "must be a whole number or a text, but is \(element.type.inWords)",
                remedy: "write \(key) = \(example)"
            )
            return nil
        }
    }

    /// The table at `key`, which may hold `keys` and no others.
    func table(_ key: String, keys: [String]) -> TableReader? {
        let found = value(key, as: \.table, expected: "must be a table", remedy: "write [\(path(to: key))] once")
        return found.map { TableReader($0, keyPath: path(to: key), keys: keys, problems: problems) }
    }

    /// The tables written as `[[key]]`; empty when there is none, nil when something else stands there.
    ///
    /// - Parameter remedy: how to write them, where not in double brackets.
    func tables(_ key: String, keys: [String], remedy: String? = nil) -> [TableReader]? {
        guard holds(key) else { return [] }
        let expected = remedy == nil ? "must be a table in double brackets" : "must be a list of tables"
        let remedy = remedy ?? "write [[\(path(to: key).filter { !"[]0123456789".contains($0) })]]"
        guard let list = value(key, as: \.array, expected: expected, remedy: remedy) else { return nil }
        let elements = list.enumerated().map { index, element in
            let keyPath = "\(path(to: key))[\(index)]"
            return element.table.map { TableReader($0, keyPath: keyPath, keys: keys, problems: problems) }
        }
        if elements.contains(where: { $0 == nil }) { problem(key, "must hold tables only", remedy: remedy) }
        return elements.contains { $0 == nil } ? nil : elements.compactMap(\.self)
    }

    /// Notes a problem at the full `keyPath` of a list element.
    func elementProblem(_ keyPath: String, _ message: String, remedy: String) {
        problems.add(keyPath, message, remedy: remedy)
    }

    private func value<Value>(
        _ key: String,
        as convert: (any TOMLValueConvertible) -> Value?,
        expected: String,
        remedy: String
    ) -> Value? {
        guard let node = table[key] else { return nil }
        if let value = convert(node) { return value }
        problem(key, "\(expected), but is \(node.type.inWords)", remedy: remedy)
        return nil
    }
}

extension TOMLType {
    /// The type with its article, for messages.
    fileprivate var inWords: String {
        switch self {
        case .table: "a table"
        case .array: "a list"
        case .string: "a text"
        case .int: "a whole number"
        case .double: "a number with a decimal point"
        case .bool: "true or false"
        case .date, .time, .dateTime: "a date or time"
        }
    }
}
