import Files
import Results
import SystemPackage
import WorkerProtocol

/// A raw image, open for reading beneath its folder; never written, moved or renamed.
struct ImageFile: Sendable {
    let path: FilePath
    let name: FilePath.Component
    /// The watched folder.
    private let root: PinnedFolder
    let folder: Descriptor
    let file: Descriptor
    /// The state of the file when it was opened.
    let state: FileState

    /// Opens `path`, which must lie below `root`. Links on the way are not followed; one in its place is, if it leads to a
    /// file below `root`.
    ///
    /// - Parameter other: a file that is open already, perhaps of the same folder.
    init(opening path: FilePath, below root: PinnedFolder, beside other: ImageFile? = nil) throws(Errno) {
        guard path != root.path, let name = path.lastComponent else { throw .invalidArgument }
        self.path = path
        self.name = name
        self.root = root
        let home = path.removingLastComponent()
        folder =
            if let other, other.path.removingLastComponent() == home { other.folder } else {
                try root.open(home, for: .passing)
            }
        file = try root.open(path, for: .reading)
        guard let state = try? FileCalls().state(of: file), state.isRegularFile else { throw .invalidArgument }
        self.state = state
    }

    /// Whether the path still leads to the same file in the same state.
    var isUnchanged: Bool {
        guard let now = try? root.open(path, for: .reading) else { return false }
        return (try? FileCalls().state(of: now)) == state
    }

    /// What there is to say of a file that carries our mark although it lies where images are expected; nil for a result
    /// beside its image.
    var resultElsewhere: String? {
        guard !OutputMark.isAtItsPlace(name, in: folder) else { return nil }
        return "\(path.readable) is not taken: it carries segmentd's mark, so it is a result and no image; "
            + "save it anew with another program if it is to be segmented"
    }
}
