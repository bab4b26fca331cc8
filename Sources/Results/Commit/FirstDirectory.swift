package import Files
package import SystemPackage

/// The first directory of an open TIFF, as far as one of its texts is to be found.
///
/// It is asked of every file that looks like an image, and so of strangers' and damaged ones: it decodes nothing and
/// believes nothing. Every position and length is held against the size of the file, a directory is read in parts of
/// 4 KB and not beyond the tag that is looked for, and no other directory is visited.
///
/// Source: TIFF 6.0, section 2; the 64-bit form is that of BigTIFF (version 43).
package struct FirstDirectory {
    private let fileDescriptor: Int32
    private let size: Int
    private let calls: FileCalls
    private let isBigEndian: Bool
    /// Counts and offsets have 8 bytes instead of 2 and 4.
    private let isBig: Bool
    /// Where its entries begin, and how many there are.
    private let firstEntry: Int
    private let count: Int

    /// Looks at an open regular file of `size` bytes; nil when it is no TIFF, or its first directory is not whole.
    package init?(of fileDescriptor: Int32, size: Int, calls: FileCalls = FileCalls()) throws(Errno) {
        (self.fileDescriptor, self.size, self.calls) = (fileDescriptor, size, calls)
        func read(_ count: Int, at offset: Int) throws(Errno) -> [UInt8]? {
            try Self.read(fileDescriptor, count, at: offset, size: size, calls: calls)
        }
        guard let start = try read(8, at: 0) else { return nil }
        switch start.prefix(2) {
        case [0x49, 0x49]: isBigEndian = false
        case [0x4D, 0x4D]: isBigEndian = true
        default: return nil
        }
        switch start[2..<4].integer(isBigEndian) {
        case 42: isBig = false
        // The bytes of an offset stand in the header, and are always 8.
        case 43 where start[4..<6].integer(isBigEndian) == 8: isBig = true
        default: return nil
        }
        let countBytes = isBig ? 8 : 2
        guard let place = isBig ? try read(8, at: 8) : Array(start[4...]),
            let directory = Int(exactly: place[...].integer(isBigEndian)), directory >= 8,
            let countField = try read(countBytes, at: directory)
        else { return nil }
        let count = countField[...].integer(isBigEndian)
        // No tag has more than 16 bits, so that no directory has more entries.
        guard (1...65_535).contains(count) else { return nil }
        self.count = Int(count)
        firstEntry = directory + countBytes
        // Behind the entries stands the place of the next directory.
        guard firstEntry + self.count * (isBig ? 20 : 12) + (isBig ? 8 : 4) <= size else { return nil }
    }

    /// The text of a tag up to its first NUL; nil when there is none, or one of more than `limit` bytes. Of several entries
    /// of the tag the first counts.
    package func text(ofTag tag: UInt64, atMost limit: Int) throws(Errno) -> [UInt8]? {
        let entryBytes = isBig ? 20 : 12
        let entriesAtOnce = 4096 / entryBytes
        for part in stride(from: 0, to: count, by: entriesAtOnce) {
            let bytes = min(entriesAtOnce, count - part) * entryBytes
            guard let entries = try read(bytes, at: firstEntry + part * entryBytes) else { return nil }
            for start in stride(from: 0, to: bytes, by: entryBytes) {
                let entry = Array(entries[start..<start + entryBytes])
                guard entry[..<2].integer(isBigEndian) == tag else { continue }
                let position = firstEntry + part * entryBytes + start
                return try text(of: entry, at: position, atMost: limit).map { Array($0.prefix { $0 != 0 }) }
            }
        }
        return nil
    }

    private func text(of entry: [UInt8], at position: Int, atMost limit: Int) throws(Errno) -> [UInt8]? {
        // ASCII, and what careless writers take for it: BYTE, SBYTE and UNDEFINED.
        guard [1, 2, 6, 7].contains(entry[2..<4].integer(isBigEndian)) else { return nil }
        let fieldBytes = isBig ? 8 : 4
        let value = 4 + fieldBytes
        guard let length = Int(exactly: entry[4..<value].integer(isBigEndian)), length <= limit else { return nil }
        if length <= fieldBytes { return try read(length, at: position + value) }
        guard let place = Int(exactly: entry[value...].integer(isBigEndian)) else { return nil }
        return try read(length, at: place)
    }

    private func read(_ count: Int, at offset: Int) throws(Errno) -> [UInt8]? {
        try Self.read(fileDescriptor, count, at: offset, size: size, calls: calls)
    }

    /// Exactly `count` bytes at `offset`, or nil when the file does not hold them.
    private static func read(
        _ fileDescriptor: Int32,
        _ count: Int,
        at offset: Int,
        size: Int,
        calls: FileCalls
    ) throws(Errno) -> [UInt8]? {
        guard offset <= size, count <= size - offset else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var result: Result<Int, Errno> = .success(0)
        bytes.withUnsafeMutableBytes { buffer in
            result = Result { () throws(Errno) in try calls.read(fileDescriptor, into: buffer, at: offset) }
        }
        // Fewer where it has become shorter meanwhile.
        return try result.get() == count ? bytes : nil
    }
}

extension ArraySlice<UInt8> {
    /// The unsigned integer of these at most 8 bytes.
    fileprivate func integer(_ isBigEndian: Bool) -> UInt64 {
        (isBigEndian ? Array(self) : reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
