package import Files
import SystemPackage

/// What a close look at a possible image shows.
package enum FileLook: Sendable, Equatable {
    /// A regular file, and whether somebody on this machine has it open for writing.
    case file(FileState, WriterPresence)
    /// Nothing there any more.
    case missing
    /// Not a regular file, or a link that is not followed.
    case notAnImage
    /// The system gave an error that may pass; look again later.
    case unclear

    /// Opens the file at `path` for reading and asks who writes it. Reading attributes through an open descriptor also
    /// makes network file systems fetch them anew. Without a root, links may lead anywhere.
    init(at path: FilePath, beneath root: PinnedFolder?) {
        let calls = FileCalls()
        // First without opening it: to open a pipe or a device may act on it.
        let known: FileState
        let status =
            if let root {
                FileStatus(ofCandidate: path, beneath: root)
            } else {
                FileStatus { () throws(Errno) in try calls.state(at: path, followingLink: true) }
            }
        switch status {
        case .regular(let state), .linked(let state): known = state
        case .missing:
            self = .missing
            return
        case .failed:
            self = .unclear
            return
        case .folder, .link, .passedOver:
            self = .notAnImage
            return
        }
        let file: Descriptor
        do throws(Errno) {
            file =
                if let root { try root.open(path, for: .reading) } else { try calls.open(path, for: .reading) }
        } catch {
            self =
                switch error {
                case .noSuchFileOrDirectory, .notDirectory: .missing
                // Somebody holds a lease, as a file server does for its clients: the open has called it back.
                case .wouldBlock: .file(known, .present)
                // Not for us to read: whoever processes the image will say so.
                case .permissionDenied, .notPermitted: .file(known, .unknown)
                default: .unclear
                }
            return
        }
        guard let state = try? calls.state(of: file) else {
            self = .unclear
            return
        }
        self = state.isRegularFile ? .file(state, WriterProbe.presence(of: file)) : .notAnImage
    }
}
