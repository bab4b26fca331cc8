import Files
import SystemPackage
import WorkerProtocol

/// One image's result under one recipe, as it is to stand in the tables.
struct ExperimentResult {
    /// The image's own table, checked against its summary.
    struct Source {
        let place: OutputFolder
        let name: FilePath.Component
        let file: FileState
        let columns: [String]
        /// Columns that were groups of the image when it was done: what they are now is asked anew.
        var formerGroups: Set<String> = []
        /// Where its rows begin.
        let start: Int
    }

    /// What was found at the name of a summary.
    enum Finding {
        case result(ExperimentResult)
        /// Nothing that belongs into a table.
        case none
        /// It is being replaced just now.
        case inMotion
    }

    /// The fields of image and recipe, a comma behind each.
    let prefix: [UInt8]
    /// The field of the image.
    let image: [UInt8]
    /// The field for its summary.
    let summary: [UInt8]
    /// Its line up to the comma in front of `table_rows`.
    let head: [UInt8]
    /// The digest of its own table, empty without one, `-` for one that cannot be used.
    let digest: [UInt8]
    /// Its own table; nil where it has none, or where the rows in the table of objects still hold.
    let source: Source?
    /// Group and permissions of its own table.
    let access: Readers.Access?
}
