import CLinux
import Glibc
import Synchronization
package import SystemPackage

/// A folder of the configuration, held to the place that its path led to when it was first there.
///
/// A folder that is removed and made again, or mounted again, is at the same place. A path that leads elsewhere because
/// of a symbolic link that was not there, or led to another place, is another folder: nothing is read or written in it.
package final class PinnedFolder: Sendable, Hashable {
    /// Where the path leads now.
    package enum Finding: Sendable, Equatable {
        /// To the place of the folder, given without links.
        case here(FilePath)
        /// To another place than before.
        case elsewhere(FilePath, before: FilePath)
        /// Nowhere.
        case missing(Errno)
    }

    /// Where a symbolic link leads.
    enum LinkEnd {
        /// To a place beneath the folder; the way there from the folder.
        case beneath(FilePath)
        case outside(FilePath)
        case nowhere(Errno)
    }

    /// The path as the user gave it; links in it are followed as long as they lead to the same place.
    package let path: FilePath
    private let isCreatable: Bool
    private let place: Mutex<FilePath?>

    /// Holds `path` to where it leads now or, if there is nothing yet, to where it first leads.
    ///
    /// - Parameter isCreatable: whether the folder may yet be made; then it is held to its parent's place.
    package init(_ path: FilePath, isCreatable: Bool = false) {
        self.path = path
        self.isCreatable = isCreatable
        place = Mutex(nil)
        _ = find()
    }

    /// Asks the file system where the path leads now.
    package func find() -> Finding {
        guard let now = FileCalls.realPath(of: path) ?? placeToBe else { return .missing(Errno(rawValue: errno)) }
        return place.withLock { place in
            let before = place ?? now
            place = before
            return now == before ? .here(now) : .elsewhere(now, before: before)
        }
    }

    /// Opens what lies at `path` for the given use. Whatever happens to the folder, to the way or to the name at the same
    /// time: nothing outside of the folder is opened. A link in the last place is followed if it leads to a place beneath
    /// the folder.
    ///
    /// - Returns: a descriptor that is the caller's to close.
    package func open(_ path: FilePath, flags: Int32) throws(Errno) -> Int32 {
        guard let place = currentPlace else { throw .noSuchFileOrDirectory }
        var way = path
        guard way.removePrefix(self.path) else { throw .invalidArgument }
        if way.isEmpty { return try Self.open(place, beneath: nil, flags: flags) }
        let folder = try Self.open(place, beneath: nil, flags: clinux_o_path | O_DIRECTORY)
        defer { close(folder) }
        do throws(Errno) {
            return try Self.open(way, beneath: folder, flags: flags)
        } catch .tooManySymbolicLinkLevels {
            // A linked folder is never entered.
            guard flags & O_DIRECTORY == 0, case .beneath(let end) = end(ofLink: path) else {
                throw .tooManySymbolicLinkLevels
            }
            way = end
        }
        // The link is resolved already: one that comes on the way meanwhile is refused.
        return try Self.open(way, beneath: folder, flags: flags)
    }

    /// Where the link at `path` leads, through any number of further links.
    func end(ofLink path: FilePath) -> LinkEnd {
        guard let end = FileCalls.realPath(of: path) else { return .nowhere(Errno(rawValue: errno)) }
        guard let place = currentPlace else { return .nowhere(.noSuchFileOrDirectory) }
        var way = end
        return way.removePrefix(place) && !way.isEmpty ? .beneath(way) : .outside(end)
    }

    package static func == (one: PinnedFolder, other: PinnedFolder) -> Bool { one.path == other.path }

    package func hash(into hasher: inout Hasher) { hasher.combine(path) }

    /// Its place as long as the path leads there.
    private var currentPlace: FilePath? {
        if case .here(let place) = find() { place } else { nil }
    }

    /// Where the folder will be once it is made; nil where something is in the way, such as a link to a missing mount.
    private var placeToBe: FilePath? {
        guard isCreatable, let name = path.lastComponent, case .missing = FileCalls.status(of: path) else { return nil }
        return FileCalls.realPath(of: path.removingLastComponent())?.appending(name)
    }

    /// Opens a path without following any link, and without leaving `folder` where there is one.
    private static func open(_ path: FilePath, beneath folder: Int32?, flags: Int32) throws(Errno) -> Int32 {
        let resolve = folder == nil ? RESOLVE_NO_SYMLINKS : RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS
        let descriptor = path.withPlatformString {
            clinux_openat2(folder ?? AT_FDCWD, $0, UInt64(flags | O_CLOEXEC), 0, UInt64(resolve))
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return descriptor
    }
}
