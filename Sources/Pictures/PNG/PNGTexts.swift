extension PNGFile {
    /// The texts (`tEXt`) of a file that come before its pixels, by their key; the first of each.
    ///
    /// Looks at nothing but lengths and names of chunks, and ends where they do not fit the file.
    package static func texts(in bytes: [UInt8]) -> [String: String] {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.starts(with: signature) else { return [:] }
        var texts: [String: String] = [:]
        var offset = signature.count
        while offset + 12 <= bytes.count {
            let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            let name = bytes[offset + 4..<offset + 8]
            let body = offset + 8
            guard length <= bytes.count - body - 4, !name.elementsEqual("IDAT".utf8) else { break }
            if name.elementsEqual("tEXt".utf8), let gap = bytes[body..<body + length].firstIndex(of: 0) {
                let key = String(decoding: bytes[body..<gap], as: UTF8.self)
                if texts[key] == nil { texts[key] = String(decoding: bytes[gap + 1..<body + length], as: UTF8.self) }
            }
            offset = body + length + 4
        }
        return texts
    }
}
