import CLinux
import Glibc
import Results
import SystemPackage

/// A raw image, open for reading beneath its folder; never written, moved or renamed.
struct ImageFile: Sendable {
    let path: FilePath
    let name: FilePath.Component
    /// The watched folder, and the way from there to the image.
    private let root: Descriptor
    private let relative: FilePath
    let folder: Descriptor
    let file: Descriptor
    /// The state of the file when it was opened.
    let state: FileState

    /// Opens `path`, which must lie below `root`; links on the way and in its place are not followed.
    init(opening path: FilePath, below root: FilePath) throws(Errno) {
        var relative = path
        guard relative.removePrefix(root), let name = relative.lastComponent else { throw .invalidArgument }
        self.path = path
        self.name = name
        self.relative = relative
        self.root = try FolderCalls.openFolder(root)
        let parent = relative.removingLastComponent()
        folder =
            parent.isEmpty
            ? self.root : try FolderCalls.open(parent, beneath: self.root, flags: clinux_o_path | O_DIRECTORY)
        file = try FolderCalls.openImage(relative, beneath: self.root)
        guard let state = try? FileState(fileDescriptor: file.number, name: path.readable), state.isRegularFile else {
            throw .invalidArgument
        }
        self.state = state
    }

    /// Whether the path still leads to the same file in the same state.
    var isUnchanged: Bool {
        guard let now = try? FolderCalls.openImage(relative, beneath: root) else { return false }
        return (try? FileState(fileDescriptor: now.number, name: path.readable)) == state
    }

    /// SHA-256 of the content.
    func digest() throws(ResultsError) -> String {
        try FileDigest.sha256(fileDescriptor: file.number, name: path.readable)
    }
}
