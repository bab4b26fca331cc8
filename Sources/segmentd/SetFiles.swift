import Files
import SystemPackage
import WorkerClient
import WorkerProtocol

/// The other files of an image in several, for a command that is given one of them.
enum SetFiles {
    /// One of them, open for reading.
    struct Other {
        let name: String
        let file: Descriptor
    }

    /// Those that are there, in their order; nil where the image at `path`, open as `opened`, has no others.
    ///
    /// Only what lies in its folder or below is opened, and nothing by a link that leads out of it.
    static func others(
        of opened: Descriptor,
        at path: FilePath,
        _ worker: WorkerConnection
    ) async throws(WorkerError) -> [Other]? {
        let home = path.removingLastComponent()
        let folder = PinnedFolder(home.isEmpty ? "." : home)
        let name = path.lastComponent?.readable ?? path.readable
        func open(_ name: String) throws(WorkerError) -> Descriptor? {
            let way = FilePath(name)
            guard way.isRelative else { return nil }
            do throws(Errno) {
                let file = try folder.open(folder.path.pushing(way), for: .reading)
                return try FileCalls().state(of: file).isRegularFile ? file : nil
            } catch {
                // A link that leads out of the folder leads to no file of the image.
                let isAbsent = [
                    .noSuchFileOrDirectory, .notDirectory, .invalidArgument, .improperLink, .tooManySymbolicLinkLevels,
                ].contains(error)
                if isAbsent { return nil }
                throw .refused(
                    Failure(
                        kind: "unreadable",
                        message: "\(name), which belongs to \(path.readable), cannot be opened: \(error)",
                        remedy: "check the permissions of the file"
                    )
                )
            }
        }
        guard var set = try await worker.fileSet(opened.number, name: name) else { return nil }
        var others: [Other] = []
        defer { withExtendedLifetime(opened) {} }
        if let companion = set.companion, let file = try open(companion) {
            others.append(Other(name: companion, file: file))
            defer { withExtendedLifetime(file) {} }
            let all = try await worker.fileSet(opened.number, name: name, companion: (file.number, companion))
            if let all { set = all }
            // It may hold planes as well.
            if set.companion == nil { others = [] }
        }
        let named = set.files.filter { $0 != name }
        if named.count > 200 { OpenFileLimit.raise() }
        var found: [Other] = []
        for name in named {
            if let file = try open(name) { found.append(Other(name: name, file: file)) }
        }
        return found + others
    }
}

extension Failure {
    /// Whether an image was refused since it does not stand in one file.
    var concernsFileSet: Bool { kind == "unsupported_fileset" }
}
