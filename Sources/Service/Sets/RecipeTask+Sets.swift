import Files
import Results
import SystemPackage
import WorkerClient
import WorkerProtocol

/// The other files of an image, in the question whether it is due.
extension RecipeTask {
    private var home: FilePath { image.path.removingLastComponent() }

    /// The other files as they are now: those that names tell, else those of which the summary that lies there tells.
    func others(toldBy content: SummaryFile.Content) -> OtherFiles {
        if let set { return OtherFiles(set, imageIn: home) }
        guard case .found(let summary) = content else { return OtherFiles() }
        return OtherFiles(toldBy: summary.image, imageIn: home, below: root)
    }

    /// Has those read of which only the content can tell whether they are the same.
    func readOthers(
        _ others: inout OtherFiles,
        toldBy content: SummaryFile.Content,
        _ digests: KnownDigests,
        _ worker: any ImageSegmenting
    ) async throws(Failure) {
        guard case .found(let summary) = content, others.difference(from: summary.image) == .open else { return }
        let members = (summary.image.members ?? []).compactMap { member in
            summary.image.way(to: member).map { ($0, member) }
        }
        let told = Dictionary(members) { first, _ in first }
        for index in others.files.indices {
            let way = others.files[index].way
            guard let state = others.files[index].state, let told = told[way],
                told.resemblance(to: state, isSuspect: false) == .open,
                let file = try? ImageFile(opening: home.pushing(way), below: root)
            else { continue }
            others.files[index].digest = try await digests.digest(of: file, by: worker)
        }
    }
}
