import Files
import Settings
import SystemPackage
import WorkerProtocol

extension DaemonControls {
    /// The number of the folder that a request names; nil where it names none, and so means all.
    ///
    /// - Throws: a `Failure` for a path that is not one of the watched folders.
    func folder(of request: DaemonRequest) throws(Failure) -> Int? {
        guard let path = request.folder?.path else { return nil }
        let wanted = path.lexicallyNormalized()
        let all = folders.all
        if let folder = all.first(where: { $0.settings.path.lexicallyNormalized() == wanted }) { return folder.number }
        throw Failure(
            kind: "not_watched",
            message: "\(path.readable) is none of the watched folders",
            remedy: "name one of \(all.map(\.settings.path.readable).joined(separator: ", ")), or none to mean all"
        )
    }

    /// The number of the watched folder that holds `path`; nil where none does.
    func folder(holding path: FilePath) -> Int? {
        folders.all.first { path.starts(with: $0.settings.path) && path != $0.settings.path }?.number
    }

    /// Where these folders lie.
    func paths(of numbers: [Int]) -> [PathText] {
        numbers.compactMap { folders[$0].map { PathText($0.path) } }
    }

    /// The folders that are meant, all unless one is named.
    func folders(of request: DaemonRequest) throws(Failure) -> [Int] {
        try folder(of: request).map { [$0] } ?? folders.numbers
    }
}
