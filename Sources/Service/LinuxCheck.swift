import Files
import SystemPackage
import Watching
package import WorkerProtocol

/// What the daemon cannot do without: found out at the start, since later it would only look as if no image ever came.
package enum LinuxCheck {
    /// Tries to open a folder as images are opened, beneath another and without links.
    ///
    /// - Throws: an `Failure` of kind `kernel_refuses` with the remedy.
    package static func run() throws(Failure) {
        do throws(Errno) {
            _ = try PinnedFolder("/").open("/", for: .passing)
        } catch {
            throw Failure(
                kind: "kernel_refuses",
                message: "the way in which images are opened safely is refused: \(error)",
                remedy: "a container's seccomp profile may forbid openat(2) with O_PATH"
            )
        }
    }
}
