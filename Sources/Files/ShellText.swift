package import SystemPackage

/// Words as a shell takes them.
package enum ShellText {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-".utf8)

    /// `word`, in quotes where it needs them.
    package static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy({ plain.contains($0) }) { return word }
        return "'\(word.replacingScalars(["'": "'\\''"]))'"
    }

    /// The path as a word; one that begins with a dash is not taken for an option.
    package static func quoted(_ path: FilePath) -> String {
        quoted(path.string.hasPrefix("-") ? "./\(path.string)" : path.string)
    }
}
