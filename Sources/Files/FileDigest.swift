import Crypto
package import SystemPackage

/// SHA-256 in lower-case hexadecimal, as `sha256sum` prints it.
package enum FileDigest {
    /// The digest of an open file from its first byte to its last; the file's position is left alone.
    ///
    /// - Parameter progress: called after each megabyte; what it throws ends the reading.
    package static func sha256(
        fileDescriptor: Int32,
        calls: FileCalls = FileCalls(),
        progress: () throws(Errno) -> Void = {}
    ) throws(Errno) -> String {
        var hash = SHA256()
        var offset = 0
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try calls.read(fileDescriptor, into: block, at: offset)
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
            offset += count
            try progress()
        }
        return hexadecimal(hash.finalize())
    }

    /// The digest of bytes in memory.
    package static func sha256(_ bytes: [UInt8]) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
