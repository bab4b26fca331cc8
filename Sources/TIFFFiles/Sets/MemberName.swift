/// The name that a description gives another file of its image.
///
/// Only files in its own folder and below are looked for: a name that leads elsewhere is never opened.
enum MemberName {
    /// More files than one image has.
    static let most = 4096

    /// `name` as a relative path below the folder of the file that names it; nil where it leads out of it, or is no name.
    static func inside(_ name: String) -> String? {
        // By scalars: a slash with an accent is another Character.
        let scalars = name.unicodeScalars
        guard !name.isEmpty, name.utf8.count <= 1024, scalars.first != "/",
            // C:name and the like mean a drive, and streams of a file, to whoever opens them by another system.
            scalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != ":" })
        else { return nil }
        let parts = scalars.split(separator: "/").map { String($0) }.filter { $0 != "." }
        guard !parts.isEmpty, !parts.contains("..") else { return nil }
        return parts.joined(separator: "/")
    }

    /// A list of `names` for a message.
    static func listed(_ names: [String]) -> String {
        let first = names.prefix(8).map { $0.isEmpty ? "one without a name" : $0.onOneLine }
        return first.joined(separator: ", ")
            + (names.count > first.count ? " and \(names.count - first.count) more" : "")
    }
}
