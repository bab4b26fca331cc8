/// JSON text as people read it: what fits into a line stands on one, lists of numbers and words always do, and keys come in
/// an order of our own.
///
/// It takes what an encoder wrote, without blanks between the words.
struct SummaryLayout {
    /// The keys below those of the summary itself, in the order in which they are written; others follow by name.
    private static let order = [
        "kind", "message", "remedy", "attempts", "name", "name_base64", "value", "path", "folder", "folder_base64",
        "class",
        "start", "end", "host", "service",
        "size", "mtime", "mtime_ns", "ctime_ns", "inode", "bytes", "sha256", "generation",
        "axes", "channels", "positions", "frames", "slices", "shape", "pixel_type", "stored_type", "pixel_size", "x",
        "y",
        "z", "unit",
        "position", "stage", "acquired", "frame_interval_s", "frame_times_s",
        "together", "members", "members_missing",
        "planes", "objects", "foreground_share",
        "pixels", "halves_dice", "mean_margin", "outside_training_share",
        "positive_class", "threshold", "background_class", "class_names", "class_colors", "of_project",
        "export_dtype", "drange", "export_drange", "label_type", "intensity", "classifier",
        "classes",
        "area_unit", "identity", "measurements", "outputs", "digest", "counts_identity", "features",
        "version", "device", "waited", "read", "compute", "write",
    ]
    private static let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    /// So many bytes, the blanks in front included, are a line.
    private static let lineLength = 120
    /// Lists of more elements are for programs, and save their blanks.
    private static let longList = 50

    private indirect enum Node {
        /// A number, a string, or a word.
        case plain(ArraySlice<UInt8>)
        case list([Node])
        case object([(key: ArraySlice<UInt8>, value: Node)])
    }

    private let bytes: [UInt8]
    private var index = 0
    private var text: [UInt8] = []

    /// The text in `bytes`, which an encoder wrote, for a place `indent` blanks from the left, `used` bytes into its line.
    static func text(_ bytes: [UInt8], indent: Int, used: Int) -> [UInt8] {
        var layout = SummaryLayout(bytes: bytes)
        let node = layout.node()
        layout.write(node, indent: indent, used: used)
        return layout.text
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func node() -> Node {
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "["):
            var elements: [Node] = []
            while bytes[index + 1] != UInt8(ascii: "]") {
                index += 1
                elements.append(node())
                if bytes[index] != UInt8(ascii: ",") { index -= 1 }
            }
            index += 2
            return .list(elements)
        case UInt8(ascii: "{"):
            var entries: [(key: ArraySlice<UInt8>, value: Node)] = []
            while bytes[index + 1] != UInt8(ascii: "}") {
                index += 1
                let key = index
                skipString()
                let name = bytes[key..<index]
                index += 1
                entries.append((name, node()))
                if bytes[index] != UInt8(ascii: ",") { index -= 1 }
            }
            index += 2
            return .object(entries.sorted { Self.isBefore($0.key, $1.key) })
        case UInt8(ascii: "\""): skipString()
        default: while index < bytes.count, !",]}".utf8.contains(bytes[index]) { index += 1 }
        }
        return .plain(bytes[start..<index])
    }

    private mutating func skipString() {
        index += 1
        while bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        index += 1
    }

    private static func isBefore(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        func rank(_ key: ArraySlice<UInt8>) -> Int {
            ranks[String(decoding: key.dropFirst().dropLast(), as: UTF8.self)] ?? order.count
        }
        let (first, second) = (rank(left), rank(right))
        return first == second ? left.lexicographicallyPrecedes(right) : first < second
    }

    private mutating func write(_ node: Node, indent: Int, used: Int) {
        let inner = indent + 2
        switch node {
        case .plain(let bytes): text += bytes
        case .list(let elements):
            let isFlat = elements.allSatisfy { if case .plain = $0 { true } else { false } }
            if isFlat || length(node) <= Self.lineLength - used {
                writeLine(node, gap: elements.count > Self.longList ? "," : ", ")
                return
            }
            text.append(UInt8(ascii: "["))
            for (number, element) in elements.enumerated() {
                if number > 0 { text.append(UInt8(ascii: ",")) }
                newLine(inner)
                write(element, indent: inner, used: inner)
            }
            newLine(indent)
            text.append(UInt8(ascii: "]"))
        case .object(let entries):
            if length(node) <= Self.lineLength - used {
                writeLine(node, gap: ", ")
                return
            }
            text.append(UInt8(ascii: "{"))
            for (number, entry) in entries.enumerated() {
                if number > 0 { text.append(UInt8(ascii: ",")) }
                newLine(inner)
                text += entry.key + Array(" : ".utf8)
                write(entry.value, indent: inner, used: inner + entry.key.count + 3)
            }
            newLine(indent)
            text.append(UInt8(ascii: "}"))
        }
    }

    private mutating func writeLine(_ node: Node, gap: String) {
        switch node {
        case .plain(let bytes): text += bytes
        case .list(let elements):
            text.append(UInt8(ascii: "["))
            for (number, element) in elements.enumerated() {
                if number > 0 { text += gap.utf8 }
                writeLine(element, gap: gap)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let entries):
            text.append(UInt8(ascii: "{"))
            for (number, entry) in entries.enumerated() {
                if number > 0 { text += gap.utf8 }
                text += entry.key + Array(" : ".utf8)
                writeLine(entry.value, gap: gap)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private mutating func newLine(_ indent: Int) {
        text += [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: indent)
    }

    /// How long a node is on one line.
    private func length(_ node: Node) -> Int {
        switch node {
        case .plain(let bytes): bytes.count
        case .list(let elements): elements.reduce(2 * max(1, elements.count)) { $0 + length($1) }
        case .object(let entries):
            entries.reduce(2 * max(1, entries.count)) { $0 + $1.key.count + 3 + length($1.value) }
        }
    }
}
