import Files
import Logging
import Settings
import Synchronization
import SystemPackage
import SystemdSupport
import Watching
import WorkerClient
import WorkerProtocol

/// What the journal, STATUS and those who listen are told of one training.
final class TrainingWords: Sendable {
    private let place: TrainingPlace
    private let status: ServiceStatus
    private let log: Logger
    /// The annotations that cannot be trained now, by path, with their troubles' words.
    private let troubled = Mutex<[FilePath: String]>([:])
    private let isBlocked = Mutex(false)
    private let isWithoutFile = Mutex(false)
    /// After a change of the configuration another one may speak for the same classifier already.
    private let owner: Int

    init(_ place: TrainingPlace, _ status: ServiceStatus, _ log: Logger) {
        (self.place, self.status, self.log) = (place, status, log)
        owner = status.trainings.enter(place)
    }

    /// Whether something is missing that may come.
    var isTroubled: Bool {
        isBlocked.withLock(\.self) || isWithoutFile.withLock(\.self) || troubled.withLock { !$0.isEmpty }
    }

    private var subject: String { "training of \(place.classifier)" }
    private var fields: Logger.Metadata {
        ["file": .bytes(place.classifier.bytes), "folder": .bytes(place.folder.path.bytes)]
    }

    /// The folder of annotations can be watched; otherwise what is wrong.
    func watches(_ notice: WatchNotice?) {
        let trouble = notice.map { notice in
            var trouble = Trouble(
                "annotations of \(place.name): \(notice)",
                with: "annotations of \(place.classifier)",
                folder: place.folder.path,
                kind: .training
            )
            trouble.fields = fields
            return trouble
        }
        if let trouble {
            status.trouble(trouble)
        } else {
            status.trouble(nil, with: "annotations of \(place.classifier)")
        }
        status.publish()
    }

    /// A training begins.
    func begin(_ annotations: [FilePath], forgotten: [String]) {
        var parts: [String] = []
        if !annotations.isEmpty {
            parts.append("from \(Self.list(annotations.compactMap(\.lastComponent).map(\.readable)))")
        }
        if !forgotten.isEmpty { parts.append("without \(Self.list(forgotten)), whose annotations are gone") }
        if parts.isEmpty { parts.append("with other settings") }
        let words = "training \(place.name) \(parts.joined(separator: ", "))"
        log.event(.trainingBegan, "\(words)", fields)
        status.trainings.change(place) { $0.activity = .training }
        status.note("training \(place.name)", about: subject)
        status.publish()
        status.announcements.send(.training(place.classifier, .began))
    }

    /// A version was added.
    func end(_ addition: ClassifierVersions.Addition, images: Int) {
        // Whoever hears of it finds no trouble that is over.
        works()
        let record = addition.record
        let seconds = record.training?.seconds.values.reduce(0, +) ?? 0
        let what =
            "\(place.name): version \(record.number) is trained from \(images == 1 ? "1 image" : "\(images) images")"
        let time = " in \(seconds.short) s"
        var fields = fields
        fields["classifier"] = "\(record.classifier.sha256.prefix(12))"
        fields["version"] = "\(record.number)"
        if let f1 = record.scores?.f1 { fields["f1"] = "\(f1)" }
        status.trainings.change(place) { state in
            (state.activity, state.images, state.version) = (.upToDate, images, record.number)
            (state.f1, state.words) = (record.scores?.f1, "version \(record.number): \(record.reason)")
        }
        if let byHand = addition.byHand {
            log.event(
                .classifierAdopted,
                "\(place.name) was put there by hand: it is version \(byHand), and stays in force",
                fields
            )
        }
        if addition.isInForce {
            log.event(.trainingDone, "\(what)\(time) and comes into force: \(record.reason)", fields)
            wait(for: nil)
            status.announcements.send(
                .training(place.classifier, .trained, version: record.number, reason: record.reason)
            )
        } else {
            log.event(
                .candidateWaits,
                "\(what)\(time) and waits: \(record.reason); `segmentd promote \(place.classifier.readable)` takes it",
                fields
            )
            wait(for: (record.number, record.classifier.sha256))
            status.announcements.send(
                .training(place.classifier, .candidate, version: record.number, reason: record.reason)
            )
        }
        for warning in record.training?.warnings ?? [] {
            log.event(.classifierWarning, "\(place.name), version \(record.number): \(warning)", fields)
        }
        status.note(nil, about: subject)
        status.publish()
    }

    /// A training gave what there was already.
    func isTheSame(as version: Int, images: Int) {
        let fields = fields.merging(["version": "\(version)"]) { $1 }
        log.debug("\(place.name): the training gave version \(version) once more; nothing changes", metadata: fields)
        holds(images: images)
    }

