/// The mark that tells our pictures from other people's: a `tEXt` chunk of the keyword `Software`, before the pixels
/// (PNG third edition, 11.3.3).
package enum PNGMark {
    /// The keyword of the chunk; its text is `segmentd`, a blank and the version.
    package static let keyword = "Software"

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Whether a file of the given beginning is ours.
    ///
    /// The chunk stands among the first ones: what lies behind the beginning that was read is not looked for.
    package static func isOurs(_ beginning: some Collection<UInt8>) -> Bool {
        guard beginning.starts(with: signature) else { return false }
        var rest = Array(beginning.dropFirst(signature.count))[...]
        // Length, type, data, checksum.
        while rest.count > 12 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= 12 + length else { return false }
            let data = rest.dropFirst(8).prefix(length)
            if rest.dropFirst(4).prefix(4).elementsEqual("tEXt".utf8), data.starts(with: (keyword + "\0").utf8) {
                return SoftwareTag.isOurs(data.dropFirst(keyword.utf8.count + 1))
            }
            rest = rest.dropFirst(12 + length)
        }
        return false
    }
}
