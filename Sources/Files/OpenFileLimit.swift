import CLinux

/// How many files this process may have open.
package enum OpenFileLimit {
    /// Takes as many as this process may give itself, up to 65,536.
    package static func raise() { _ = clinux_set_limit(0, clinux_limit_files, 65_536, 0) }
}
