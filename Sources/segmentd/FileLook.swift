import Glibc

/// What `inspect` takes a file for, by its first bytes. Whatever is not a classifier is read as an image, whose reader says
/// what it looks like, as in `run`.
enum FileLook {
    case image
    case classifier

    /// Looks at the beginning of an open file.
    init(of descriptor: Int32, name: String) {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let start = bytes[..<count].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        // A text called .cl is meant to be a classifier; its parser says what is wrong, by line and column.
        let isText = !start.contains { $0 == 0 || $0 > 0x7E }
        let isClassifier = start.starts(with: "/*".utf8) || (isText && !start.isEmpty && name.hasSuffix(".cl"))
        self = isClassifier ? .classifier : .image
    }
}
