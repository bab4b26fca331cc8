package import SystemPackage

extension FilePath.Component {
    /// The longest name on Linux file systems, in bytes.
    package static let maximumLength = 255

    /// The name as the file system has it; file names are bytes and need not be UTF-8.
    package var bytes: [UInt8] {
        withPlatformString { start in
            var bytes: [UInt8] = []
            var next = start
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return bytes
        }
    }

    /// A name of the given bytes; nil when they are no name (empty, `/` or NUL in it).
    package init?(bytes: [UInt8]) {
        guard !bytes.contains(0) else { return nil }
        self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
    }

    /// The name for people: bytes that are no UTF-8, and control characters, become `�`.
    package var readable: String { String(decoding: bytes, as: UTF8.self).withoutControlCharacters }
}

extension FilePath {
    /// The path of these bytes, up to a NUL.
    package init(bytes: [UInt8]) {
        self.init(platformString: bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0])
    }

    /// The path as the file system has it; it need not be UTF-8.
    package var bytes: [UInt8] {
        withPlatformString { start in
            UnsafeBufferPointer(start: start, count: length).map { UInt8(bitPattern: $0) }
        }
    }

    /// The path for people: bytes that are no UTF-8, and control characters, become `�`.
    package var readable: String { description.withoutControlCharacters }
}

extension String {
    fileprivate var withoutControlCharacters: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : $0 }))
    }
}

extension [UInt8] {
    /// At most `limit` bytes from the front; a UTF-8 character is not cut in two.
    package func shortened(to limit: Int) -> [UInt8] {
        guard count > limit else { return self }
        var end = limit
        if String(validating: self, as: UTF8.self) != nil {
            while end > 0 && self[end] & 0xC0 == 0x80 { end -= 1 }
        }
        return Array(self[..<end])
    }
}
