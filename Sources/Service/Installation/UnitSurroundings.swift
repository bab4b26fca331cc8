import Files
package import SystemPackage

/// What a drop-in depends on besides the configuration.
package struct UnitSurroundings: Sendable {
    /// Whether a folder is there.
    package var isFolder: @Sendable (FilePath) -> Bool
    /// Places of the file systems that the system mounts, now or when asked for.
    package var mountPlaces: [FilePath]
    /// Whether there is a group of that name.
    package var isGroup: @Sendable (String) -> Bool

    /// The given surroundings.
    package init(
        mountPlaces: [FilePath] = [],
        isFolder: @escaping @Sendable (FilePath) -> Bool = { _ in true },
        isGroup: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.mountPlaces = mountPlaces
        self.isFolder = isFolder
        self.isGroup = isGroup
    }

    /// Those of this computer.
    package static var current: UnitSurroundings {
        let mounted = MountTable.current.mounts.map(\.place)
        return UnitSurroundings(
            mountPlaces: mounted + configuredMounts,
            isFolder: { (try? FileCalls().state(at: $0, followingLink: true))?.type == .directory },
            isGroup: { GroupNames.number(of: $0) != nil }
        )
    }

    /// The places in /etc/fstab.
    private static var configuredMounts: [FilePath] {
        guard let file = try? FileCalls().open("/etc/fstab", for: .reading),
            let bytes = try? FileCalls().read(file.number, first: 1 << 20)
        else { return [] }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n").compactMap {
            line -> FilePath? in
            let fields = line.split { $0 == " " || $0 == "\t" }
            guard fields.count > 2, !line.hasPrefix("#"), fields[1].hasPrefix("/"), fields[2] != "swap" else {
                return nil
            }
            return FilePath(String(fields[1]).replacing("\\040", with: " ").replacing("\\011", with: "\t"))
        }
    }
}
