import Results

/// Which versions of a classifier were in force one after the other: the content of `history.json`.
///
/// The truth of what is in force is the classifier's file itself. A change is written here before it is made, as `pending`,
/// and becomes an event when it is done: whoever finds one pending finishes it.
package struct VersionHistory: Sendable, Codable, Equatable {
    /// What brought a version into force.
    package enum Action: String, Sendable, Codable {
        case taken
        case promoted
        case rolledBack = "rolled_back"
        case byHand = "by_hand"
    }

    /// One change of what is in force.
    package struct Event: Sendable, Codable, Equatable {
        /// When, by UTC.
        package var at: String
        /// The version that came into force.
        package var version: Int
        package var action: Action
        /// Who asked for it, as the journal says; nil where nobody did.
        package var by: String?
        package var reason: String
    }

    /// A change that is not done yet.
    package struct Pending: Sendable, Codable, Equatable {
        package var event: Event
        /// The digest of the file that it takes the place of; nil where there is none.
        package var replaces: String?
    }

    /// The version of this form of the file.
    static let schema = 1
    /// Older events go; nobody steps back so far.
    private static let most = 10_000

    private(set) var version = schema
    /// From the oldest to the newest.
    package private(set) var events: [Event] = []
    package var pending: Pending?

    /// Adds what was done.
    mutating func note(_ event: Event) {
        events = (events + [event]).suffix(Self.most)
        pending = nil
    }

    /// The versions that a rollback goes through, the one in force last: a rollback takes the last one away.
    package var stack: [Int] {
        events.reduce(into: []) { stack, event in
            if event.action == .rolledBack {
                stack.removeLast(min(stack.count, 1))
                // Where somebody has changed the file in between, the version is not the one below.
                if stack.last != event.version { stack.append(event.version) }
            } else if stack.last != event.version {
                stack.append(event.version)
            }
        }
    }

    /// The versions that a rollback took out of force, and nothing brought back.
    package var rolledBack: Set<Int> {
        var stack: [Int] = []
        var gone: Set<Int> = []
        for event in events {
            if event.action == .rolledBack, let last = stack.popLast(), last != event.version { gone.insert(last) }
            if stack.last != event.version { stack.append(event.version) }
            gone.remove(event.version)
        }
        return gone
    }
}

extension VersionHistory.Event {
    /// A change that is made now.
    static func now(
        _ version: Int,
        _ action: VersionHistory.Action,
        by: String?,
        _ reason: String
    ) -> VersionHistory.Event {
        VersionHistory.Event(
            at: UTCTime.now.inMilliseconds,
            version: version,
            action: action,
            by: by,
            reason: reason
        )
    }
}
