import Files
import SystemPackage

/// The rows of an open CSV file, one after the other, in little memory whatever is in it.
struct RowReader {
    /// What is read next.
    enum Reading {
        /// A row without its line end.
        case row(ArraySlice<UInt8>)
        case end
        /// A row that is too long for any of ours, or has no end.
        case damaged
    }

    /// The longest row.
    static let longest = 1 << 20
    private static let block = 1 << 18

    private let file: Descriptor
    private let end: Int
    private let calls: FileCalls
    private var place: Int
    private var bytes: [UInt8] = []
    private var start = 0

    /// The rows between two places of a file.
    init(_ file: Descriptor, _ range: Range<Int>, calls: FileCalls) {
        self.file = file
        self.calls = calls
        place = range.lowerBound
        end = range.upperBound
    }

    /// Reads the next row. A line end between quotes is part of a row.
    mutating func next() throws(Errno) -> Reading {
        var seen = start
        var isQuoted = false
        while true {
            let found: Int? = bytes.withUnsafeBufferPointer { bytes in
                while seen < bytes.count {
                    let byte = bytes[seen]
                    if byte == UInt8(ascii: "\n"), !isQuoted { return seen }
                    if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                    seen += 1
                }
                return nil
            }
            if let found {
                defer { start = found + 1 }
                return .row(bytes[start..<found])
            }
            if bytes.count - start > Self.longest { return .damaged }
            if place >= end { return start == bytes.count ? .end : .damaged }
            seen -= start
            try fill()
        }
    }

    private mutating func fill() throws(Errno) {
        bytes.removeFirst(start)
        start = 0
        let kept = bytes.count
        let wanted = min(Self.block, end - place)
        bytes.append(contentsOf: repeatElement(0, count: wanted))
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Errno) in
                try calls.read(file.number, into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]), at: place)
            }
        }
        let count = try result.get()
        bytes.removeLast(wanted - count)
        place += count
        // It has become shorter meanwhile: what is there ends here.
        if count == 0 { place = end }
    }
}
