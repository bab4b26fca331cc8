/// The line on which each key and table of a TOML text stands, for messages; the parser itself keeps no places.
struct KeyLines: Sendable {
    private var lines: [String: Int] = [:]

    /// Finds the keys of `text`, which need not be valid TOML; what is not understood is left out.
    init(_ text: String) {
        var scanner = KeyLineScanner(text)
        while let (keyPath, line) = scanner.next() {
            if lines[keyPath] == nil { lines[keyPath] = line }
        }
    }

    /// The line, from 1, of the key at `keyPath`, or of the innermost table around it that has one.
    func line(of keyPath: String) -> Int? {
        var path = Substring(keyPath)
        while !path.isEmpty {
            if let line = lines[String(path)] { return line }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<cut]
        }
        return nil
    }
}
