import Files
import Results
import Settings
import Synchronization
import SystemPackage
import WorkerProtocol

/// Folders of images and of their results, held open for a moment, so that a look at each of many images is one call.
///
/// Nothing is opened through them: a folder that is swapped meanwhile only shows what is no longer there.
final class LookedAtFolders: Sendable {
    /// Where the images of a folder and their results lie.
    struct Place: Sendable {
        let images: Descriptor
        /// The open folder of the results; nil where there is none yet.
        let results: Descriptor?
        let resultsPath: FilePath
        fileprivate let end: ContinuousClock.Instant
    }

    /// A folder is looked up again after so long: it may have been replaced.
    private static let life: Duration = .seconds(1)
    /// With more, all are looked up again.
    private static let most = 16

    private let places: FolderPlaces
    private let open = Mutex<[FilePath: Place]>([:])

    /// No folder is open.
    init(_ places: FolderPlaces) { self.places = places }

    /// The place of an image; nil where it cannot be reached without following a link.
    func place(ofImage path: FilePath, in folder: FolderSettings) -> Place? {
        let parent = path.removingLastComponent()
        let known = open.withLock { $0[parent] }
        if let known, known.end > .now { return known }
        let place = lookUp(path, in: parent, folder)
        open.withLock { open in
            if open.count >= Self.most { open = [:] }
            open[parent] = place
        }
        return place
    }

    /// Where the results of an image go.
    func output(ofImage path: FilePath, in folder: FolderSettings) throws(Failure) -> OutputFolder {
        try places.outputFolder(forImage: path, in: folder)
    }

    /// Closes what nobody has looked at for a while, so that its file system can be unmounted.
    func closeOld() {
        let now = ContinuousClock.now
        open.withLock { open in open = open.filter { $0.value.end > now } }
    }

    private func lookUp(_ path: FilePath, in parent: FilePath, _ folder: FolderSettings) -> Place? {
        let root = places.images(of: folder)
        guard let images = try? root.open(parent, for: .passing),
            let output = try? places.outputFolder(forImage: path, in: folder)
        else { return nil }
        return Place(
            images: images,
            results: (try? ResultFolder(existing: output))?.descriptor,
            resultsPath: output.path,
            end: .now + Self.life
        )
    }
}
