package import Files
package import SystemPackage

/// A folder to watch, and how.
package struct WatchedRoot: Sendable, Hashable {
    /// When the folder is looked through on a timer instead of being told of changes by the kernel.
    package enum Polling: Sendable, Hashable {
        /// On network and FUSE file systems, where the kernel does not see what others write.
        case automatic
        case always
    }

    /// Absolute path of the folder; it need not exist yet, and may itself be a symbolic link.
    package var path: FilePath { place.path }
    /// Whether folders beneath belong to it.
    package var recursive: Bool
    /// How long nothing may happen to a file before it counts as finished; zero: as soon as its writer has closed it;
    /// nil: as long as the writers of the folder have shown to need.
    package var quiet: Duration?
    /// What they had shown to need when the folder was last watched; only for a `quiet` of nil.
    package var learnedWait: Duration
    /// The marker without which no image counts as finished, and with which it does at once.
    package var doneFile: DoneFile?
    /// Which names can be images.
    package var filter: NameFilter
    /// Folders beneath that are never entered, by absolute path.
    package var excludedFolders: Set<FilePath>
    /// Folders that are never entered, at any depth, by name.
    package var excludedNames: Set<FilePath.Component>
    /// Whether to poll.
    package var polling: Polling
    /// Where the path leads, and is held to.
    package let place: PinnedFolder

    /// A root; not recursive, nothing excluded unless said otherwise. Who reads its images holds on to the same `place`.
    package init(
        path: FilePath,
        recursive: Bool = false,
        quiet: Duration? = nil,
        learnedWait: Duration = .zero,
        doneFile: DoneFile? = nil,
        filter: NameFilter = NameFilter(),
        excludedFolders: Set<FilePath> = [],
        excludedNames: Set<FilePath.Component> = [],
        polling: Polling = .automatic,
        place: PinnedFolder? = nil
    ) {
        self.place = place ?? PinnedFolder(path)
        self.recursive = recursive
        self.quiet = quiet
        self.learnedWait = learnedWait
        self.doneFile = doneFile
        self.filter = filter
        self.excludedFolders = excludedFolders
        self.excludedNames = excludedNames
        self.polling = polling
    }

    /// Whether a scan or a watch goes down into `folder`, found beneath this root under the name `name`.
    func enters(_ folder: FilePath, named name: FilePath.Component, filter: NameFilter) -> Bool {
        recursive && filter.entersFolder(name) && !excludedNames.contains(name) && !excludedFolders.contains(folder)
    }
}
