import Features
import Imaging
import Segmentation
import Testing

/// Engines on the device, and what their features must equal.
struct FeatureComparison {
    private let engines: [(lanes: Int, engine: SegmentationEngine)]

    /// An engine for each width of vectors in `lanes`.
    init(lanes: [Int] = [1, 8, 16], _ change: (inout EngineOptions) -> Void = { _ in }) throws {
        engines = try lanes.map { lanes in
            let engine = try TestDevice.engine { options in
                options.lanes = lanes
                change(&options)
            }
            return (lanes, engine)
        }
    }

    /// Expects every feature of `plan` to be the host's, bit for bit.
    func check(
        _ plan: FeaturePlan,
        _ plane: PixelValues,
        _ size: ImageSize,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        // The engine would have the host compute these, which proves nothing.
        try #require(!plan.needsWholeImage)
        let expected = HostFeatures.evaluate(plan, plane: plane.floats, size: size)
        for (lanes, engine) in engines {
            let found = try engine.features(of: plane, size: size, plan: plan)
            try #require(found.count == expected.count)
            let different = zip(plan.names, zip(found, expected)).filter { differences($1.0, $1.1) > 0 }.map(\.0)
            #expect(different == [], "\(size), \(lanes) lanes", sourceLocation: sourceLocation)
            #expect(engine.warnings == [])
        }
    }
}