    /// Everything is trained as it is.
    func holds(images: Int) {
        status.trainings.change(place) { ($0.activity, $0.images) = (.upToDate, images) }
        status.note(nil, about: subject)
        status.publish()
    }

    /// The classifier's file is gone, though a version of it was in force; nil where it is there.
    func lacks(_ version: Int?) {
        let subject = "file of \(place.classifier)"
        isWithoutFile.withLock { $0 = version != nil }
        guard let version else { return status.trouble(nil, with: subject) }
        let headline = "\(place.name) is gone, of which version \(version) was in force"
        let remedy = "`segmentd promote \(place.classifier.readable) \(version)` puts it back"
        var trouble = Trouble(
            "\(headline); \(remedy)",
            with: subject,
            headline: headline,
            folder: place.folder.path,
            kind: .training
        )
        trouble.fields = fields
        status.trouble(trouble)
    }

    /// The version that waits for somebody, as the store has it.
    func waits(_ version: ClassifierVersion?) {
        wait(for: version.flatMap { version in version.record.map { (version.number, $0.classifier.sha256) } })
    }

    private func wait(for version: (number: Int, digest: String)?) {
        status.trainings.wait(version, for: place)
        let words = version.map { "\(place.name) version \($0.number) waits (segmentd promote)" }
        status.note(words, about: "candidate of \(place.classifier)")
    }

    /// These annotations cannot be trained; what is no longer among them can.
    func tell(of problems: [FilePath: Failure]) {
        let inherited = status.trainings.inherit(place.classifier)
        let over = troubled.withLock { troubled in
            for path in inherited where troubled[path] == nil { troubled[path] = "" }
            let over = troubled.keys.filter { problems[$0] == nil }
            for path in over { troubled[path] = nil }
            return over
        }
        for path in over { status.trouble(nil, with: subject(of: path)) }
        for (path, failure) in problems.sorted(by: { $0.key.string < $1.key.string }) {
            let name = path.lastComponent?.readable ?? path.readable
            let headline = "\(name) is not trained: \(failure.message)"
            let isNew = troubled.withLock { troubled in
                defer { troubled[path] = headline }
                return troubled[path] != headline
            }
            guard isNew else { continue }
            var trouble = Trouble(
                "\(headline); \(failure.remedy)",
                with: subject(of: path),
                headline: headline,
                folder: place.folder.path,
                kind: .training
            )
            let stays = "what \(place.name) learned of it before stays, and other annotations are trained"
            trouble.message = "\(headline); \(failure.remedy); \(stays)"
            trouble.fields = fields
            trouble.fields["annotation"] = .bytes(path.bytes)
            trouble.fields["error"] = "\(failure.kind)"
            status.trouble(trouble)
            status.announcements.send(.training(place.classifier, .refused, reason: "\(headline); \(failure.remedy)"))
        }
        status.publish()
    }

    /// One annotation may serve several classifiers.
    private func subject(of annotation: FilePath) -> String { "annotation \(annotation) of \(place.classifier)" }

    /// Nothing could be trained.
    func failed(_ error: any Error, triedAgainAfter pause: Duration) {
        isBlocked.withLock { $0 = true }
        let reason = (error as? Failure).map { "\($0.message); \($0.remedy)" } ?? "\(error)"
        let headline = "\(place.name) cannot be trained: \(reason)"
        var trouble = Trouble(headline, with: subject, headline: headline, folder: place.folder.path, kind: .training)
        trouble.message = "\(headline); what is in force stays, and it is tried again after \(Age(pause)) and later"
        trouble.fields = fields
        if let failure = error as? Failure { trouble.fields["error"] = "\(failure.kind)" }
        status.trouble(trouble)
        status.announcements.send(.training(place.classifier, .refused, reason: reason))
        status.trainings.change(place) { $0.activity = .blocked }
        status.note(nil, about: subject)
        status.publish()
    }

    /// Trainings can be done.
    func works() {
        isBlocked.withLock { $0 = false }
        status.trouble(nil, with: subject)
    }

    /// Has what STATUS shows shown.
    func publish() { status.publish() }

    /// The training is in force no longer, unless a later one of the same classifier is.
    func forget() {
        let paths = troubled.withLock { troubled in
            defer { troubled = [:] }
            return Array(troubled.keys)
        }
        guard status.trainings.leave(place.classifier, owner, troubled: Set(paths)) else { return }
        for subject in paths.map({ subject(of: $0) }) + [
            subject, "annotations of \(place.classifier)", "file of \(place.classifier)",
        ] {
            status.forget(trouble: subject)
        }
        status.note(nil, about: subject)
        status.note(nil, about: "candidate of \(place.classifier)")
        status.publish()
    }

    private static func list(_ names: [String]) -> String {
        let most = 5
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }
}
