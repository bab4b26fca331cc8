package import Files
package import SystemPackage

/// Why a path below a root is no image of it, by its names alone.
package enum IgnoredName: Sendable, Hashable, CustomStringConvertible {
    /// The file's name is not that of an image.
    case file(FilePath.Component, ImageEndings)
    /// A folder on the way is one that is never entered.
    case folder(FilePath.Component)
    /// A folder on the way takes results.
    case results(FilePath.Component)
    /// It lies in a sub-folder of a root without them.
    case subFolder

    package var description: String {
        switch self {
        case .file(let name, let endings):
            "\(name) is not the name of an image: it must end in \(endings.inWords), and not begin with a dot or ~$"
        case .folder(let name):
            "\(name) is never entered: hidden folders, and those that storage boxes and desktops keep"
        case .results(let name): "\(name) takes results, and is not looked through for images"
        case .subFolder: "sub-folders are left out: `recursive = false` in the configuration"
        }
    }
}

extension WatchedRoot {
    /// Why `path`, which lies below this root, is not looked at; nil where it is.
    package func reasonToIgnore(_ path: FilePath) -> IgnoredName? {
        var way = path
        guard way.removePrefix(self.path), let name = path.lastComponent else { return nil }
        var folder = self.path
        for component in way.components.dropLast() {
            guard recursive else { return .subFolder }
            folder.append(component)
            if excludedNames.contains(component) || excludedFolders.contains(folder) { return .results(component) }
            guard filter.entersFolder(component) else { return .folder(component) }
        }
        return filter.acceptsFile(name) ? nil : .file(name, filter.endings)
    }
}
