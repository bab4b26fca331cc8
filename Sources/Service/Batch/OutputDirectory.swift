import Files
import Results
package import SystemPackage
package import WorkerProtocol

/// The folder for the results of `run`, where somebody names one.
package enum OutputDirectory {
    /// Makes the levels above `folder` that are missing; the folder itself is made with the first result, for those who
    /// may read the images.
    ///
    /// - Throws: a transient `Failure` where a level cannot be made.
    package static func makeLevels(above folder: FilePath) throws(Failure) {
        let parent = BatchItems.absolute(folder).removingLastComponent()
        guard !isFolder(parent) else { return }
        try makeLevels(above: parent)
        do throws(Errno) { _ = try FileCalls().makeFolder(at: parent) } catch {
            throw .fileSystem(doing: "make", path: parent, code: error)
        }
    }

    private static func isFolder(_ path: FilePath) -> Bool {
        path.components.isEmpty || (try? FileCalls().state(at: path, followingLink: true))?.type == .directory
    }
}
