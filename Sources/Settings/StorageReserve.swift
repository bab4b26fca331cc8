/// How much of a file system our results leave free for whatever else is written there, the raw data first of all.
package enum StorageReserve: Sendable, Hashable {
    /// A share of the file system, 0 to 1, where the raw data lies on it too; nothing elsewhere.
    case share(Double)
    /// So many bytes, whatever else lies on the file system of the results.
    case bytes(Int64)

    /// What is left free where the configuration says nothing.
    package static let standard = share(0.05)
    /// Nothing is left free.
    package static let none = bytes(0)

    private static let units: [(name: String, bytes: Double)] = [
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20),
    ]

    /// The reserve that `text` names, such as `20 GB` or `5 %`; nil when it is none.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let first = digits.first, first != ".", digits.last != ".", let number = Double(digits) else {
            return nil
        }
        let unit = String(text.dropFirst(digits.count)).trimmed
        if unit == "%" {
            guard number <= 90 else { return nil }
            self = .share(number / 100)
        } else if let factor = Self.units.first(where: { $0.name == unit })?.bytes {
            guard number * factor < 1e18 else { return nil }
            self = .bytes(Int64(number * factor))
        } else {
            guard unit.isEmpty, number == 0 else { return nil }
            self = .none
        }
    }
}

extension TableReader {
    /// The reserve at `key`.
    func reserve(_ key: String) -> StorageReserve? {
        guard let text = text(key, example: "20 GB") else { return nil }
        if let reserve = StorageReserve(text) { return reserve }
        problem(key, "\"\(text)\" is no amount of storage", remedy: "write \"20 GB\", \"5 %\" (at most 90 %) or \"0\"")
        return nil
    }
}
