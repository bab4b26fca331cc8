import Files
package import SystemPackage
import WorkerProtocol

/// The images of one experiment: those below one folder. It says where their results lie, and where the tables of all of
/// them go.
package struct ExperimentFolder: Sendable {
    /// The top of the tree in which the results lie: the folder of the images, or of a tree beside it.
    package let base: FilePath
    /// Whether links on the way to it are followed.
    let followsLinks: Bool
    /// Whether `base` may be made.
    let isBaseCreatable: Bool
    /// The sub-folder beside each image that takes its results, where there is one.
    let subfolder: FilePath.Component?
    /// Whether images lie in sub-folders too.
    let isRecursive: Bool
    /// Whether a folder below `base` can hold images of the experiment, or results in their place.
    let enters: @Sendable (FilePath) -> Bool
    /// What its images are of.
    package var groups = ExperimentGroups.none
    /// How the results of an image are called, by the way to it and the recipe's name: results under other names are none of
    /// the experiment, since its images are to be done anew then.
    package var scheme: @Sendable (_ way: [FilePath.Component], _ recipe: String?) -> NameScheme = {
        ResultNaming.standard.scheme(recipe: $1)
    }

    /// The experiment whose images lie below `path`.
    ///
    /// - Parameters:
    ///   - base: where the results begin, if not at `path` or in the tree that `output` names.
    ///   - enters: whether a folder below is looked into.
    package init(
        _ path: FilePath,
        output: OutputLocation,
        base: FilePath? = nil,
        followsLinks: Bool = true,
        isRecursive: Bool = true,
        enters: @escaping @Sendable (FilePath) -> Bool = { _ in true }
    ) {
        var (root, subfolder, isCreatable) = (path, FilePath.Component?.none, false)
        switch output {
        case .beside: break
        case .subfolder(let name): subfolder = FilePath.Component(name)
        case .mirror(let mirror): (root, isCreatable) = (mirror, true)
        }
        self.base = base ?? root
        self.subfolder = subfolder
        self.followsLinks = followsLinks
        isBaseCreatable = isCreatable
        self.isRecursive = isRecursive
        self.enters = enters
    }

    /// Where the tables lie.
    package var tables: OutputFolder {
        OutputFolder(
            base: base,
            below: subfolder.map { [$0] } ?? [],
            creatable: subfolder == nil ? 0 : 1,
            isBaseCreatable: isBaseCreatable,
            followsLinks: followsLinks
        )
    }

    /// Where the results of the images of a folder lie, by the way to it.
    func results(_ way: [FilePath.Component]) -> OutputFolder { place(way + (subfolder.map { [$0] } ?? [])) }

    /// Whether a folder, by the way to it, is one in which results of the experiment lie.
    func reaches(_ results: [FilePath.Component]) -> Bool {
        var way = results
        if let subfolder, way.popLast() != subfolder { return false }
        guard isRecursive || way.isEmpty else { return false }
        return way.indices.allSatisfy { enters(base.appending(way[...$0])) }
    }

    /// A folder below the top.
    func place(_ way: [FilePath.Component]) -> OutputFolder {
        OutputFolder(base: base, below: way, creatable: 0, isBaseCreatable: false, followsLinks: followsLinks)
    }
}

extension OutputFolder {
    init(
        base: FilePath,
        below: [FilePath.Component],
        creatable: Int,
        isBaseCreatable: Bool,
        followsLinks: Bool
    ) {
        self.init(base: base, below: below, creatable: creatable, isBaseCreatable: isBaseCreatable)
        self.followsLinks = followsLinks
    }
}
