package import SystemPackage

/// The folder that takes the results of an image, and how much of it may be made.
package struct OutputFolder: Sendable, Hashable {
    /// Where the way starts: the watched folder, or the top of a mirror.
    package var base: FilePath
    /// The way from there; a link on it is refused.
    package var below: [FilePath.Component]
    /// How many of the last places of `below` are ours to make. The folders of the raw images never are.
    package var creatable: Int
    /// Whether `base` itself may be made; not its parents, so that a share that is not mounted stays empty.
    package var isBaseCreatable: Bool
    /// Whether links up to `base` are followed; not where their ends were looked up before, and may not change.
    package var followsLinks = true

    /// A folder `below` `base`.
    package init(base: FilePath, below: [FilePath.Component], creatable: Int, isBaseCreatable: Bool) {
        self.base = base
        self.below = below
        self.creatable = creatable
        self.isBaseCreatable = isBaseCreatable
    }

    /// The whole path.
    package var path: FilePath { base.appending(below) }
}
