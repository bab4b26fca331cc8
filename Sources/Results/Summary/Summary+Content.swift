package import Files

extension Summary.Image {
    /// What a look at a file, without reading it, says about its content.
    package enum Resemblance: Sendable, Equatable {
        /// It is the file of this summary, and nothing happened to it since.
        case same
        /// It cannot hold the image of this summary.
        case different
        /// Only the digest of its content can tell.
        case open
    }

    /// Compares a file with the image of this summary.
    ///
    /// Size and modification time alone do not settle it: `mv`, `cp -p` and unpacking leave the time of the file that they
    /// put in the place of another, and the images of one camera have one size.
    ///
    /// - Parameter isSuspect: whether an event said that the file changed. It decides for summaries of earlier versions,
    ///   which do not know inode and change time: after an update not every image is read again.
    package func resemblance(to file: FileState, isSuspect: Bool) -> Resemblance {
        guard size == file.identity.size else { return .different }
        guard identity == file.identity else { return sha256 == nil ? .different : .open }
        guard let inode, let ctimeNanoseconds else { return isSuspect && sha256 != nil ? .open : .same }
        if inode == file.inode && ctimeNanoseconds == file.changeTime { return .same }
        return sha256 == nil ? .different : .open
    }

    /// Whether two summaries are about the same content.
    func isSameContent(as other: Summary.Image) -> Bool {
        guard hasSameMembers(as: other) else { return false }
        guard let sha256, let otherDigest = other.sha256 else { return identity == other.identity }
        return sha256 == otherDigest
    }
}

extension Summary {
    /// Whether both begin with the same label image of others, as far as its file tells, or with none.
    func isByLabels(of other: Summary) -> Bool {
        labels?.identity == other.labels?.identity && labels?.inode == other.labels?.inode
    }

    /// Whether both say that the same was done to the same content, by the same classifier and settings.
    func isSameResult(as other: Summary) -> Bool {
        status == .done && other.status == .done
            && image.component == other.image.component && image.sha256 != nil && image.sha256 == other.image.sha256
            && image.hasSameMembers(as: other.image) && recipe == other.recipe
            && classifiersDigest == other.classifiersDigest
            && labels?.sha256 == other.labels?.sha256 && settings.digest == other.settings.digest
    }
}
