package import SystemPackage

/// Where the results of an acquisition folder go.
package enum OutputLocation: Sendable, Hashable {
    /// Next to each raw image.
    case beside
    /// Into a folder of this name next to each raw image.
    case subfolder(String)
    /// Below `root`, in the same tree as the images below the watched folder; for raw data that is read-only.
    case mirror(root: FilePath)

    /// The folder for the results of one image.
    ///
    /// - Parameters:
    ///   - image: path of the image.
    ///   - root: the watched folder; of an image that is not below it, a mirror takes the name alone.
    package func folder(forImage image: FilePath, below root: FilePath) -> OutputFolder {
        let imageFolder = image.lexicallyNormalized().removingLastComponent()
        let root = root.lexicallyNormalized()
        var inside = imageFolder
        let isBelow = inside.removePrefix(root)
        let below = isBelow ? inside.components.filter { $0.kind == .regular } : []
        let base = isBelow ? root : imageFolder
        switch self {
        case .beside:
            return OutputFolder(base: base, below: below, creatable: 0, isBaseCreatable: false)
        case .subfolder(let name):
            let added = FilePath(name).components.filter { $0.kind == .regular }
            return OutputFolder(base: base, below: below + added, creatable: added.count, isBaseCreatable: false)
        case .mirror(let mirror):
            return OutputFolder(base: mirror, below: below, creatable: below.count, isBaseCreatable: true)
        }
    }
}
