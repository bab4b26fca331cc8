/// The mark that tells our JSON files from other people's: the first key of the object.
///
/// GeoJSON calls such keys foreign members and lets readers pass over them (RFC 7946, section 6.1).
package enum JSONMark {
    /// The key; its value is the version that wrote the file.
    package static let key = "segmentd"

    /// Whether a file of the given beginning is ours; white space may differ.
    package static func isOurs(_ beginning: some Collection<UInt8>) -> Bool {
        var rest = beginning[...]
        for token in ["{", "\"\(key)\"", ":", "\""] {
            rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard rest.starts(with: token.utf8) else { return false }
            rest = rest.dropFirst(token.utf8.count)
        }
        return true
    }
}
