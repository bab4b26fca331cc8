/// Which classifiers a worker holds; the one that was used longest ago makes room for another.
struct HeldClassifiers {
    /// A worker holds no more than this.
    private static let most = 16

    /// Digests, in the order of their last use.
    private var digests: [String] = []

    /// Whether the classifier of that digest is held; if so, it counts as used now.
    mutating func use(_ digest: String) -> Bool {
        guard let index = digests.firstIndex(of: digest) else { return false }
        digests.append(digests.remove(at: index))
        return true
    }

    /// The classifier that has to go before another one comes; nil where there is room.
    mutating func makeRoom() -> String? { digests.count >= Self.most ? digests.removeFirst() : nil }

    /// The worker holds another one.
    mutating func add(_ digest: String) { digests.append(digest) }
}
