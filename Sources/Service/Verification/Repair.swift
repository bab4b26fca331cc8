import Results
import SystemPackage

/// What a repair does about a finding.
enum Repair: Sendable, Equatable {
    /// An image is done again, under the recipe that a summary tells, or that its neighbours tell.
    case redo(RedoneResult)
    /// A file of ours, of no use any more, is removed: an output that no summary names, or a summary that is in the way.
    case remove(FilePath)
    /// The hidden files that a killed process left in a folder are removed.
    case sweep(FilePath)
}

/// A result that is to be made anew.
struct RedoneResult: Sendable, Equatable {
    /// The raw image.
    let image: FilePath
    /// The folder of its results.
    let folder: FilePath
    /// The recipe's name; nil for the only one of a folder.
    let recipe: String?
    /// A summary that tells by which classifiers, steps and settings it was made.
    let summary: Summary
    /// How its files are called; nil where that cannot be told.
    let naming: ResultNaming?

    /// The result of a summary that is called `name`, or one like it, for `image`.
    init(_ image: FilePath, in folder: FilePath, like summary: Summary, named name: FilePath.Component) {
        naming = ResultNaming(of: summary, named: name)
        self.image = image
        self.folder = folder
        recipe = summary.recipe
        self.summary = summary
    }
}
