/// How an image came to the watcher's notice; live ones are worked on first.
package enum Arrival: String, Sendable, Hashable, CaseIterable {
    /// It appeared or changed while the folder was being watched.
    case live
    /// It lay there when watching began, or the consumer asked for everything again.
    case backlog
}
