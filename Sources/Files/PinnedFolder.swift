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
    package enum LinkEnd {
        /// To a place beneath the folder; the way there from the folder.
        case beneath(FilePath)
        case outside(FilePath)
        case nowhere(Errno)
    }

    /// The path as the user gave it; links in it are followed as long as they lead to the same place.
    package let path: FilePath
    private let calls = FileCalls()
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
        let now: FilePath
        do throws(Errno) {
            now = try calls.realPath(of: path)
        } catch {
            guard let placeToBe else { return .missing(error) }
            now = placeToBe
        }
        return place.withLock { place in
            let before = place ?? now
            place = before
            return now == before ? .here(now) : .elsewhere(now, before: before)
        }
    }

    /// Opens what lies at `path` for the given use. Whatever happens to the folder, to the way or to the name at the same
    /// time: nothing outside of the folder is opened. A link in the last place is followed if it leads to a place beneath
    /// the folder.
    package func open(_ path: FilePath, for use: FileUse) throws(Errno) -> Descriptor {
        guard let place = currentPlace else { throw .noSuchFileOrDirectory }
        var way = path
        guard way.removePrefix(self.path) else { throw .invalidArgument }
        let call = use.isOfFolder ? FileCalls.Call.openFolder : .openFile
        if way.isEmpty { return try calls.open(place, for: use, .withoutLinks, as: call) }
        let folder = try calls.open(place, for: .passing, .withoutLinks, as: .openFolder)
        do throws(Errno) {
            return try calls.open(way, for: use, .beneath(folder), as: call)
        } catch .tooManySymbolicLinkLevels {
            // A linked folder is never entered.
            guard !use.isOfFolder, case .beneath(let end) = end(ofLink: path) else {
                throw .tooManySymbolicLinkLevels
            }
            way = end
        }
        // The link is resolved already: one that comes on the way meanwhile is refused.
        return try calls.open(way, for: use, .beneath(folder), as: call)
    }

    /// Where the link at `path` leads, through any number of further links.
    package func end(ofLink path: FilePath) -> LinkEnd {
        let end: FilePath
        do throws(Errno) { end = try calls.realPath(of: path) } catch { return .nowhere(error) }
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
        guard isCreatable, let name = path.lastComponent else { return nil }
        do throws(Errno) {
            _ = try calls.state(at: path)
            return nil
        } catch {
            guard error == .noSuchFileOrDirectory || error == .notDirectory else { return nil }
        }
        return (try? calls.realPath(of: path.removingLastComponent()))?.appending(name)
    }
}
