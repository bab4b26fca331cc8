import Segmentation
import TestSupport
import Testing

/// An engine that all golden cases share: it compiles and tests its kernels once. One case at a time.
actor GoldenEngine {
    /// Ways to compute the golden cases.
    enum Way: Hashable {
        case device
        /// On the device in strips of 24 rows, which end within objects and windows.
        case strips
        case host
    }

    private static let device = GoldenEngine(.device)
    private static let strips = GoldenEngine(.strips)
    private static let host = GoldenEngine(.host)

    private let way: Way
    private var engine: SegmentationEngine?

    private init(_ way: Way) {
        self.way = way
    }

    /// Compares everything of `golden` that is in scope, prints what that was, and accepts no gap.
    static func compare(_ golden: GoldenCase, _ way: Way) async throws {
        switch way {
        case .device: try await device.compare(golden)
        case .strips: try await strips.compare(golden)
        case .host: try await host.compare(golden)
        }
    }

    private func compare(_ golden: GoldenCase) throws {
        let engine = try engine ?? make()
        self.engine = engine
        var run = GoldenRun(engine: engine, case: golden)
        try run.compare()
        print(run.tally)
        #expect(run.tally.differences == [])
        #expect(!run.tally.isEmpty, "nothing of \(golden) was compared")
        #expect(way == .host || engine.warnings == [])
    }

    private func make() throws -> SegmentationEngine {
        switch way {
        case .device: try TestDevice.engine()
        case .strips: try TestDevice.engine { $0.stripRows = 24 }
        case .host: TestDevice.host()
        }
    }
}
