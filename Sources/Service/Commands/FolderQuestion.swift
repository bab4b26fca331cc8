import Files
import Settings
import SystemPackage
import WorkerProtocol

extension DaemonControls {
    /// The index of the folder that a request names; nil where it names none, and so means all.
    ///
    /// - Throws: a `Failure` for a path that is not one of the watched folders.
    func folder(of request: DaemonRequest) throws(Failure) -> Int? {
        guard let path = request.folder?.path else { return nil }
        let wanted = path.lexicallyNormalized()
        if let index = folders.firstIndex(where: { $0.path.lexicallyNormalized() == wanted }) { return index }
        throw Failure(
            kind: "not_watched",
            message: "\(path.readable) is none of the watched folders",
            remedy: "name one of \(folders.map(\.path.readable).joined(separator: ", ")), or none to mean all"
        )
    }

    /// The index of the watched folder that holds `path`; nil where none does.
    func folder(holding path: FilePath) -> Int? {
        folders.firstIndex { path.starts(with: $0.path) && path != $0.path }
    }

    /// The folders that are meant, all unless one is named.
    func folders(of request: DaemonRequest) throws(Failure) -> [Int] {
        try folder(of: request).map { [$0] } ?? Array(folders.indices)
    }
}
