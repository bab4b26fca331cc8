/// A companion: an XML file beside the TIFFs that it describes.
enum CompanionText {
    /// The text of `source`; nil where it does not begin as XML does.
    static func read(_ source: TIFFSource, limits: TIFFLimits) throws(TIFFFault) -> String? {
        do throws(TIFFFault) {
            let file = try FileBytes(borrowing: source.fileDescriptor)
            let start = file.read(at: 0, count: min(64, file.size)) ?? []
            let words = String(
                decoding: start.starts(with: mark) ? start.dropFirst(mark.count) : start[...],
                as: UTF8.self
            )
            guard words.drop(while: \.isWhitespace).hasPrefix("<") else { return nil }
            guard file.size <= limits.descriptionBytes else {
                throw TIFFFault(
                    .tooLarge,
                    "its description has \(file.size) bytes, the limit is \(limits.descriptionBytes)"
                )
            }
            guard let bytes = file.read(at: 0, count: file.size) else {
                throw TIFFFault(.unreadable, "its \(file.size) bytes cannot be read")
            }
            return String(decoding: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...], as: UTF8.self)
        } catch {
            throw error.inside(source.name)
        }
    }

    /// The byte order mark of UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
