import Files
import Results
import SystemPackage
import WorkerProtocol

/// Where the raw image of a result is, seen from its summary.
enum RawImage {
    /// Extensions that an image can have, those that own a stem first.
    private static let endings = ["", ".tif", ".tiff", ".TIF", ".TIFF", ".ome.tif", ".ome.tiff"]

    /// The path of the image of a summary: where the summary says, else beside it, else in the folder above; where it is
    /// in none of these places, the first of them.
    static func place(of image: Summary.Image, summaryIn folder: FilePath) -> FilePath? {
        if let path = image.path { return path }
        guard let name = image.component else { return nil }
        let places = [folder, folder.removingLastComponent()].map { $0.appending(name) }
        return places.first { isFile($0) } ?? places[0]
    }

    /// The image whose results have names that begin with `prefix`, beside them or in the folder above.
    static func find(stem prefix: [UInt8], resultsIn folder: FilePath) -> FilePath? {
        for place in [folder, folder.removingLastComponent()] {
            for ending in endings {
                guard let name = FilePath.Component(bytes: prefix + Array(ending.utf8)), name.extension != nil,
                    isFile(place.appending(name))
                else { continue }
                return place.appending(name)
            }
        }
        return nil
    }

    private static func isFile(_ path: FilePath) -> Bool {
        guard let state = try? FileCalls().state(at: path, followingLink: true), state.isRegularFile,
            let name = path.lastComponent, let folder = try? FileCalls().openFolder(at: path.removingLastComponent())
        else { return false }
        return !OutputMark.isOurs(name, in: folder)
    }
}
