/// Milliseconds spent in each stage, kept to a thousandth.
package struct StageTimings: Sendable, Equatable, Codable {
    /// From the last change of the file to the beginning of its work.
    package var waited: Double { didSet { waited = Self.rounded(waited) } }
    package var read: Double
    package var compute: Double
    package var write: Double

    /// The given milliseconds; zero for a stage that was not reached.
    package init(waited: Double = 0, read: Double = 0, compute: Double = 0, write: Double = 0) {
        self.waited = Self.rounded(waited)
        self.read = Self.rounded(read)
        self.compute = Self.rounded(compute)
        self.write = Self.rounded(write)
    }

    private static func rounded(_ value: Double) -> Double {
        value.isFinite ? (value * 1_000).rounded() / 1_000 : 0
    }
}
