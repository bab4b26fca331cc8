package import SystemPackage

extension Failure {
    /// A file in the folder for temporary files could not be made or written.
    package static func scratchUnwritable(_ code: Errno) -> Failure {
        Failure(
            kind: "scratch_unwritable",
            message: "a file in the folder for temporary files cannot be written: \(code)",
            remedy: "set TMPDIR to a folder on a disk with enough room"
        )
    }

    /// The image could not be read for its digest or its state.
    package static func imageUnreadable(name: String, code: Errno) -> Failure {
        let isForbidden = code == .permissionDenied || code == .notPermitted
        return Failure(
            kind: "image_unreadable",
            message: "cannot read \(name): \(code)",
            remedy: isForbidden
                ? "let the user who segments read the image"
                : "if this stays, look at the disk or the network share",
            isTransient: true
        )
    }
}
