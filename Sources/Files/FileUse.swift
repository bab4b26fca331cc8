import CLinux
import Glibc

/// What a file or folder is opened for.
package enum FileUse: Sendable {
    /// To read its content; a pipe in its place blocks nothing, a terminal takes nothing over.
    case reading
    /// To read and write its content, as `reading`.
    case writing
    /// To ask for its state alone; whatever it is, opening it does nothing to it.
    case looking
    /// A folder, to list it.
    case listing
    /// A folder, to resolve names in it.
    case passing

    /// Whether only a folder will do.
    var isOfFolder: Bool { self == .listing || self == .passing }

    /// The flags of open(2).
    package var flags: Int32 {
        switch self {
        case .reading: O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        case .writing: O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        case .looking: clinux_o_path | O_CLOEXEC
        case .listing: O_RDONLY | O_DIRECTORY | O_CLOEXEC
        case .passing: clinux_o_path | O_DIRECTORY | O_CLOEXEC
        }
    }
}
