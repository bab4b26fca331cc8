import Files
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Whether an image may be left to the file that it calls the first of its files.
extension ImageProcessor {
    /// What comes of that.
    enum Handover {
        /// The other file has it.
        case goes
        /// The other file is being written: what it says then counts.
        case isWritten
        /// Nobody would have it.
        case fails(Failure)
    }

    /// With more files that lead one to the next, they are taken for a circle.
    private static let mostSteps = 100

    /// Asks the file at `first` whether it knows of `image`, and whether one file after the other leads to an end.
    func handover(
        of image: ImageFile,
        to first: FilePath,
        below root: PinnedFolder
    ) async throws(WorkerError) -> Handover {
        var (visited, next): (Set<FilePath>, FilePath) = ([image.path], first)
        while visited.insert(next).inserted, visited.count <= Self.mostSteps {
            guard let file = try? ImageFile(opening: next, below: root) else { return .goes }
            let told: ImageFileSet?
            do throws(WorkerError) { told = try await fileSet(of: file, below: root) } catch {
                // Its own turn brings that to light.
                if case .refused = error { return .goes }
                throw error
            }
            let home = next.removingLastComponent()
            let files = (told?.files ?? []).compactMap { SetWay.way($0).map(home.pushing) }
            if next == first, !files.contains(where: { Self.isCalled($0, image.path) }) {
                guard WriterProbe.presence(of: file.file) != .present else { return .isWritten }
                return .fails(Self.notNamed(image.path, by: first, isAlone: told == nil))
            }
            let before = files.prefix { $0 != next }
            guard before.count < files.count, let earlier = before.first(where: { Self.isThere($0, below: root) })
            else { return .goes }
            next = earlier
        }
        return .fails(Self.circle(image.path, first))
    }

    /// Whether a name means a file; some writers are free with capitals.
    private static func isCalled(_ name: FilePath, _ path: FilePath) -> Bool {
        name == path || name.readable.lowercased() == path.readable.lowercased()
    }

    private static func isThere(_ path: FilePath, below root: PinnedFolder) -> Bool {
        guard let file = try? root.open(path, for: .looking) else { return false }
        return (try? FileCalls().state(of: file))?.isRegularFile ?? false
    }

    private static func notNamed(_ image: FilePath, by first: FilePath, isAlone: Bool) -> Failure {
        Failure(
            kind: Failure.fileSetKind,
            message: "\(image.readable) says that its image begins in \(first.readable), which "
                + (isAlone ? "is an image of its own" : "does not name it among its files"),
            remedy: "bring back the files as they were saved together, or save this one again as an image of its own"
        )
    }

    private static func circle(_ image: FilePath, _ first: FilePath) -> Failure {
        Failure(
            kind: Failure.fileSetKind,
            message: "\(image.readable) and \(first.readable) each call the other the first file of their image, or "
                + "lead to files that do",
            remedy: "save the image again in one piece"
        )
    }
}
