package import WorkerProtocol

extension ImageGroups {
    /// A part of a path as tables and summaries write it: control characters, and bytes that are no UTF-8, as `%` and two digits.
    package static func text(of bytes: [UInt8]) -> String { String(decoding: TableText.escaped(bytes), as: UTF8.self) }
}
