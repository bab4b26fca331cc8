import Files
import FoundationEssentials
import SystemPackage

extension FilePath.Component {
    /// A name as JSON keeps it, with its bytes in Base64 where it is no UTF-8.
    init?(text: String, base64: String?) {
        self.init(bytes: base64.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) } ?? Array(text.utf8))
    }

    /// The name as text; lossless only where `base64` is nil.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The bytes in Base64 where they are no UTF-8, so that JSON can keep them.
    var base64: String? {
        String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
    }
}

extension FilePath {
    /// A path as JSON keeps it, with its bytes in Base64 where it is no UTF-8.
    init(text: String, base64: String?) {
        let bytes = base64.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) } ?? Array(text.utf8)
        self.init(platformString: bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0])
    }

    /// The bytes in Base64 where they are no UTF-8, so that JSON can keep them.
    var base64: String? {
        String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
    }
}
