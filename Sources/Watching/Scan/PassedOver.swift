package import SystemPackage

/// Why something that has the name of an image, or leads to a folder, is neither taken nor entered.
package enum PassedOver: Sendable, Hashable {
    /// A symbolic link that leads out of the folder.
    case linkOutside(FilePath)
    /// A symbolic link to a folder, wherever that is.
    case linkToFolder(FilePath)
    /// A symbolic link that leads nowhere, in a circle, or where the service may not go.
    case linkNowhere(Errno)
    case pipe
    case socket
    case device

    /// Whether it is a link to a folder.
    var isFolder: Bool { if case .linkToFolder = self { true } else { false } }

    /// What is the matter with the thing at `path`, and what to do.
    package func description(of path: FilePath) -> String {
        switch self {
        case .linkOutside(let end):
            """
            \(path) is not taken: it is a symbolic link that leads out of the folder, to \(end); copy the image into the \
            folder, or name \(end.removingLastComponent()) instead
            """
        case .linkToFolder(let end):
            "\(path) is not entered: it is a symbolic link to a folder; name \(end) itself to have its images segmented"
        case .linkNowhere(let reason):
            """
            \(path) is not taken: it is a symbolic link that cannot be followed (\(reason)); it is taken up once it \
            leads to a file in the folder
            """
        case .pipe: "\(path) is not taken: it is a pipe, not a file"
        case .socket: "\(path) is not taken: it is a socket, not a file"
        case .device: "\(path) is not taken: it is a device, not a file"
        }
    }
}
