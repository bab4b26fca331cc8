import WorkerProtocol

/// One version of a classifier, as it lies there.
package struct ClassifierVersion: Sendable, Codable, Equatable {
    /// What became of it.
    package enum State: String, Sendable, Codable {
        case inForce = "in_force"
        /// It can be promoted, and is the newest that can.
        case waits
        /// It was in force once.
        case earlier
        /// It was in force until somebody stepped back from it.
        case rolledBack = "rolled_back"
        /// It never was in force, and others came since, or it was not to be.
        case notTaken = "not_taken"
        /// Its record cannot be read; `damage` says why.
        case damaged
    }

    /// From 1.
    package let number: Int
    package let state: State
    /// Nil where it cannot be read.
    package let record: VersionRecord?
    /// Whether its samples are still there: those of old versions go.
    package let hasSamples: Bool
    /// What is wrong with it, in words.
    package let damage: String?
}

/// All versions of a classifier, and which of them is in force.
package struct VersionList: Sendable, Equatable {
    /// The classifier and what is beside it.
    package let place: ClassifierPlace
    /// SHA-256 of the classifier's file, hexadecimal; nil where there is none.
    package let digestInForce: String?
    /// The version that it is; nil where none has that content.
    package let inForce: Int?
    /// By number.
    package let versions: [ClassifierVersion]
    /// What was in force when.
    package let history: VersionHistory
    /// What is wrong with the folder, in words.
    package let problems: [String]

    /// The version of that number.
    package subscript(number: Int) -> ClassifierVersion? { versions.first { $0.number == number } }

    /// The newest one; nil where there are none.
    package var newest: ClassifierVersion? { versions.last }

    /// The newest whose samples are there: from these a training goes on, whatever became of that version.
    package var newestWithSamples: ClassifierVersion? { versions.last(where: \.hasSamples) }

    /// The one that waits for somebody to promote it.
    package var waiting: ClassifierVersion? { versions.last { $0.state == .waits } }

    /// The one that a rollback brings back; nil where nothing is known before the one in force.
    package var before: Int? {
        guard let inForce else { return history.stack.last }
        var stack = history.stack
        if stack.last == inForce { stack.removeLast() }
        return stack.last
    }

    /// Whether a version was made from the same annotations, images and settings already, whatever became of it: one that
    /// was rolled back or not taken is not made again until something changes.
    package func isMade(from basis: String) -> Bool { versions.contains { $0.record?.basis == basis } }

    /// A list of what was found.
    init(
        _ place: ClassifierPlace,
        digestInForce: String?,
        found: [(number: Int, record: VersionRecord?, hasSamples: Bool, damage: String?)],
        history: VersionHistory,
        problems: [String]
    ) {
        let wasInForce = Set(history.events.map(\.version))
        let rolledBack = history.rolledBack
        let same = found.filter { $0.record != nil && $0.record?.classifier.sha256 == digestInForce }.map(\.number)
        // Two trainings may give the same bytes; the last that was brought into force is meant.
        let inForce = history.events.last { same.contains($0.version) }?.version ?? same.last
        let newestInForce = max(wasInForce.max() ?? 0, inForce ?? 0)
        versions = found.map { version in
            let number = version.number
            let waits = version.record?.decision == .waits && number > newestInForce
            let isLast = !found.contains { $0.number > number && $0.record?.decision == .waits }
            let state: ClassifierVersion.State =
                if version.record == nil {
                    .damaged
                } else if number == inForce {
                    .inForce
                } else if rolledBack.contains(number) {
                    .rolledBack
                } else if wasInForce.contains(number) {
                    .earlier
                } else {
                    waits && isLast ? .waits : .notTaken
                }
            return ClassifierVersion(
                number: number,
                state: state,
                record: version.record,
                hasSamples: version.hasSamples,
                damage: version.damage
            )
        }
        (self.place, self.digestInForce, self.inForce) = (place, digestInForce, inForce)
        (self.history, self.problems) = (history, problems)
    }
}
