import Files
import SystemPackage

/// What lies at a path, as far as it matters to a search for images.
enum FileStatus: Sendable {
    case regular(FileState)
    /// A symbolic link to a regular file, whose state this is.
    case linked(FileState)
    case folder(FileState)
    /// A symbolic link of which nothing more is known.
    case link
    /// Neither file nor folder, nor a link that is followed.
    case passedOver(PassedOver)
    case missing
    /// It could not be found out.
    case failed(Errno)

    /// What lies at `path`; a symbolic link is reported as itself.
    init(of path: FilePath) {
        self.init { () throws(Errno) in try FileCalls().state(at: path) }
    }

    /// As `init(of:)`, but a symbolic link to a regular file beneath `root` counts as that file.
    init(ofCandidate path: FilePath, beneath root: PinnedFolder) {
        self.init(of: path)
        guard case .link = self else { return }
        switch root.end(ofLink: path) {
        case .nowhere(let reason): self = .passedOver(.linkNowhere(reason))
        case .outside(let end):
            if case .folder = FileStatus(of: end) {
                self = .passedOver(.linkToFolder(end))
            } else {
                self = .passedOver(.linkOutside(end))
            }
        case .beneath(let end):
            let target = FileStatus { () throws(Errno) in
                try FileCalls().state(of: root.open(path, for: .looking))
            }
            self =
                switch target {
                case .regular(let state): .linked(state)
                case .folder: .passedOver(.linkToFolder(root.path.pushing(end)))
                default: target
                }
        }
    }

    /// What a look shows that gives a state, or fails.
    init(_ look: () throws(Errno) -> FileState) {
        do throws(Errno) {
            self.init(try look())
        } catch {
            self = error == .noSuchFileOrDirectory || error == .notDirectory ? .missing : .failed(error)
        }
    }

    private init(_ state: FileState) {
        self =
            switch state.type {
            case .regular: .regular(state)
            case .directory: .folder(state)
            case .symbolicLink: .link
            case .fifo: .passedOver(.pipe)
            case .socket: .passedOver(.socket)
            default: .passedOver(.device)
            }
    }
}
