import Features
import Imaging
import TestSupport
import Testing

@Suite("Features of a matrix against VIGRA")
struct MatrixFixtureTests {
    /// VIGRA rounds elsewhere; a wrong border, window, scale or order of a plane is wrong by a hundredth and more. The closed
    /// form of 3 × 3 eigenvalues loses up to 1e-4 by itself.
    private func tolerance(_ name: String) -> Float {
        name.contains("Eigenvalues") && !name.contains("in 2D") ? 3e-4 : 1e-4
    }

    @Test("every plane is VIGRA's, with the scales of the structure tensor swapped", arguments: ["plane", "volume"])
    func planes(name: String) throws {
        let fixture = try MatrixFixture(name)
        let plan = try FeaturePlan(fixture.selection, dimensions: fixture.dimensions)
        try #require(plan.outputs.count == fixture.expected.shape[0])
        let planes = HostFeatures.evaluate(plan, plane: fixture.image.floats, size: fixture.size)
        for (index, feature) in plan.names.enumerated() {
            let expected = fixture.expected[index].floats
            let largest = expected.map(\.magnitude).max() ?? 0
            let worst = zip(planes[index], expected).map { ($0 - $1).magnitude }.max() ?? .infinity
            #expect(worst <= largest * tolerance(feature), "\(feature): \(worst) of \(largest)")
        }
    }

    @Test("in planes of a volume every slice is what it is by itself")
    func slices() throws {
        let fixture = try MatrixFixture("volume")
        let (size, pixels) = (fixture.size, fixture.image.floats)
        let entries = allRows(sigma: 1.6, isPlanar: true)
        let planar = try FeaturePlan(FeatureSelection(entries), dimensions: 3)
        let plane = try FeaturePlan(FeatureSelection(entries), dimensions: 2)
        #expect(plane.names == planar.names && plane.names.count == 8)
        let volume = HostFeatures.evaluate(planar, plane: pixels, size: size)
        let count = size.width * size.height
        for slice in 0..<size.depth {
            let part = slice * count..<(slice + 1) * count
            let alone = HostFeatures.evaluate(
                plane,
                plane: Array(pixels[part]),
                size: ImageSize(width: size.width, height: size.height)
            )
            for (index, feature) in plane.names.enumerated() {
                #expect(Array(volume[index][part]) == alone[index], "\(feature) of slice \(slice)")
            }
        }
    }
}
