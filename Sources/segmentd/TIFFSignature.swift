import Glibc

/// Tells an image from a classifier by its first bytes, never by its name.
enum TIFFSignature {
    /// True when the open file begins as a TIFF or BigTIFF of either byte order does.
    static func isPresent(in descriptor: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4)
        guard pread(descriptor, &bytes, 4, 0) == 4 else { return false }
        return [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]].contains(bytes)
    }
}
