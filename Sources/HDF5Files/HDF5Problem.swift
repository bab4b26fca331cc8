import Glibc

/// Why something cannot be read from an HDF5 file.
package enum HDF5Problem: Error, Sendable, Hashable {
    /// The library is not installed, or is none that is known; `reason` is the loader's.
    case noLibrary(reason: String)
    /// The bytes are no HDF5 file, or one that is damaged or was read while it was written.
    case damaged(String)
    /// Something is not there.
    case missing(String)
    /// Something is larger than what is accepted, or of another kind.
    case refused(String)
    /// The file is larger than what is accepted.
    case tooLarge
    /// The file changed while it was read.
    case changing
    /// The file cannot be read; the number is the system's.
    case unreadable(Int32)
    /// There is no room for a copy; the number is the system's.
    case noMemory(Int32)

    /// What the system calls the error of that number.
    package static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
