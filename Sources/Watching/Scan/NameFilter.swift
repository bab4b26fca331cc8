package import SystemPackage

/// Which names in an acquisition folder can be images, and which folders are entered.
package struct NameFilter: Sendable {
    /// The extensions of images, in lower case.
    private static let imageExtensions: Set<String> = ["tif", "tiff"]

    /// The endings of images in the spellings that are usual, to be tried where only the rest of a name is known.
    static let imageEndings = [".tif", ".tiff", ".TIF", ".TIFF"]

    /// What storage boxes, desktops and file systems keep beside the data.
    private static let foreignFolders: Set<String> = [
        "@eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "~snapshot", "$recycle.bin",
        "system volume information", "lost+found",
    ]

    /// The one filter there is.
    package init() {}

    /// Whether a file of this name may be an image: `.tif` or `.tiff` in any case, and neither hidden nor a lock file.
    /// Names of unfinished copies (`.part`, `.tmp`, `.crdownload`, …) end otherwise or are hidden.
    package func acceptsFile(_ name: FilePath.Component) -> Bool {
        guard !isHidden(name), let fileExtension = name.extension else { return false }
        return Self.imageExtensions.contains(fileExtension.lowercased())
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
