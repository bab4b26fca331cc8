import Files
import SystemPackage
import Watching
package import WorkerProtocol

/// What the daemon cannot do without: found out at the start, since later it would only look as if no image ever came.
package enum LinuxCheck {
    /// Tries openat2(2), by which images are opened beneath their folder.
    ///
    /// - Throws: an `Failure` of kind `kernel_refuses` with the remedy.
    package static func run() throws(Failure) {
        do throws(Errno) {
            _ = try PinnedFolder("/").open("/", for: .passing)
        } catch {
            throw Failure(
                kind: "kernel_refuses",
                message: "openat2(2), by which images are opened safely, is refused: \(error)",
                remedy: "needs Linux 5.6 or later; in a unit, RestrictSUIDSGID= and DynamicUser= forbid it, "
                    + "in a container its seccomp profile may"
            )
        }
    }
}
