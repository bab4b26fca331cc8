package import SystemPackage

/// Why a part of the watching could not be set up.
package enum WatchingError: Error, CustomStringConvertible {
    /// inotify_init1(2) failed.
    case cannotStart(Errno)

    package var description: String {
        switch self {
        case .cannotStart(let reason) where reason == .tooManyOpenFiles:
            """
            The kernel gives no further inotify instance (\(reason)); raise fs.inotify.max_user_instances \
            (or the limit of open files) with sysctl.
            """
        case .cannotStart(let reason):
            "The kernel gives no inotify instance (\(reason)); the folder is looked through on a timer instead."
        }
    }
}
