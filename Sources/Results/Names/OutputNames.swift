import Files
package import SystemPackage
package import WorkerProtocol

/// The file names of the results of one image and recipe: `x_labels.tif`, `x_{recipe}_labels.tif`, `x_summary.json`.
///
/// Names are bytes; nothing is assumed of their encoding. One that would pass the 255 bytes of Linux file systems keeps
/// the start of its stem, followed by `~` and ten digits of the stem's SHA-256, and keeps the recipe and the ending.
package struct OutputNames: Sendable, Hashable {
    /// What the name of a summary ends with.
    package static let summaryEnding = "_summary.json"
    /// The longest ending that an output can have. A longer one would give other names to results that are there.
    static let longestEnding = "_probabilities.tif".utf8.count

    /// The file name of the image.
    package let image: FilePath.Component
    /// The recipe's name; nil for the only recipe of a folder.
    package let recipe: String?
    /// Whether the image's extension is part of the names, because another image owns the stem.
    package let carriesExtension: Bool
    /// What all names start with.
    private let prefix: [UInt8]

    /// Names for `image`; with its extension when another image owns the stem.
    package init(image: FilePath.Component, recipe: String?, carriesExtension: Bool = false) {
        self.image = image
        self.recipe = recipe
        self.carriesExtension = carriesExtension
        let stem = ImageStem(image)
        let slash = UInt8(ascii: "/")
        // The settings refuse such names of recipes; here they must only not reach another folder.
        let tail = recipe.map { Array("_\($0)".utf8).map { $0 == 0 || $0 == slash ? UInt8(ascii: "_") : $0 } } ?? []
        prefix = Self.fitted(carriesExtension ? stem.stem + stem.ending : stem.stem, tail: tail)
    }

    /// The name of an output.
    package subscript(_ kind: OutputKind) -> FilePath.Component { name(ending: kind.nameEnding) }

    /// The name of the summary.
    package var summary: FilePath.Component { name(ending: Self.summaryEnding) }

    /// The summary that belongs to a file of the given name, if that can be the name of an output or a summary.
    package static func summary(beside name: FilePath.Component) -> FilePath.Component? {
        let bytes = name.bytes
        for ending in [summaryEnding] + OutputKind.all.map(\.nameEnding) {
            let count = ending.utf8.count
            guard bytes.count > count, bytes.suffix(count).elementsEqual(ending.utf8) else { continue }
            return FilePath.Component(bytes: bytes.dropLast(count) + Array(summaryEnding.utf8))
        }
        return nil
    }

    private func name(ending: String) -> FilePath.Component {
        guard let name = FilePath.Component(bytes: prefix + Array(ending.utf8)) else {
            preconditionFailure("the stem of a file name, without slash and NUL, stays one")
        }
        return name
    }

    /// Stem and tail, the stem shortened so that the longest ending fits as well.
    private static func fitted(_ stem: [UInt8], tail: [UInt8]) -> [UInt8] {
        let room = FilePath.Component.maximumLength - longestEnding
        guard stem.count + tail.count > room else { return stem + tail }
        let digest = Array("~\(FileDigest.sha256(stem).prefix(10))".utf8)
        let tail = tail.shortened(to: room / 2)
        return stem.shortened(to: room - digest.count - tail.count) + digest + tail
    }
}
