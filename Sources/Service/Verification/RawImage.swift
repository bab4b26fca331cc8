import Files
import Results
import SystemPackage
import WorkerProtocol

/// Where the raw image of a result is, seen from its summary.
enum RawImage {
    /// Extensions that an image can have, those that own a stem first.
    private static let endings =
        ["", ".tif", ".tiff", ".TIF", ".TIFF", ".ome.tif", ".ome.tiff"]
        + ImageEndings.standard.endings.dropFirst(2).flatMap { [$0, $0.uppercased()] }

    /// The path of the image of a summary: seen from the summary as it was, so that both may have been moved together, or
    /// where the summary says. One of schema 1 may say nothing: then beside it, else in the folder above; where it is in
    /// none of these places, the first of them.
    static func place(of summary: Summary, summaryIn folder: FilePath) -> FilePath? {
        guard let name = summary.image.component else { return nil }
        if let levels = summary.levelsToImage {
            return (0..<levels).reduce(folder) { place, _ in place.removingLastComponent() }.appending(name)
        }
        if let path = summary.image.path { return path }
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
