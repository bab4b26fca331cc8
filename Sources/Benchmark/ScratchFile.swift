import CLinux
import Glibc
import Pipeline

/// Files without a name, which are gone with their descriptor.
enum ScratchFile {
    /// An empty file in the folder for temporary files, open for reading and writing; the caller closes it.
    static func open() throws(ImageFailure) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let file = Glibc.open(folder, O_RDWR | O_CLOEXEC | clinux_o_tmpfile, 0o600)
        guard file >= 0 else { throw failure() }
        return file
    }

    /// What `errno` says about the folder.
    static func failure() -> ImageFailure {
        ImageFailure(
            kind: "scratch_unwritable",
            message: "a file in the folder for temporary files cannot be written: \(String(cString: strerror(errno)))",
            remedy: "set TMPDIR to a folder on a disk with enough room"
        )
    }
}
