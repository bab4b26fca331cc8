import Features
import Imaging
import Segmentation
import Testing

import Worker

@Suite("Features around annotated pixels")
struct FeatureWindowsTests {
    @Test(
        "are those of the whole image, to the bit",
        arguments: FeatureName.supported,
        [ImageSize(width: 61, height: 83), ImageSize(width: 33, height: 29, depth: 6)]
    )
    func windows(name: String, size: ImageSize) throws {
        let specification = try FeatureSpecification(parsing: "original \(name)=2")
        guard let plan = try? FeaturePlan(specification, dimensions: size.is3D ? 3 : 2) else {
            // Some features have no result on planes, others none on volumes.
            #expect((try? FeaturePlan(specification, dimensions: size.is3D ? 2 : 3)) != nil)
            return
        }
        var random = SplitMix(seed: 3)
        let image = PixelValues.uint16((0..<size.pixelCount).map { _ in UInt16.random(in: 0...4000, using: &random) })
        let whole = HostFeatures.evaluate(plan, plane: image.floats, size: size)
        let pixels = (0..<size.pixelCount).filter { _ in Int.random(in: 0..<60, using: &random) == 0 }
        // Of a scribble at a border, and of scattered pixels, by bands of several heights.
        let inCorner = (0..<5).map { $0 * size.width + size.width - 1 }
        for chosen in [pixels, inCorner, [size.pixelCount - 1], []] {
            for rows in [7, 500] {
                let windows = FeatureWindows(chosen, of: size, plan: plan, bandRows: rows)
                let found = try windows.features(of: image, plan: plan, on: SegmentationEngine(host: EngineOptions())) {
                }
                #expect(found.count == whole.count)
                for (feature, column) in found.enumerated() {
                    let wanted = chosen.map { whole[feature][$0].bitPattern }
                    #expect(column.map(\.bitPattern) == wanted, "\(plan.names[feature]), bands of \(rows) rows")
                }
            }
        }
    }

    @Test(
        "are those of the whole image where borders are mirrored",
        arguments: [ImageSize(width: 61, height: 83), ImageSize(width: 23, height: 29, depth: 6)]
    )
    func mirrored(size: ImageSize) throws {
        let entries = FeatureSelection.Kind.allCases.map { FeatureSelection.Entry($0, sigma: 2.3, isPlanar: false) }
        let plan = try FeaturePlan(FeatureSelection(entries), dimensions: size.is3D ? 3 : 2)
        var random = SplitMix(seed: 4)
        let image = PixelValues.uint8((0..<size.pixelCount).map { _ in UInt8.random(in: 0...255, using: &random) })
        let whole = HostFeatures.evaluate(plan, plane: image.floats, size: size)
        let pixels = (0..<size.pixelCount).filter { _ in Int.random(in: 0..<90, using: &random) == 0 }
        for chosen in [pixels, [0], [size.pixelCount - 1]] {
            let windows = FeatureWindows(chosen, of: size, plan: plan, bandRows: 7)
            let found = try windows.features(of: image, plan: plan, on: SegmentationEngine(host: EngineOptions())) {}
            for (feature, column) in found.enumerated() {
                #expect(column == chosen.map { whole[feature][$0] }, "\(plan.names[feature])")
            }
        }
    }

    @Test("are those of the host on any device, of every type of pixels")
    func onDevice() throws {
        let size = ImageSize(width: 211, height: 190)
        let text =
            "original gaussian_blur=3 sobel_of_gaussian_blur=2 top_hat_box=4 mean_sphere=3 laplace_box_of_gaussian_blur=1"
        let plan = try FeaturePlan(FeatureSpecification(parsing: text))
        let engine = try SegmentationEngine(selection: nil)
        var random = SplitMix(seed: 5)
        let values = (0..<size.pixelCount).map { _ in UInt16.random(in: 0...255, using: &random) }
        let images: [PixelValues] = [
            .uint8(values.map { UInt8($0) }), .uint16(values), .uint32(values.map { UInt32($0) }),
            .float32(values.map { Float($0) }),
        ]
        let whole = HostFeatures.evaluate(plan, plane: images[0].floats, size: size)
        let pixels = (0..<size.pixelCount).filter { _ in Int.random(in: 0..<90, using: &random) == 0 }
        for image in images {
            let windows = FeatureWindows(pixels, of: size, plan: plan, bandRows: 60)
            let found = try windows.features(of: image, plan: plan, on: engine) {}
            for (feature, column) in found.enumerated() {
                #expect(column == pixels.map { whole[feature][$0] }, "\(plan.names[feature]), \(image.pixelType)")
            }
        }
    }
}
