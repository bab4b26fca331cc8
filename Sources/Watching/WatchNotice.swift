package import SystemPackage

/// Something about the watching of a root that its user should know; each is reported when it begins, not repeated.
package enum WatchNotice: Sendable, Hashable, CustomStringConvertible {
    /// The root is not there; it is looked for until it comes.
    case missing(FilePath, reason: String)
    /// The root is there (again), or its folders are watched completely again.
    case recovered(FilePath)
    /// Events were lost; the folder is scanned instead.
    case overflow(FilePath)
    /// The root is looked through on a timer, for the reason given.
    case polled(FilePath, every: Duration, reason: String)
    /// The kernel gives no further watches: so many folders are looked through on a timer. `limit` is the present
    /// value of fs.inotify.max_user_watches.
    case watchLimit(FilePath, unwatchedFolders: Int, limit: Int?)
    /// A folder cannot be listed.
    case unreadableFolder(FilePath, Errno)
    /// A look through the whole root has ended.
    case scanned(FilePath, images: Int, folders: Int, took: Duration)

    /// Whether images may come late, or not at all, while this lasts.
    package var isDegraded: Bool {
        switch self {
        case .missing, .watchLimit, .unreadableFolder: true
        case .recovered, .overflow, .polled, .scanned: false
        }
    }

    package var description: String {
        switch self {
        case .missing(let root, let reason):
            "\(root) cannot be watched (\(reason)); it is taken up as soon as it is there"
        case .recovered(let root):
            "\(root) is being watched again"
        case .overflow(let root):
            "\(root) changes faster than its events can be read; it is scanned instead, nothing is lost"
        case .polled(let root, let interval, let reason):
            "\(root) is looked through every \(interval): \(reason)"
        case .watchLimit(let root, let folders, let limit):
            """
            \(folders) folders in \(root) are only looked through on a timer, because the kernel gives no further \
            watches; raise fs.inotify.max_user_watches\(limit.map { " (now \($0))" } ?? "") with sysctl
            """
        case .unreadableFolder(let folder, let reason):
            "\(folder) cannot be listed (\(reason)); give the service's user permission to read and enter it"
        case .scanned(let root, let images, let folders, let time):
            "\(root) holds \(images) images in \(folders) folders (looked through in \(time))"
        }
    }
}
