import Concurrency
import Files
import Results
package import Settings
package import SystemPackage

/// Looks whether anything stands in the way of an image and its results, without doing either.
///
/// On a queue of its own: a share that hangs holds up no image of another folder.
package actor FolderProbe {
    private let executor = QueueExecutor(label: "segmentd.probe")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: FolderSettings
    private let places: FolderPlaces
    private let storage: Storage

    /// A probe for the images of `folder`.
    package init(_ folder: FolderSettings, places: FolderPlaces, storage: Storage = Storage()) {
        self.folder = folder
        self.storage = storage
        self.places = places
    }

    /// The room for results where the way to them begins; nil while there is no such folder, or nothing to tell.
    package func room() -> StorageRoom? { space()?.room }

    /// The space where the way to the results begins, and the room in it, where a reserve bounds it.
    func space() -> (space: FileSystemSpace, room: StorageRoom?)? {
        func folder(_ place: PinnedFolder) -> Descriptor? {
            guard let path = try? FolderPlaces.place(of: place) else { return nil }
            return try? FileCalls().openFolder(at: path)
        }
        guard let images = folder(places.images(of: self.folder)) else { return nil }
        let results = folder(places.results(of: self.folder)) ?? images
        guard let space = FileSystemSpace(of: results) else { return nil }
        return (space, storage.room(self.folder.reserve, in: results, images: images))
    }

    /// Whether the image can be opened and a file of its size be made where its results go, as far as can be told.
    package func finds(_ path: FilePath) -> Bool {
        let root = places.images(of: folder)
        do {
            guard try FolderPlaces.place(of: root) != nil else { return false }
            let output = try places.outputFolder(forImage: path, in: folder)
            let image: ImageFile
            do throws(Errno) { image = try ImageFile(opening: path, below: root) } catch {
                // One that is gone is in nobody's way.
                return ![.permissionDenied, .notPermitted, .ioError, .staleNFSFileHandle].contains(error)
            }
            // A folder that is made for the look is the one that takes the results.
            let readers = Readers(image: image.file, folder: image.folder)
            let results = try ResultFolder(opening: output, readers: readers)
            _ = try storage.outputs(of: [], for: image, in: results, keeping: folder.reserve)
            return results.hasRoom(for: image.state.identity.size)
        } catch {
            return false
        }
    }
}
