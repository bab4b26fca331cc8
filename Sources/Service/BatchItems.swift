import Glibc
package import Pipeline
import Results
package import Settings
package import SystemPackage
import Watching

/// Finds the images that paths on a command line stand for.
package enum BatchItems {
    /// Files as they are named; folders with every TIFF in them, oldest first.
    ///
    /// - Parameter folder: the settings for an image, given the folder that its path is taken relative to.
    /// - Throws: an `ImageFailure` for a path that leads nowhere.
    package static func find(
        _ paths: [FilePath],
        recursive: Bool,
        folder: (FilePath) -> FolderSettings
    ) throws(ImageFailure) -> [BatchRun.Item] {
        var items: [BatchRun.Item] = []
        for path in paths {
            var status = stat()
            guard path.withPlatformString({ stat($0, &status) }) == 0 else {
                throw ImageFailure(
                    kind: "not_found",
                    message: "\(path.readable): \(Errno(rawValue: errno))",
                    remedy: "check the path"
                )
            }
            let absolute = absolute(path)
            if status.st_mode & S_IFMT == S_IFDIR {
                let settings = folder(absolute)
                var root = WatchedRoot(path: absolute, recursive: recursive)
                if case .subfolder(let name) = settings.output, let component = FilePath.Component(name) {
                    root.excludedNames = [component]
                }
                var scan = FolderScan(of: absolute, in: root, filter: NameFilter())
                while !scan.isFinished { scan.visitNext() }
                items += scan.oldestFirst.map { BatchRun.Item(path: $0.path, folder: settings) }
            } else {
                items.append(BatchRun.Item(path: absolute, folder: folder(absolute.removingLastComponent())))
            }
        }
        return items
    }

    static func absolute(_ path: FilePath) -> FilePath {
        guard !path.isAbsolute else { return path.lexicallyNormalized() }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&buffer, buffer.count) != nil else { return path }
        return FilePath(platformString: buffer).pushing(path).lexicallyNormalized()
    }
}
