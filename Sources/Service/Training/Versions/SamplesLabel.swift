import Files
import SystemPackage

/// What the daemon reads of a file of samples: which classifier was grown from them. Its form is described where it is written, in
/// `Training/Samples/README.md`; whatever is not of this form names no classifier.
enum SamplesLabel {
    private static let magic = Array("segmentd samples ".utf8)
    private static let mostLine = 32
    /// A header has some hundred bytes for each image.
    private static let mostHeader = 16 << 20

    /// SHA-256 of the classifier that an open file of samples names, hexadecimal.
    static func classifier(of file: Descriptor, _ calls: FileCalls) throws(Errno) -> String? {
        let line = try calls.read(file.number, first: mostLine)
        guard line.starts(with: magic), let end = line.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let field = try calls.read(file.number, first: 8, at: end + 1)
        let length = field.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard field.count == 8, length <= mostHeader else { return nil }
        let text = try calls.read(file.number, first: Int(length), at: end + 9)
        guard text.count == length else { return nil }
        // Not decoded as JSON, which takes many times its size. A quote in front of the colon is no escaped one, so that this is a
        // key and no part of an image's name.
        let key = Array(#""classifier_sha256":""#.utf8)
        guard let start = text.firstRange(of: key)?.upperBound else { return nil }
        let digest = text[start...].prefix { $0 != UInt8(ascii: "\"") }
        return digest.count == 64 ? String(decoding: digest, as: UTF8.self) : nil
    }
}
