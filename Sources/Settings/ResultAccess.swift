package import SystemPackage

/// Who may read and write the results of a folder, where that is not left to its images.
package struct ResultAccess: Sendable, Hashable {
    /// The name of the group that results are given to; nil for the group of the images' folder.
    package var group: String?
    /// What group and others may do with results; nil leaves it to the images. New folders may be entered where files
    /// may be read.
    package var mode: FilePermissions?

    /// The given group and permissions.
    package init(group: String? = nil, mode: FilePermissions? = nil) {
        self.group = group
        self.mode = mode
    }
}

extension TableReader {
    /// The permissions at `key`, in octal digits.
    func fileMode(_ key: String) -> FilePermissions? {
        guard let text = text(key, example: "0660") else { return nil }
        let digits = text.hasPrefix("0") ? text.dropFirst() : text[...]
        guard digits.count == 3, let mode = CInterop.Mode(digits, radix: 8), mode & 0o700 == 0o600, mode & 0o111 == 0
        else {
            problem(
                key,
                "\"\(text)\" is no mode of a file",
                remedy: "write \"0640\", \"0660\" or \"0664\"; the first 6 is ours"
            )
            return nil
        }
        return FilePermissions(rawValue: mode)
    }
}
