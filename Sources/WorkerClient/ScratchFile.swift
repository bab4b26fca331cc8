import CLinux
import Glibc
package import WorkerProtocol

/// A file without a name, which is gone with the last reference.
package final class ScratchFile: Sendable {
    /// Open for reading and writing.
    package let descriptor: Int32

    /// An empty file in the folder for temporary files.
    package init() throws(Failure) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        descriptor = open(folder, O_RDWR | O_CLOEXEC | clinux_o_tmpfile, 0o600)
        guard descriptor >= 0 else { throw .scratchUnwritable() }
    }

    deinit { close(descriptor) }
}
