import Files
import SystemPackage

/// An image that the consumer found unfinished, or not as it was when it was handed out.
struct HandedBackImage: Sendable {
    var path: FilePath
    /// How it was found.
    var state: FileState
    /// Whether what it holds is not whole.
    var isIncomplete: Bool
}
