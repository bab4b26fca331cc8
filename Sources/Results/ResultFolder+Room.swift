import Glibc

extension ResultFolder {
    /// Whether a file of `bytes` can be made here, as far as the system tells without trying.
    package func hasRoom(for bytes: Int64) -> Bool {
        guard faccessat(descriptor.number, ".", W_OK | X_OK, AT_EACCESS) == 0 else { return false }
        var record = statvfs()
        guard fstatvfs(descriptor.number, &record) == 0 else { return true }
        // Some file systems count no files.
        let hasNames = record.f_files == 0 || record.f_favail > 0
        return hasNames && Double(record.f_bavail) * Double(record.f_frsize) >= Double(bytes)
    }
}
