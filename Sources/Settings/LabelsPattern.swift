import Files
import Results
package import SystemPackage

/// How the label images that others made are called, with `{stem}` for the image's name without its extension:
/// `{stem}_cp_masks.tif` beside the image, or `masks/{stem}.tif` in a folder there.
package struct LabelsPattern: Sendable, Hashable {
    package static let example = "{stem}_cp_masks.tif"

    /// As it was written.
    package let text: String
    /// Folders below that of the image.
    private let folders: [FilePath.Component]
    /// Before and behind the stem.
    private let (prefix, suffix): ([UInt8], [UInt8])

    /// Reads a pattern.
    ///
    /// - Throws: a `Problem` for one that does not tell label images from images.
    package init(_ text: String) throws(StepSettings.Problem) {
        let parts = Self.parts(text)
        let path = FilePath(parts.joined(separator: "x"))
        let folders = Array(path.components.dropLast())
        guard parts.count == 2, !parts[1].contains("/"), path.isRelative, path.lexicallyNormalized() == path,
            !path.components.contains(where: { $0.kind != .regular })
        else {
            throw StepSettings.Problem(
                message: "\"\(text)\" is no name of label images",
                remedy: "write {stem} once, in the file's name: \"\(Self.example)\" or \"masks/{stem}.tif\""
            )
        }
        prefix = Array((parts[0].split(separator: "/", omittingEmptySubsequences: false).last ?? "").utf8)
        suffix = Array(parts[1].utf8)
        guard [".tif", ".tiff"].contains(where: { parts[1].lowercased().hasSuffix($0) }) else {
            throw StepSettings.Problem(
                message: "\"\(text)\" names no TIFF",
                remedy: "label images are TIFFs; write for example \"\(Self.example)\""
            )
        }
        // Else every image would be the label image of itself.
        guard !folders.isEmpty || !prefix.isEmpty || ![".tif", ".tiff"].contains(parts[1].lowercased()) else {
            throw StepSettings.Problem(
                message: "\"\(text)\" is what the images themselves are called",
                remedy: "write how label images differ: \"\(Self.example)\" or \"masks/{stem}.tif\""
            )
        }
        (self.text, self.folders) = (text, folders)
    }

    /// What stands before `{stem}` and behind it; nothing where the text holds other words.
    private static func parts(_ text: String) -> [String] {
        guard let braced = BracedText(text), braced.words == ["stem"] else { return [] }
        var parts = [""]
        for part in braced.parts {
            if case .text(let text) = part { parts[parts.count - 1] = text } else { parts.append("") }
        }
        return parts
    }

    /// Where the label image of an image may be, the likeliest place first: some programs take `x.ome` for the stem of
    /// `x.ome.tif`.
    package func labels(ofImage image: FilePath) -> [FilePath] {
        guard let name = image.lastComponent else { return [] }
        var path = image.removingLastComponent()
        for folder in folders { path.append(folder) }
        let whole = Array(name.bytes.prefix(name.bytes.count - (name.extension.map { $0.utf8.count + 1 } ?? 0)))
        let stems = [ImageStem(name).stem, whole]
        return (stems[0] == stems[1] ? [whole] : stems).compactMap { stem in
            FilePath.Component(bytes: prefix + stem + suffix).map { path.appending($0) }
        }
    }

    /// Where the label image of an image is: the first place where there is a file, else the likeliest.
    package func place(ofImage image: FilePath) -> FilePath? {
        let places = labels(ofImage: image)
        return places.first { (try? FileCalls().state(at: $0, followingLink: true)) != nil } ?? places.first
    }

    /// The images, by the usual spellings, whose label image `path` would be; empty where it is called otherwise.
    package func images(ofLabels path: FilePath) -> [FilePath] {
        guard let name = path.lastComponent?.bytes, name.count > prefix.count + suffix.count,
            name.starts(with: prefix), name.suffix(suffix.count).elementsEqual(suffix)
        else { return [] }
        var folder = path.removingLastComponent()
        for component in folders.reversed() {
            guard folder.lastComponent == component else { return [] }
            folder.removeLastComponent()
        }
        let stem = Array(name.dropFirst(prefix.count).dropLast(suffix.count))
        return ImageStem.names(of: stem).map { folder.appending($0) }
    }
}

extension FolderSettings {
    /// The images whose label image, made by others, `path` would be; a file called so is no image itself.
    package func images(ofLabels path: FilePath) -> [FilePath] {
        var images: [FilePath] = []
        for pattern in recipes.compactMap(\.labels) {
            images += pattern.images(ofLabels: path).filter { !images.contains($0) }
        }
        return images
    }
}
