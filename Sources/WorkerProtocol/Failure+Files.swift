package import SystemPackage

extension Failure {
    /// The image could not be read for its digest or its state.
    package static func imageUnreadable(name: String, code: Errno) -> Failure {
        let isForbidden = code == .permissionDenied || code == .notPermitted
        return Failure(
            kind: "image_unreadable",
            message: "cannot read \(name): \(code)",
            remedy: isForbidden
                ? "let the service's user read the image"
                : "the image is tried again; if this stays, look at the disk or the network share",
            isTransient: true
        )
    }
}
