extension Summary.Image {
    /// Whether a file still holds the image of this summary.
    ///
    /// Size and modification time settle most cases; the content is read only when the size is the same and the time
    /// is not.
    ///
    /// - Parameter sha256: the digest of the file's content.
    package func isContent<Failure: Error>(
        of identity: ImageIdentity,
        sha256: () throws(Failure) -> String
    ) throws(Failure) -> Bool {
        if self.identity == identity { return true }
        guard size == identity.size, let known = self.sha256 else { return false }
        return try known == sha256()
    }

    /// Whether two summaries are about the same content.
    func isSameContent(as other: Summary.Image) -> Bool {
        identity == other.identity || (sha256 != nil && sha256 == other.sha256)
    }
}

extension Summary {
    /// Whether both say that the same was done to the same content, by the same classifier and settings.
    func isSameResult(as other: Summary) -> Bool {
        status == .done && other.status == .done
            && image.component == other.image.component && image.sha256 != nil && image.sha256 == other.image.sha256
            && recipe == other.recipe && classifier.sha256 == other.classifier.sha256
            && settings.digest == other.settings.digest
    }
}
