import Files
package import SystemPackage
import WorkerProtocol

/// One result of a folder, as far as pictures and charts of the folder need it.
package struct SurveyedResult: Sendable {
    /// The name of the image, for people; with the recipe where there is one.
    package let title: String
    /// When the image was last changed, nanoseconds since 1970.
    package let imageTime: Int64
    /// Objects in all planes; nil where none were counted, and of a failure.
    package let objects: Int?
    /// Share of the foreground, 0...1.
    package let foregroundShare: Double?
    /// Why the image failed; nil when it did not.
    package let failure: Summary.Cause?
    /// What makes the image doubtful, a few words each.
    package let flags: [String]
    /// The picture of the result, where one was written.
    package let overlay: FilePath.Component?
    /// The table of its objects, where one was written.
    package let table: FilePath.Component?

    /// What a summary says.
    init(_ summary: Summary) {
        let name = summary.image.component?.readable ?? summary.image.name
        title = summary.recipe.map { "\(name) (\($0))" } ?? name
        imageTime = summary.image.mtimeNanoseconds
        let totals = summary.totals
        (objects, foregroundShare) = (totals.objects, totals.foregroundShare)
        failure = summary.error
        flags = summary.flags.map { $0.kind.replacing("_", with: " ") }
        overlay = summary.outputs.first { $0.kind == .overlay }?.component
        table = summary.outputs.first { $0.kind == .objects }?.component
    }
}
