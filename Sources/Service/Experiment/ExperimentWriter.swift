import Concurrency
import Files
import Results
package import Settings
import Synchronization
package import SystemPackage
package import WorkerProtocol

/// Keeps the tables of one folder.
///
/// On a queue of its own: a large table takes seconds, and a share that hangs holds up no image and no other folder.
package actor ExperimentWriter {
    private let executor = QueueExecutor(label: "segmentd.experiment")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// What came of a writing.
    package struct Report: Sendable {
        /// Whether tables were written.
        package var isWritten = false
        /// Whether there is more to do.
        package var isComplete = true
        /// Images that could not be taken in, in words.
        package var problems: [String] = []
    }

    /// With more, the rest is left to the next look.
    private static let mostProblems = 20

    private let folder: FolderSettings
    private let places: FolderPlaces
    private let leftOut: [FilePath]
    private let storage: Storage
    private let pulse: WorkPulse
    private let patience: Duration
    private let course = Course()
    /// The sample sheet by which the tables were last written.
    private var sheetVersion: Int?

    /// What is said to and by a writing that is under way.
    private final class Course: Sendable {
        /// When it has to end.
        let end = Mutex<ContinuousClock.Instant?>(nil)
        let problems = Mutex<[String]>([])
    }

    /// A writer of the tables of `folder`.
    ///
    /// - Parameters:
    ///   - leftOut: folders in it in which results of other folders lie.
    ///   - patience: how long another process that writes the tables is waited for.
    package init(
        _ folder: FolderSettings,
        places: FolderPlaces,
        leavingOut leftOut: [FilePath] = [],
        storage: Storage = Storage(),
        pulse: WorkPulse = WorkPulse(),
        patience: Duration = .seconds(10)
    ) {
        self.folder = folder
        self.places = places
        self.leftOut = leftOut
        self.storage = storage
        self.pulse = pulse
        self.patience = patience
    }

    /// Has a writing that is under way, and each later one, end by then.
    package nonisolated func end(by instant: ContinuousClock.Instant) { course.end.withLock { $0 = instant } }

    /// Whether both tables are there.
    package func hasTables() -> Bool {
        guard let experiment = try? ExperimentFolder(folder, at: places, leavingOut: leftOut) else { return false }
        return ExperimentTables(of: experiment).areThere
    }

    /// Whether the sample sheet is another one than that by which the tables were last written.
    package func hasOtherSheet() -> Bool {
        guard let sheetVersion, let file = folder.groups?.samples else { return false }
        var version = sheetVersion
        pulse.watching("read", file.path) { version = file.current.version }
        return version != sheetVersion
    }

    /// Takes the results of some images into the tables, or with nil all that lie there.
    ///
    /// - Throws: a `Failure` where the tables could not be written; they are as they were.
    package func update(_ images: Set<FilePath>?) throws(Failure) -> Report {
        let sheet = folder.groups?.samples
        // Before the sheet is read for the tables: one that changes in between is noticed at the next look.
        let version = sheet?.current.version
        let isOtherSheet = version != sheetVersion
        sheetVersion = version
        guard let experiment = try ExperimentFolder(folder, at: places, leavingOut: leftOut) else { return Report() }
        let sheetProblems = sheet?.problem.map { ["\($0.message); its columns are as they were: \($0.remedy)"] } ?? []
        course.problems.withLock { $0 = sheetProblems }
        var work = ExperimentWork()
        work.calls = FileCalls(patience: patience)
        work.group = folder.access.group.flatMap(GroupNames.number(of:))
        work.mode = folder.access.mode
        work.problem = { [course] problem in
            course.problems.withLock { if $0.count < Self.mostProblems { $0.append(problem) } }
        }
        work.watching = { [pulse] path, body in pulse.watching("write the tables of", path, body) }
        work.isStopped = { [course] in course.end.withLock(\.self).map { ContinuousClock.now > $0 } ?? false }
        work.room = { [storage, folder, places] results, bytes throws(Failure) in
            let place = try? FolderPlaces.place(of: places.images(of: folder))
            let images = place.flatMap { try? FileCalls().openFolder(at: $0) } ?? results.descriptor
            guard let room = storage.room(folder.reserve, in: results.descriptor, images: images) else { return }
            if room.outputs(of: [], forImageOf: bytes) == nil { throw .reserved(results.path, room) }
        }
        let news: ExperimentNews =
            if let images, !isOtherSheet {
                .results(images.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.flatMap(folder.news(of:)))
            } else {
                .everything
            }
        let outcome = try ExperimentTables(of: experiment, work).update(news)
        return Report(
            isWritten: outcome.isWritten,
            isComplete: outcome.isComplete,
            problems: course.problems.withLock(\.self)
        )
    }
}
