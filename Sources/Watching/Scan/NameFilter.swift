package import Files
package import SystemPackage

/// Which names in an acquisition folder can be images, and which folders are entered.
package struct NameFilter: Sendable, Hashable {
    /// What the names of images end with.
    package let endings: ImageEndings

    /// What storage boxes, desktops and file systems keep beside the data.
    private static let foreignFolders: Set<String> = [
        "@eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "~snapshot", "$recycle.bin",
        "system volume information", "lost+found",
    ]

    /// The filter of a folder whose images end so.
    package init(_ endings: ImageEndings = .standard) { self.endings = endings }

    /// The endings in the spellings that are usual, to be tried where only the rest of a name is known.
    var usualEndings: [String] { endings.endings + endings.endings.map { $0.uppercased() } }

    /// Whether a file of this name may be an image: one of the endings in any case, and neither hidden nor a lock file.
    /// Names of unfinished copies (`.part`, `.tmp`, `.crdownload`, …) end otherwise or are hidden.
    package func acceptsFile(_ name: FilePath.Component) -> Bool {
        !isHidden(name) && endings.fit(name)
    }

    /// Whether a folder of this name is entered.
    package func entersFolder(_ name: FilePath.Component) -> Bool {
        !isHidden(name) && !Self.foreignFolders.contains(name.string.lowercased())
    }

    private func isHidden(_ name: FilePath.Component) -> Bool {
        name.withPlatformString { text in
            text[0] == CChar(UInt8(ascii: "."))
                || (text[0] == CChar(UInt8(ascii: "~")) && text[1] == CChar(UInt8(ascii: "$")))
        }
    }
}
