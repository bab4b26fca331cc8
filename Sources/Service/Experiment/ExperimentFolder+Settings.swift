import Files
package import Results
package import Settings
package import SystemPackage
import Watching
package import WorkerProtocol

extension ExperimentFolder {
    /// The experiment that a folder of the configuration is; nil while that folder is missing.
    ///
    /// - Parameter leftOut: folders in it in which results of other folders lie, as `Settings` gives them.
    /// - Throws: a transient `Failure` while the folder's path leads elsewhere.
    package init?(
        _ folder: FolderSettings,
        at places: FolderPlaces,
        leavingOut leftOut: [FilePath] = []
    ) throws(Failure) {
        let start = places.results(of: folder)
        guard let base = try FolderPlaces.place(of: start) else { return nil }
        let names = Set(leftOut.filter { !$0.isAbsolute }.compactMap(\.lastComponent))
        let folders = Set(
            leftOut.filter(\.isAbsolute).map { path in
                var way = path
                return way.removePrefix(start.path) ? base.pushing(way) : path
            }
        )
        let filter = NameFilter()
        self.init(
            folder.path,
            output: folder.output,
            base: base,
            followsLinks: false,
            isRecursive: folder.recursive
        ) { path in
            guard let name = path.lastComponent else { return false }
            return filter.entersFolder(name) && !names.contains(name) && !folders.contains(path)
        }
        groups = folder.experimentGroups
        scheme = { folder.scheme(ofRecipe: $1, image: folder.imageRoot.appending($0)) }
    }
}

extension FolderSettings {
    /// The folder from which the way to an image is counted in the tables.
    fileprivate var imageRoot: FilePath {
        if case .mirror = output { tree ?? path } else { path }
    }

    /// What the images are of, by the sample sheet as it is now.
    fileprivate var experimentGroups: ExperimentGroups {
        guard let groups else { return .none }
        let reader = GroupReader(groups)
        return ExperimentGroups(names: reader.names) { [self] way in
            reader.finding(self.way(to: imageRoot.appending(way))).groups.texts
        }
    }

    /// What is news in the tables when an image of this folder was done, or failed.
    func news(of image: FilePath) -> [ExperimentNews.Result] {
        guard let name = image.lastComponent else { return [] }
        let root = imageRoot
        var way = image.removingLastComponent()
        // Of an image that is not below, a tree takes the name alone.
        let components = way.removePrefix(root) ? way.components.filter { $0.kind == .regular } : []
        return recipes.map { ExperimentNews.Result(way: components, image: name, recipe: $0.name) }
    }
}
