import Files
package import SystemPackage

/// Something about the watching of a root that its user should know; each is reported when it begins, not repeated.
package enum WatchNotice: Sendable, Hashable, CustomStringConvertible {
    /// The root is not there; it is looked for until it comes.
    case missing(FilePath, reason: String)
    /// The path of the root leads elsewhere than at the start: that is another folder, and left alone.
    case elsewhere(FilePath, now: FilePath, before: FilePath)
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
    case unreadableFolder(FilePath, FolderRefusal)
    /// A folder that could not be listed can be listed again, or is gone.
    case readableFolder(FilePath)
    /// Something that has the name of an image, or leads to a folder, is left alone.
    case passedOver(FilePath, PassedOver)
    /// From now on the images of the root are left alone for so long, since a writer went on with one that it had
    /// closed; or for less, since none did for a long time.
    case waits(FilePath, Duration, isMore: Bool)
    /// A look through the whole root has ended.
    case scanned(FilePath, images: Int, folders: Int, took: Duration)

    package var description: String {
        switch self {
        case .missing(let root, let reason):
            "\(root) cannot be watched (\(reason)); it is taken up as soon as it is there"
        case .elsewhere(let root, let now, let before):
            """
            \(root) is no longer the folder that it was at the start: it leads to \(now), no longer to \(before), and is \
            left alone; restart segmentd (systemctl restart segmentd) if that is meant
            """
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
            "\(folder.readable) cannot be listed (\(reason.code)): \(reason.remedy)"
        case .readableFolder(let folder):
            "\(folder) can be listed again"
        case .passedOver(let path, let reason):
            reason.description(of: path)
        case .waits(let root, let wait, isMore: true):
            """
            a writer in \(root) goes on with images that it has closed, so that images wait \(wait) there from now on; \
            `quiet` of the folder sets a time of your own
            """
        case .waits(let root, let wait, isMore: false):
            "no writer in \(root) went on with an image for long, so that images wait \(wait) there from now on"
        case .scanned(let root, let images, let folders, let time):
            "\(root) holds \(images) images in \(folders) folders (looked through in \(time))"
        }
    }
}
