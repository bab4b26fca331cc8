/// Reads the header as APOC does: keys at the starts of the first 25 lines, the first of equal keys wins.
///
/// The end of the comment is not looked at; unknown lines mean nothing; the value is all that follows the key.
struct HeaderReader {
    private let cursor: GrammarCursor
    private let lines: [Range<Int>]

    /// The lines that are read.
    private static let lineLimit = 25
    /// The longest of them: room for the importances of some 10,000 features. What is made of a line takes many times its
    /// size in memory.
    private static let longestLine = 256 << 10

    init(cursor: GrammarCursor) {
        self.cursor = cursor
        var lines: [Range<Int>] = []
        var start = 0
        let bytes = cursor.bytes
        while lines.count < Self.lineLimit, start < bytes.count {
            let end = bytes[start...].firstIndex(where: GrammarCursor.isLineEnd) ?? bytes.count
            lines.append(start..<end)
            let isPair = bytes[end...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
            start = end + (isPair ? 2 : 1)
        }
        self.lines = lines
    }

    /// The header; values that APOC would fail on are refused, counts that it never reads are dropped if malformed.
    func header() throws(ClassifierError) -> APOCHeader {
        if let line = lines.first(where: { $0.count > Self.longestLine }) {
            let start = Value(bytes: Array(cursor.bytes[line].prefix(61)), position: line.lowerBound)
            throw error(start, expected: "a line of at most \(Self.longestLine >> 10) KB")
        }
        let className = try className()
        let specification = try text("feature_specification = ")
        return APOCHeader(
            className: className,
            featureSpecification: specification ?? APOCHeader.absentFeatureSpecification,
            groundTruthDimensions: try integer("num_ground_truth_dimensions = "),
            featureCount: try integer("num_features = "),
            classCount: try? integer("num_classes = "),
            maximumDepth: try? integer("max_depth = "),
            treeCount: try? integer("num_trees = "),
            featureImportances: try importances(),
            positiveClass: try positiveClass(of: className),
            apocVersion: try? text("apoc_version = ")
        )
    }

    private func className() throws(ClassifierError) -> APOCClass? {
        guard let value = value("classifier_class_name = ") else { return nil }
        for known in APOCClass.allCases where value.bytes.elementsEqual(known.rawValue.utf8) { return known }
        let names = APOCClass.allCases.map(\.rawValue).joined(separator: ", ")
        throw error(value, expected: "one of \(names), with nothing behind it")
    }

    /// APOC reads the key only for the two classes that select objects.
    private func positiveClass(of className: APOCClass?) throws(ClassifierError) -> Int? {
        switch className {
        case nil, .objectSegmenter, .objectSelector: try integer("positive_class_identifier = ")
        default: try? integer("positive_class_identifier = ")
        }
    }

    private func importances() throws(ClassifierError) -> [Double] {
        guard let value = value("feature_importances = "), !value.bytes.isEmpty else { return [] }
        var importances: [Double] = []
        for part in value.bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let number = Double(Self.trimmed(part)) else {
                throw error(value, expected: "numbers between commas")
            }
            importances.append(number)
        }
        return importances
    }

    private func integer(_ key: String) throws(ClassifierError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = Int(Self.trimmed(value.bytes[...])) else { throw error(value, expected: "a whole number") }
        return number
    }

    private func text(_ key: String) throws(ClassifierError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = String(validating: value.bytes, as: UTF8.self) else {
            throw error(value, expected: "UTF-8 text")
        }
        return text
    }

    private struct Value {
        let bytes: [UInt8]
        let position: Int
    }

    /// The first line that starts with `key`, less every occurrence of it.
    private func value(_ key: String) -> Value? {
        let key = Array(key.utf8)
        for line in lines where cursor.bytes[line].starts(with: key) {
            var value: [UInt8] = []
            var index = line.lowerBound
            while index < line.upperBound {
                if cursor.bytes[index..<line.upperBound].starts(with: key) {
                    index += key.count
                } else {
                    value.append(cursor.bytes[index])
                    index += 1
                }
            }
            return Value(bytes: value, position: line.lowerBound + key.count)
        }
        return nil
    }

    private func error(_ value: Value, expected: String) -> ClassifierError {
        let place = cursor.place(of: value.position)
        let text = String(decoding: value.bytes.prefix(60), as: UTF8.self)
        let shown = text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : String($0) }.joined()
        return .syntax(
            format: ClassifierFormat.apoc.name,
            file: cursor.file,
            line: place.line,
            column: place.column,
            expected: expected,
            found: "\"\(shown)\(value.bytes.count > 60 ? "…" : "")\""
        )
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0d).contains(byte) }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
