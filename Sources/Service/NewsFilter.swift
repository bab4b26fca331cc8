import Synchronization

/// Remembers what was said, so that a trouble that every scan meets again does not fill the journal.
final class NewsFilter: Sendable {
    /// With more, all is forgotten, and said once more.
    private static let most = 10_000

    private let texts = Mutex<Set<String>>([])

    /// Whether `text` was not said before; notes it.
    func isNew(_ text: String) -> Bool {
        texts.withLock { texts in
            if texts.count >= Self.most { texts = [] }
            return texts.insert(text).inserted
        }
    }
}
