package import SystemPackage

/// Why the service's own folders cannot be used.
package enum ServiceDirectoriesError: Error, CustomStringConvertible {
    /// Nothing names a home folder for the user of this number.
    case noHome(UInt32)
    /// A folder cannot be created.
    case unusable(FilePath, Errno)

    package var description: String {
        switch self {
        case .noHome(let user):
            "no folder for state and cache: user \(user) has no home (set HOME, or STATE_DIRECTORY and CACHE_DIRECTORY)"
        case .unusable(let folder, let reason):
            "cannot create \(folder): \(reason) (make it writable, or choose another place by XDG_STATE_HOME, "
                + "XDG_CACHE_HOME and XDG_RUNTIME_DIR)"
        }
    }
}
