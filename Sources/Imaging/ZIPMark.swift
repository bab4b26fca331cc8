/// The mark that tells our archives from other people's: an extra field of the first entry, which readers pass over, and
/// in an empty archive its comment (APPNOTE.TXT 6.3.10, 4.5 and 4.3.16).
package enum ZIPMark {
    /// The number of the extra field, which APPNOTE.TXT gives to nobody; its content is `segmentd`, a blank and the
    /// version.
    package static let field: UInt16 = 0x6773

    /// Whether a file of the given beginning is ours: the field is the first one of the first entry.
    package static func isOurs(_ beginning: some Collection<UInt8>) -> Bool {
        let bytes = Array(beginning)
        func number(_ offset: Int) -> Int {
            offset + 1 < bytes.count ? Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 : 0
        }
        func isOurs(from first: Int, count: Int) -> Bool {
            first + count <= bytes.count && SoftwareTag.isOurs(bytes[first..<first + count])
        }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            let extra = 30 + number(26)
            return number(extra) == Int(field) && isOurs(from: extra + 4, count: number(extra + 2))
        }
        return bytes.starts(with: [0x50, 0x4B, 5, 6]) && isOurs(from: 22, count: number(20))
    }
}
