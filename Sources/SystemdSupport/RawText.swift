/// Text as bytes, of whatever encoding: what a file name is on Linux.
package struct RawText: Sendable, Hashable, CustomStringConvertible {
    /// The bytes, without a terminating zero.
    package let bytes: [UInt8]

    /// Text of these bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// For display: what is not UTF-8 shows as U+FFFD.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
