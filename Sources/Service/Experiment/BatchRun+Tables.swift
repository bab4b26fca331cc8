import Files
import Results
import Settings
package import SystemPackage
import WorkerProtocol

extension BatchRun {
    /// So long another process that writes the tables is waited for.
    private static let patience: Duration = .seconds(60)
    /// A look takes in so many results that this covers every folder.
    private static let mostLooks = 1_000

    /// Brings the tables of the folders of `items` up to date.
    ///
    /// A folder that was named gets tables; of one of which only single files were named, those that are there are kept.
    ///
    /// - Parameters:
    ///   - paths: what was named.
    ///   - problem: told, in words, of what could not be taken in, or written.
    /// - Returns: whether another call may bring them up to date where this one could not.
    package static func updateTables(
        of items: [Item],
        named paths: [FilePath],
        problem: (String) -> Void
    ) async -> Bool {
        var maySucceed = false
        let named = paths.compactMap { try? BatchItems.existing($0) }
        var done: Set<FilePath> = []
        for item in items where item.folder.experimentTables {
            // All results that lie there, whatever part of them this run was about.
            let folder = item.folder
            let tables = ExperimentFolder(folder.path, output: folder.output).tables.path
            guard done.insert(tables).inserted else { continue }
            let writer = ExperimentWriter(folder, places: FolderPlaces(), patience: patience)
            let isNamed = items.contains { other in
                other.folder.path == folder.path && named.contains { other.path.starts(with: $0) }
            }
            if !isNamed, await !writer.hasTables() { continue }
            do throws(Failure) {
                for _ in 0..<mostLooks {
                    let report = try await writer.update(nil)
                    for text in report.problems { problem(text) }
                    if report.isComplete || !report.isWritten { break }
                }
            } catch {
                problem("\(error)")
                maySucceed = maySucceed || error.isTransient
            }
        }
        return maySucceed
    }
}
