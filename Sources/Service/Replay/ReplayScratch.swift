import Files
import Results
package import Settings
package import SystemPackage
package import WorkerProtocol

/// The folder into which a session is written again.
package enum ReplayScratch {
    /// Makes `folder`, or takes it if it is empty; gives its path without links.
    ///
    /// - Parameters:
    ///   - session: the folder of the old session.
    ///   - settings: of a configuration in which no watched folder may be touched.
    ///   - watched: the folders of a daemon that runs.
    /// - Throws: a `Failure` where the folder is in use for anything else.
    package static func prepare(
        _ folder: FilePath,
        session: FilePath,
        settings: Settings?,
        watched: [FilePath]
    ) throws(Failure) -> FilePath {
        // Nothing is made before it is known where: the session is only read.
        let scratch = withoutLinks(BatchItems.absolute(folder))
        if scratch.starts(with: session) || session.starts(with: scratch) {
            throw refusal(
                folder,
                "it and the session \(session.readable) lie in one another, and the session is only read"
            )
        }
        for configured in settings?.folders ?? [] {
            var taken = [configured.path]
            if case .mirror(let root) = configured.output { taken.append(root) }
            // The daemon of that configuration may be the one that does the work.
            taken.removeAll { $0 == scratch && watched.contains(scratch) }
            for path in taken where scratch.starts(with: path) || path.starts(with: scratch) {
                throw refusal(folder, "it touches \(path.readable) of the configuration, where images and results lie")
            }
        }
        for path in watched where path != scratch && (scratch.starts(with: path) || path.starts(with: scratch)) {
            throw refusal(folder, "it touches \(path.readable), which a running daemon watches for other images")
        }
        let names: [FilePath.Component]
        do throws(Errno) { try make(scratch) } catch { throw refusal(folder, "it cannot be made: \(error)") }
        do throws(Errno) { names = try FileCalls().list(FileCalls().openFolder(at: scratch)) } catch {
            throw refusal(folder, "it cannot be looked into: \(error)")
        }
        if let name = names.first {
            throw refusal(folder, "it is not empty: it holds \(name.readable), which is not to be mixed with a replay")
        }
        return scratch
    }

    /// The path with the links on it resolved, as far as it is there.
    private static func withoutLinks(_ path: FilePath) -> FilePath {
        var (there, rest): (FilePath, [FilePath.Component]) = (path, [])
        while let name = there.lastComponent {
            if let real = try? FileCalls().realPath(of: there) { return real.appending(rest.reversed()) }
            rest.append(name)
            there.removeLastComponent()
        }
        return path
    }

    /// Makes a folder and those above it that are missing.
    static func make(_ folder: FilePath) throws(Errno) {
        do throws(Errno) {
            _ = try FileCalls().makeFolder(at: folder)
        } catch .noSuchFileOrDirectory where folder.lastComponent != nil {
            try make(folder.removingLastComponent())
            _ = try FileCalls().makeFolder(at: folder)
        }
    }

    private static func refusal(_ folder: FilePath, _ problem: String) -> Failure {
        Failure(
            kind: "scratch_unusable",
            message: "\(folder.readable) is not taken for the replay: \(problem)",
            remedy:
                "name an empty folder, or one that is not there yet, elsewhere on the disk that the microscope writes to"
        )
    }
}
