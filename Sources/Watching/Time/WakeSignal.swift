/// Wakes a loop: any number of rings before it looks count as one.
struct WakeSignal: Sendable {
    /// One element for all rings since the last one was taken.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Ends the loop, when it has looked at what rang before.
    func end() {
        continuation.finish()
    }

    /// Wakes the loop; from any thread.
    func ring() {
        continuation.yield()
    }
}
