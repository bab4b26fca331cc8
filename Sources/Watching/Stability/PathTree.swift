package import SystemPackage

/// Paths by the folders they lie in, so that all beneath a folder are found without a look at the others. Pure.
package struct PathTree: Sendable {
    /// What is known in each folder; false for folders that are only on the way to a path.
    private var names: [FilePath: [FilePath.Component: Bool]] = [:]

    /// An empty tree.
    package init() {}

    /// Adds a path; one that is there already is no error.
    package mutating func insert(_ path: FilePath) {
        guard let name = path.lastComponent else { return }
        var folder = path.removingLastComponent()
        var isKnownFolder = names[folder] != nil
        names[folder, default: [:]][name] = true
        // The way to a folder that is known is known as well.
        while !isKnownFolder, let name = folder.lastComponent {
            folder = folder.removingLastComponent()
            isKnownFolder = names[folder] != nil
            if names[folder]?[name] == nil { names[folder, default: [:]][name] = false }
        }
    }

    /// Removes a path; what lies beneath it stays.
    package mutating func remove(_ path: FilePath) {
        guard let name = path.lastComponent else { return }
        var folder = path.removingLastComponent()
        guard names[folder]?[name] != nil else { return }
        let isOnTheWay = names[path] != nil
        names[folder]?[name] = isOnTheWay ? false : nil
        // A way that leads nowhere any more goes too.
        while names[folder]?.isEmpty ?? false {
            names[folder] = nil
            guard let name = folder.lastComponent else { return }
            let parent = folder.removingLastComponent()
            if names[parent]?[name] == false { names[parent]?[name] = nil }
            folder = parent
        }
    }

    /// All paths beneath `folder`, in no order; not `folder` itself.
    package func paths(beneath folder: FilePath) -> [FilePath] {
        var found: [FilePath] = []
        var ahead = [folder]
        while let folder = ahead.popLast() {
            for (name, isMember) in names[folder] ?? [:] {
                let path = folder.appending(name)
                if isMember { found.append(path) }
                if names[path] != nil { ahead.append(path) }
            }
        }
        return found
    }
}
