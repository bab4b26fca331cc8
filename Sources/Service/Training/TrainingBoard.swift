import Files
import Settings
import Synchronization
import SystemPackage

/// What is to be said of a folder of annotations and the classifier that is trained from it.
package struct TrainingState: Codable, Sendable, Equatable {
    /// What it does.
    package enum Activity: String, Codable, Sendable {
        /// Everything is trained as it is.
        case upToDate = "up_to_date"
        case training
        /// Something keeps it from training; `troubles` of the daemon say what.
        case blocked
    }

    package let classifier: PathText
    package let annotations: PathText
    package var activity: Activity
    /// How many images are annotated and trained.
    package var images: Int
    /// The version of the classifier that was trained last; nil where none was since the start.
    package var version: Int?
    /// The mean F1 of that version on what is held back.
    package var f1: Double?
    /// The version that waits to be promoted.
    package var waiting: Int?
    /// What was said last, in words.
    package var words: String?

    /// The state before the first look.
    init(classifier: FilePath, annotations: FilePath) {
        (self.classifier, self.annotations) = (PathText(classifier), PathText(annotations))
        (activity, images) = (.upToDate, 0)
    }

    /// A line for people.
    package var text: String {
        var line = "\(classifier.path.readable) is trained from \(annotations.path.readable): "
        switch activity {
        case .upToDate: line += images == 1 ? "1 image, up to date" : "\(images) images, up to date"
        case .training: line += "training now"
        case .blocked: line += "cannot train"
        }
        if let words { line += "; \(words)" }
        if let waiting { line += "; version \(waiting) waits (segmentd promote)" }
        return line
    }
}

/// The states of all trainings, for whoever asks.
package final class TrainingBoard: Sendable {
    private let states = Mutex<[FilePath: TrainingState]>([:])
    /// The digest of the version that waits, by its classifier's path.
    private let waiting = Mutex<[FilePath: String]>([:])
    private let owners = Mutex(Owners())

    /// Which of several loops that train a classifier one after the other speaks for it.
    private struct Owners {
        var count = 0
        var present: [FilePath: Int] = [:]
        /// What an earlier one had told of annotations, whose troubles are the next one's to end.
        var inherited: [FilePath: Set<FilePath>] = [:]
    }

    /// Speaks for a training from now on; gives the number to `leave` it by.
    func enter(_ training: TrainingPlace) -> Int {
        let number = owners.withLock { owners in
            owners.count += 1
            owners.present[training.classifier] = owners.count
            return owners.count
        }
        change(training) { _ in }
        return number
    }

    /// Whether nobody else has entered since: then the training is in force no longer, and what was told of it goes.
    ///
    /// - Parameter troubled: annotations with troubles, which otherwise the next one takes over.
    func leave(_ classifier: FilePath, _ owner: Int, troubled: Set<FilePath>) -> Bool {
        let isLast = owners.withLock { owners in
            guard owners.present[classifier] == owner else {
                owners.inherited[classifier, default: []].formUnion(troubled)
                return false
            }
            owners.present[classifier] = nil
            owners.inherited[classifier] = nil
            return true
        }
        if isLast { forget(classifier) }
        return isLast
    }

    /// Annotations with troubles that nobody has taken over yet.
    func inherit(_ classifier: FilePath) -> Set<FilePath> {
        owners.withLock { $0.inherited.removeValue(forKey: classifier) ?? [] }
    }

    /// All of them, by the paths of their classifiers.
    package var all: [TrainingState] {
        states.withLock { $0.sorted { $0.key.string < $1.key.string }.map(\.value) }
    }

    /// The state of the training of a classifier.
    func state(of classifier: FilePath) -> TrainingState? { states.withLock { $0[classifier] } }

    /// Changes the state of a training.
    func change(_ training: TrainingPlace, _ change: (inout TrainingState) -> Void) {
        let path = training.classifier
        states.withLock { states in
            var state = states[path] ?? TrainingState(classifier: path, annotations: training.settings.annotations)
            change(&state)
            states[path] = state
        }
    }

    private func forget(_ classifier: FilePath) {
        states.withLock { $0[classifier] = nil }
        waiting.withLock { $0[classifier] = nil }
    }

    /// A version waits for somebody; nil when none does.
    func wait(_ version: (number: Int, digest: String)?, for training: TrainingPlace) {
        waiting.withLock { $0[training.classifier] = version?.digest }
        change(training) { $0.waiting = version?.number }
    }

    /// Whether the version that waits is this one, which has come into force: it waits no longer.
    func comesIntoForce(_ classifier: FilePath, digest: String) -> Bool {
        let isAwaited = waiting.withLock { waiting in
            guard waiting[classifier] == digest else { return false }
            waiting[classifier] = nil
            return true
        }
        if isAwaited { states.withLock { $0[classifier]?.waiting = nil } }
        return isAwaited
    }
}
