package import SystemPackage

/// The mounts that this process sees, as `/proc/self/mountinfo` lists them (proc_pid_mountinfo(5)).
package struct MountTable: Sendable {
    /// One mount.
    package struct Mount: Sendable, Hashable {
        /// Where it lies.
        package let place: FilePath
        /// What of its file system is shown here: `/` unless a folder of it was mounted.
        package let root: FilePath
        /// The kind of file system, such as `ext4`.
        package let kind: String
        /// Whether this mount refuses to be written to.
        package let isReadOnly: Bool
        /// Whether the file system itself does, wherever it is mounted.
        package let isFileSystemReadOnly: Bool

        /// A mount with the given parts.
        package init(
            place: FilePath,
            root: FilePath = "/",
            kind: String,
            isReadOnly: Bool = false,
            isFileSystemReadOnly: Bool = false
        ) {
            self.place = place
            self.root = root
            self.kind = kind
            self.isReadOnly = isReadOnly
            self.isFileSystemReadOnly = isFileSystemReadOnly
        }
    }

    /// The mounts in the order in which they were made.
    package let mounts: [Mount]

    /// The table of this process; empty where it cannot be read.
    package static var current: MountTable {
        let calls = FileCalls()
        var text: [UInt8] = []
        if let file = try? calls.open("/proc/self/mountinfo", for: .reading) {
            while let more = try? calls.read(file.number, first: 65_536, at: text.count), !more.isEmpty { text += more }
        }
        return MountTable(parsing: text)
    }

    /// A table of the given mounts.
    package init(_ mounts: [Mount]) { self.mounts = mounts }

    /// Reads the text of `mountinfo`; lines of another form are passed over.
    package init(parsing text: [UInt8]) {
        mounts = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: " "))
            // Behind six fields come optional ones, up to a single dash.
            guard fields.count > 9, let dash = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
                dash + 3 < fields.count
            else { return nil }
            return Mount(
                place: FilePath(bytes: Self.unescaped(fields[4])),
                root: FilePath(bytes: Self.unescaped(fields[3])),
                kind: String(decoding: fields[dash + 1], as: UTF8.self),
                isReadOnly: Self.has("ro", fields[5]),
                isFileSystemReadOnly: Self.has("ro", fields[dash + 3])
            )
        }
    }

    /// The mount on which an absolute path without links lies; nil where the table holds none.
    package func mount(of path: FilePath) -> Mount? {
        // The last one at a place lies on top, and the deepest place holds the path.
        mounts.enumerated().filter { path.starts(with: $0.element.place) }
            .max { ($0.element.place.components.count, $0.offset) < ($1.element.place.components.count, $1.offset) }?
            .element
    }

    private static func has(_ option: String, _ options: ArraySlice<UInt8>) -> Bool {
        options.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(option.utf8) }
    }

    /// Spaces, tabs, line ends and backslashes are written as a backslash and three octal digits.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let first = rest.popFirst() {
            let digits = rest.prefix(3)
            if first == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(first)
            }
        }
        return bytes
    }
}
