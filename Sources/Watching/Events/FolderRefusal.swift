import Files
package import SystemPackage

/// Why a folder cannot be read, and what to do about it.
package struct FolderRefusal: Sendable, Hashable {
    /// What the system says.
    package let code: Errno
    /// What to do, with the reason where it is known.
    package let remedy: String

    /// Finds out what is in the way at `folder`: only where calls on it may block.
    init(_ code: Errno, at folder: FilePath) {
        self.code = code
        let isPermission = code == .permissionDenied || code == .notPermitted
        let obstacle = isPermission ? PathObstacle.find(.readFolder, at: folder) : nil
        remedy = obstacle?.words ?? "look at its disk or share; it is tried again"
    }

    /// The same in the words of one sentence.
    var words: String { "\(code); \(remedy)" }
}
