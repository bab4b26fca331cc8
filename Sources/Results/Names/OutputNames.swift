import Files
package import SystemPackage
package import WorkerProtocol

/// The file names of the results of one image and recipe: `x_labels.tif`, `x_{recipe}_labels.tif`, `x_summary.json`, or as a
/// template has them.
///
/// Names are bytes; nothing is assumed of their encoding. One that would pass the 255 bytes of Linux file systems keeps
/// the start of its stem, followed by `~` and ten digits of the stem's SHA-256, and keeps the recipe and the ending.
package struct OutputNames: Sendable, Hashable {
    /// What the name of a summary ends with, behind a separator.
    package static let summaryWord = "summary.json"
    /// The longest ending that an output has by itself. A longer one would give other names to results that are there.
    static let longestEnding = "_probabilities.tif".utf8.count

    /// The file name of the image.
    package let image: FilePath.Component
    /// Whether the image's extension is part of the names, because another image owns the stem.
    package let carriesExtension: Bool
    private let scheme: NameScheme
    /// What all names start with.
    private let prefix: [UInt8]

    /// The usual names for `image`; with its extension when another image owns the stem.
    package init(image: FilePath.Component, recipe: String?, carriesExtension: Bool = false) {
        self.init(
            image: image,
            scheme: ResultNaming.standard.scheme(recipe: recipe),
            carriesExtension: carriesExtension
        )
    }

    /// Names for `image`; with its extension when another image owns the stem.
    package init(image: FilePath.Component, scheme: NameScheme, carriesExtension: Bool = false) {
        self.image = image
        self.scheme = scheme
        self.carriesExtension = carriesExtension
        let stem = ImageStem(image)
        prefix = scheme.prefix(carriesExtension ? stem.stem + stem.ending : stem.stem)
    }

    /// The recipe's name; nil for the only recipe of a folder.
    package var recipe: String? { scheme.recipe }

    /// The name of an output.
    package subscript(_ kind: OutputKind) -> FilePath.Component { name(ending: scheme.ending(kind)) }

    /// The name of the summary.
    package var summary: FilePath.Component { name(ending: scheme.summaryEnding) }

    private func name(ending: [UInt8]) -> FilePath.Component {
        guard let name = FilePath.Component(bytes: prefix + ending) else {
            preconditionFailure("the stem of a file name, without slash and NUL, stays one")
        }
        return name
    }
}
