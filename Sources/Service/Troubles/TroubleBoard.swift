import Synchronization
package import SystemPackage

/// The troubles of now, and since when there is each; tells those who listen of every beginning, change and end.
package final class TroubleBoard: Sendable {
    /// What happened to a trouble.
    package struct Change: Sendable {
        /// The trouble, as it is now or was at its end.
        package let trouble: Trouble
        /// What happened.
        package let step: Step
        /// For how long there has been the trouble.
        package let age: Duration

        /// What it is about, as others may know it.
        package var subject: String { trouble.name }
        /// What is wrong; nil when it is over.
        package var words: String? { step == .over ? nil : trouble.words }
        /// The watched folder that it concerns.
        package var folder: FilePath? { trouble.folder }
    }

    /// What may happen to a trouble.
    package enum Step: Sendable, Hashable {
        /// It was not there before, or another one with this subject.
        case begun
        /// The words or the number of images are others now.
        case changed
        /// It has lasted for a day, or another one.
        case lasting
        /// It is over.
        case over
    }

    private struct Present {
        var trouble: Trouble
        let since: ContinuousClock.Instant
        var said: ContinuousClock.Instant
    }

    private struct State {
        var troubles: [String: Present] = [:]
        var listeners: [@Sendable (Change) -> Void] = []
    }

    /// A trouble that lasts is said again this often.
    private static let reminder: Duration = .seconds(86_400)

    private let state = Mutex(State())

    /// No trouble.
    package init() {}

    /// All of them, by subject.
    package var present: [Trouble] {
        state.withLock { $0.troubles.sorted { $0.key < $1.key }.map(\.value.trouble) }
    }

    /// Has `listener` told of every change from now on, on the thread of whoever makes it; it must not wait.
    package func listen(_ listener: @escaping @Sendable (Change) -> Void) {
        state.withLock { $0.listeners.append(listener) }
    }

    /// Notes that there is a trouble.
    package func note(_ trouble: Trouble, at now: ContinuousClock.Instant = .now) {
        let (change, listeners) = state.withLock { state -> (Change?, [@Sendable (Change) -> Void]) in
            guard var present = state.troubles[trouble.subject], present.trouble.headline == trouble.headline else {
                state.troubles[trouble.subject] = Present(trouble: trouble, since: now, said: now)
                return (Change(trouble: trouble, step: .begun, age: .zero), state.listeners)
            }
            var trouble = trouble
            let isOther = present.trouble.words != trouble.words
            // Its end tells of all images that waited.
            trouble.images = max(trouble.images, present.trouble.images)
            present.trouble = trouble
            state.troubles[trouble.subject] = present
            guard isOther else { return (nil, []) }
            return (Change(trouble: trouble, step: .changed, age: now - present.since), state.listeners)
        }
        if let change { for listener in listeners { listener(change) } }
    }

    /// Notes that the trouble with a subject is over, if there is one.
    ///
    /// - Parameter isSilent: nobody is told: its subject is there no longer.
    package func end(_ subject: String, isSilent: Bool = false, at now: ContinuousClock.Instant = .now) {
        let (ended, listeners) = state.withLock { state in
            (state.troubles.removeValue(forKey: subject), state.listeners)
        }
        guard let ended, !isSilent else { return }
        let change = Change(trouble: ended.trouble, step: .over, age: now - ended.since)
        for listener in listeners { listener(change) }
    }

    /// Tells once more of troubles that have lasted for a day since they were last told of.
    package func remind(at now: ContinuousClock.Instant = .now) {
        let (changes, listeners) = state.withLock { state in
            let due = state.troubles.filter { now - $0.value.said >= Self.reminder }
            for subject in due.keys { state.troubles[subject]?.said = now }
            let changes = due.sorted { $0.key < $1.key }.map { _, present in
                Change(trouble: present.trouble, step: .lasting, age: now - present.since)
            }
            return (changes, state.listeners)
        }
        for change in changes { for listener in listeners { listener(change) } }
    }
}
