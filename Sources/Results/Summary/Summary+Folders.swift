import Files
package import SystemPackage

extension Summary {
    /// The folder of the outputs, as far as the summary says it.
    package var resultsPath: FilePath? { resultsFolder.map { FilePath(text: $0, base64: resultsFolderBytes) } }

    /// Notes in which folder the outputs are.
    package mutating func setResultsFolder(_ folder: FilePath) {
        resultsFolder = String(decoding: folder.bytes, as: UTF8.self)
        resultsFolderBytes = folder.base64
    }

    /// How many folders the image lies above the outputs; nil where the outputs lie in a tree of their own, or the summary,
    /// one of schema 1, does not say it.
    ///
    /// It holds where all was moved together, as the paths do not.
    package var levelsToImage: Int? {
        guard let results = resultsPath, let folder = image.path?.removingLastComponent(), results.starts(with: folder)
        else { return nil }
        return results.components.count - folder.components.count
    }

    /// Where the image lay, where its outputs lie in a tree of their own; nil where it is found by their place.
    package var imageElsewhere: FilePath? { levelsToImage == nil ? image.path : nil }
}
