import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// Finds images whose results would have the same names, before one of them replaces the other's.
enum OutputClashes {
    private struct Place: Hashable {
        var folder: FilePath
        var summary: FilePath.Component
    }

    /// Images of one folder that share a stem are no clash: `ImageStem` gives each its names.
    ///
    /// - Throws: an `Failure` of kind `output_clash` that names both images.
    static func check(_ items: [BatchRun.Item]) throws(Failure) {
        var taken: [Place: FilePath] = [:]
        for item in items {
            guard let name = item.path.lastComponent else { continue }
            let folder = item.folder.outputFolder(forImage: item.path).path
            for recipe in item.folder.recipes {
                let summary = OutputNames(image: name, scheme: item.folder.scheme(of: recipe, image: item.path)).summary
                let place = Place(folder: folder, summary: summary)
                guard let other = taken.updateValue(item.path, forKey: place), !shareStem(other, item.path) else {
                    continue
                }
                throw Failure(
                    kind: "output_clash",
                    message: "\(other.readable) and \(item.path.readable) would both have their results in "
                        + folder.appending(summary).readable,
                    remedy: "name them in two runs, with an --output-dir each, or rename one of them"
                )
            }
        }
    }

    private static func shareStem(_ path: FilePath, _ other: FilePath) -> Bool {
        guard let name = path.lastComponent, let otherName = other.lastComponent else { return false }
        return path.removingLastComponent() == other.removingLastComponent()
            && ImageStem(name).stem == ImageStem(otherName).stem
    }
}
