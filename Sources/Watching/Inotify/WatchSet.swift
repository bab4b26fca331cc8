package import SystemPackage

/// Which watch stands for which folder, kept true through renames, deletions and re-creations. Pure.
package struct WatchSet: Sendable {
    private var folders: [Int32: FilePath] = [:]
    private var watches: [FilePath: Int32] = [:]
    private var tree = PathTree()

    /// A set without watches.
    package init() {}

    /// How many folders are watched.
    package var count: Int { folders.count }

    /// The folder of a watch, nil for one that has ended.
    package func folder(of watch: Int32) -> FilePath? {
        folders[watch]
    }

    /// Whether `folder` has a watch.
    package func contains(_ folder: FilePath) -> Bool {
        watches[folder] != nil
    }

    /// Notes that `watch` now stands for `folder`. The kernel gives an inode the watch it already has, so a renamed
    /// folder comes back with its old number, and a re-created one with a new number under its old name.
    ///
    /// - Returns: the watch that stood for this path before and belongs to another folder now; the caller ends it.
    package mutating func insert(_ watch: Int32, for folder: FilePath) -> Int32? {
        if let former = folders[watch], former != folder, watches[former] == watch { forget(former) }
        let replaced = watches[folder].flatMap { $0 == watch ? nil : $0 }
        if let replaced { folders[replaced] = nil }
        folders[watch] = folder
        watches[folder] = watch
        tree.insert(folder)
        return replaced
    }

    /// Forgets a watch that has ended.
    package mutating func remove(_ watch: Int32) {
        guard let folder = folders.removeValue(forKey: watch), watches[folder] == watch else { return }
        forget(folder)
    }

    /// Forgets `folder` and everything beneath it.
    ///
    /// - Returns: the watches that stood for them, to be ended.
    package mutating func removeTree(_ folder: FilePath) -> [Int32] {
        var ended: [Int32] = []
        for path in tree.paths(beneath: folder) + [folder] {
            guard let watch = watches[path] else { continue }
            folders[watch] = nil
            forget(path)
            ended.append(watch)
        }
        return ended
    }

    private mutating func forget(_ folder: FilePath) {
        watches[folder] = nil
        tree.remove(folder)
    }
}
