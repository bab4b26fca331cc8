import WorkerProtocol

/// How long images may take: by their size, and by what earlier ones took with the same classifier on the same device.
struct ImagePace {
    /// Where nothing is known yet: a slow feature on the host.
    private static let slowest = 100e-6
    /// An image may take so many times what its size makes likely.
    private static let factor = 20.0
    /// Seconds for each byte of the file: a share gives a quarter of a megabyte a second at least.
    private static let reading = 4e-6

    private struct Way: Hashable {
        let classifier: String
        let usesHost: Bool
    }

    /// Seconds for each pixel, all that an image needs included.
    private var speeds: [Way: Double] = [:]

    /// Notes what an image took.
    mutating func note(_ work: Workload, classifier: String, seconds: Double) {
        guard work.pixels > 0 else { return }
        let way = Way(classifier: classifier, usesHost: work.usesHost)
        if speeds.count >= 1000 { speeds = [:] }
        // The slow ones count for longer.
        speeds[way] = max(seconds / Double(work.pixels), (speeds[way] ?? 0) * 0.8)
    }

    /// How long an image may take: twice as long for each time that it was not done by then.
    ///
    /// - Parameter work: nil until the worker knows the image.
    func limit(
        _ work: Workload?,
        classifier: String,
        bytes: Int,
        hangs: Int,
        patience: WorkerPatience
    ) -> Duration {
        var seconds = patience.image / .seconds(1) + Double(bytes) * Self.reading
        if let work {
            let way = Way(classifier: classifier, usesHost: work.usesHost)
            if let speed = speeds[way] {
                seconds += Double(work.pixels) * speed * Self.factor
            } else {
                // Its kernels may have to be compiled first.
                seconds += patience.image / .seconds(1) + Double(work.pixels) * Self.slowest
            }
        } else {
            seconds += patience.image / .seconds(1)
        }
        return .seconds(seconds * Double(1 << min(hangs, 10)))
    }
}
