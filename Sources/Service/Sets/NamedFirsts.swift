import Files
import Settings
import SystemPackage
import WorkerProtocol

/// The first files of the images that names put together, as `run` finds them: each folder is listed once.
struct NamedFirsts {
    private let names = NamedSets()
    private var folders: [FilePath: [FilePath.Component: FilePath.Component]] = [:]

    /// The file after which the image is called to which the file at `path` belongs; itself where names say nothing.
    mutating func first(of path: FilePath, in settings: FolderSettings) throws(Failure) -> FilePath {
        guard let pattern = settings.together, let name = path.lastComponent, pattern.part(name) != nil else {
            return path
        }
        let home = path.removingLastComponent()
        if folders[home] == nil {
            guard let folder = try? FileCalls().openFolder(at: home, followingLinks: false) else { return path }
            folders[home] = try names.firsts(in: folder, at: home, by: pattern, settings)
        }
        return folders[home]?[name].map { home.appending($0) } ?? path
    }
}
