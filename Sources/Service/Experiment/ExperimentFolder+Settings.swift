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
    }
}

extension FolderSettings {
    /// What is news in the tables when an image of this folder was done, or failed.
    func news(of image: FilePath) -> [ExperimentNews.Result] {
        guard let name = image.lastComponent else { return [] }
        var root = path
        if case .mirror = output { root = tree ?? path }
        var way = image.removingLastComponent()
        // Of an image that is not below, a tree takes the name alone.
        let components = way.removePrefix(root) ? way.components.filter { $0.kind == .regular } : []
        return recipes.map { ExperimentNews.Result(way: components, image: name, recipe: $0.name) }
    }
}
