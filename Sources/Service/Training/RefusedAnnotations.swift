import Files
import SystemPackage
import WorkerProtocol

/// Annotations that cannot be trained: not before they change, or not now.
struct RefusedAnnotations {
    /// How long a failure of the moment is held against files that stay as they were.
    private static let patience: Duration = .seconds(120)

    private struct Refusal {
        let pair: TrainingBasis.Pair
        let annotation: FilePath
        let failure: Failure
        /// Until when it counts, where it may pass by itself.
        let end: ContinuousClock.Instant?
    }

    /// By the names of their images.
    private var refusals: [String: Refusal] = [:]
    /// Those that cannot be opened now.
    private var closed: [FilePath: Failure] = [:]

    /// The annotations as they were refused, by the names of their images.
    var pairs: [String: TrainingBasis.Pair] { refusals.mapValues(\.pair) }

    /// Drops what is no longer as it was refused.
    mutating func look(at finding: AnnotatedFolder.Finding) {
        refusals = refusals.filter { name, refusal in
            finding.pairs[name]?.basis == refusal.pair && refusal.end.map { $0 > .now } ?? true
        }
    }

    /// It cannot be trained as it is.
    mutating func refuse(_ pair: AnnotatedFolder.Pair, _ failure: Failure) {
        let end = failure.isTransient ? ContinuousClock.now + Self.patience : nil
        refusals[pair.name] = Refusal(pair: pair.basis, annotation: pair.annotation, failure: failure, end: end)
    }

    /// All are tried again.
    mutating func tryToOpen() { closed = [:] }

    /// It cannot be opened now.
    mutating func shutOff(_ pair: AnnotatedFolder.Pair, _ failure: Failure) { closed[pair.annotation] = failure }

    /// What is to be told, together with what was found at once.
    ///
    /// - Parameters:
    ///   - finished: the annotations in their states.
    ///   - learned: what the newest samples were made from: that the image of such an annotation is away is no problem.
    func problems(
        _ finding: AnnotatedFolder.Finding,
        _ finished: [FilePath: FileState],
        learned: TrainingBasis?,
        below folder: FilePath
    ) -> [FilePath: Failure] {
        let ofImages = [Failure.annotationWithoutImageKind, Failure.annotationUnreadableKind]
        let trained = Dictionary((learned?.pairs ?? [:]).values.map { ($0.annotation, $0) }) { $1 }
        var problems = finding.problems.filter { path, failure in
            var way = path
            guard ofImages.contains(failure.kind), let state = finished[path], way.removePrefix(folder) else {
                return true
            }
            return !(trained[way.string]?.isOf(annotation: state) ?? false)
        }
        problems.merge(closed) { $1 }
        for refusal in refusals.values { problems[refusal.annotation] = refusal.failure }
        return problems
    }
}
