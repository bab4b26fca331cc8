package import SystemPackage

/// A list of paths as other programs write it: a line each, or each ended by a NUL.
package enum NamedList {
    /// The paths in `bytes`, relative ones as they are; empty entries are none.
    ///
    /// - Parameter endedByNUL: whether a NUL ends each; otherwise a line end does, and a carriage return before it, as
    ///   lists from Windows have it, belongs to the end.
    package static func paths(in bytes: [UInt8], endedByNUL: Bool) -> [FilePath] {
        let entries = bytes.split(separator: endedByNUL ? 0 : UInt8(ascii: "\n"))
        return entries.compactMap { entry in
            let entry = !endedByNUL && entry.last == UInt8(ascii: "\r") ? entry.dropLast() : entry
            return entry.isEmpty ? nil : FilePath(platformString: entry.map { CChar(bitPattern: $0) } + [0])
        }
    }
}
