import Imaging

/// A zip archive of stored entries, made from its beginning to its end (APPNOTE.TXT 6.3.10).
///
/// Nothing is compressed: entries of a few hundred bytes would gain little. From 65,535 entries or 4 GB on, it is a
/// Zip64 archive. About 60 bytes an entry are kept for the directory at the end.
package struct ZIPArchive {
    /// Our mark: in the first entry, and the archive's comment.
    private let mark: [UInt8]
    private var directory: [UInt8] = []
    private var entryCount = 0
    private var offset: UInt64 = 0

    /// An empty archive; `version` is part of our mark.
    package init(version: String) { mark = Array("\(SoftwareTag.program) \(version)".utf8) }

    /// The bytes of a file in the archive.
    ///
    /// - Precondition: it has less than 4 GB.
    package mutating func entry(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let name = Array(name.utf8)
        var extra: [UInt8] = []
        if entryCount == 0 {
            extra.append(little: ZIPMark.field)
            extra.append(little: UInt16(mark.count))
            extra += mark
        }
        var facts: [UInt8] = []
        // No flags, stored, midnight of 1980-01-01: the same objects give the same archive.
        for number in [0, 0, 0, 0x21] as [UInt16] { facts.append(little: number) }
        facts.append(little: CyclicRedundancyCheck.crc32(content))
        facts.append(little: UInt32(content.count))
        facts.append(little: UInt32(content.count))
        facts.append(little: UInt16(name.count))

        var bytes: [UInt8] = [0x50, 0x4B, 3, 4]
        bytes.append(little: Self.version)
        bytes += facts
        bytes.append(little: UInt16(extra.count))
        bytes += name + extra + content

        let isFar = offset >= UInt64(UInt32.max)
        directory += [0x50, 0x4B, 1, 2]
        directory.append(little: isFar ? Self.version64 : Self.version)
        directory.append(little: isFar ? Self.version64 : Self.version)
        directory += facts
        directory.append(little: isFar ? 12 : 0 as UInt16)
        // Comment, disk, attributes.
        directory += Array(repeating: 0, count: 10)
        directory.append(little: UInt32(clamping: offset))
        directory += name
        if isFar {
            directory.append(little: 1 as UInt16)
            directory.append(little: 8 as UInt16)
            directory.append(little: offset)
        }
        entryCount += 1
        offset += UInt64(bytes.count)
        return bytes
    }

    /// The directory and what follows it.
    package var end: [UInt8] {
        var bytes = directory
        let size = UInt64(directory.count)
        if entryCount >= Int(UInt16.max) || max(offset, size) >= UInt64(UInt32.max) {
            bytes += [0x50, 0x4B, 6, 6]
            bytes.append(little: 44 as UInt64)
            bytes.append(little: Self.version64)
            bytes.append(little: Self.version64)
            bytes.append(little: 0 as UInt64)
            for number in [UInt64(entryCount), UInt64(entryCount), size, offset] { bytes.append(little: number) }
            bytes += [0x50, 0x4B, 6, 7, 0, 0, 0, 0]
            bytes.append(little: offset + size)
            bytes.append(little: 1 as UInt32)
        }
        bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        bytes.append(little: UInt16(clamping: entryCount))
        bytes.append(little: UInt16(clamping: entryCount))
        bytes.append(little: UInt32(clamping: size))
        bytes.append(little: UInt32(clamping: offset))
        bytes.append(little: UInt16(mark.count))
        return bytes + mark
    }

    /// What a reader has to know: 2.0, and 4.5 for Zip64.
    private static let version: UInt16 = 20
    private static let version64: UInt16 = 45
}
