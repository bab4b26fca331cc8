package import SystemPackage

/// The other files of an image that is stored in several.
extension Summary.Image {
    /// The way to one of `members`, or another file told like it, from the folder of this image; nil where it says none.
    package func way(to member: Summary.Image) -> FilePath? {
        guard let name = member.component else { return nil }
        guard let told = member.folder else { return FilePath(root: nil, [name]) }
        var way = FilePath(text: told, base64: member.folderBytes)
        guard let folder, way.removePrefix(FilePath(text: folder, base64: folderBytes)) else { return nil }
        return way.appending(name)
    }

    /// Whether the same other files belong to both, each with the same content.
    package func hasSameMembers(as other: Summary.Image) -> Bool {
        let (ours, others) = (members ?? [], other.members ?? [])
        if ours.isEmpty && others.isEmpty { return true }
        return ours.count == others.count && together == other.together
            && zip(ours, others).allSatisfy { way(to: $0) == other.way(to: $1) && $0.isSameContent(as: $1) }
    }
}
