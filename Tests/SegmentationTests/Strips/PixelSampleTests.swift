import Classifiers
import Features
import Imaging
import Segmentation
import Testing

@Suite("Features of a grid of pixels")
struct PixelSampleTests {
    private static let sizes = [
        ImageSize(width: 1, height: 1), ImageSize(width: 3, height: 5), ImageSize(width: 61, height: 67),
        ImageSize(width: 1030, height: 1301), ImageSize(width: 23, height: 37, depth: 6),
        ImageSize(width: 61, height: 43, depth: 19),
    ]

    @Test("are those of the whole image, row by row, whatever computes them", arguments: sizes)
    func places(size: ImageSize) throws {
        let specification = try FeatureSpecification(parsing: "original gaussian_blur=1 sobel_of_gaussian_blur=2")
        let plan = try FeaturePlan(specification, dimensions: size.is3D ? 3 : 2)
        var random = RandomData(7)
        let channels = [random.image(size, of: .uint16), random.image(size, of: .uint16)]
        let inputs = 2 * plan.outputs.count
        let forest = random.forest(features: inputs, classes: 2, trees: 3, depth: 2, thresholds: 0...60_000)
        let classifier = Classifier(plan: plan, forest: forest, positiveClass: 1)
        var request = SegmentationRequest(products: [.mask])
        let mostPixels = size.depth > 6 ? 60 : 65_536
        request.sample = PixelSample(of: size, most: mostPixels)
        // As the documentation has it.
        let distance = max(16, min(size.width, size.height) / 32)
        let rows = Array(stride(from: min(distance / 2, size.height / 2), to: size.height, by: distance))
        let columns = Array(stride(from: min(distance / 2, size.width / 2), to: size.width, by: distance))
        #expect(!rows.isEmpty && !columns.isEmpty)
        let most = mostPixels / (rows.count * columns.count)
        let sliceDistance = (size.depth + most - 1) / most
        let slices = Array(stride(from: min(sliceDistance / 2, size.depth / 2), to: size.depth, by: sliceDistance))
        #expect(!slices.isEmpty && (size.depth < 7 || sliceDistance == 4))
        let expected = channels.flatMap { channel in
            HostFeatures.evaluate(plan, plane: channel.floats, size: size).map { feature in
                slices.flatMap { z in
                    rows.flatMap { y in columns.map { x in feature[(z * size.height + y) * size.width + x] } }
                }
            }
        }
        let engines = [TestDevice.host(stripRows: 9)] + (TestDevice.isPresent ? [try TestDevice.engine()] : [])
        for engine in engines {
            let result = try engine.segment(
                channels: channels,
                size: size,
                classifier: classifier,
                request: request
            ) {}
            #expect(result.sampledFeatures.count == expected.count)
            for (found, expected) in zip(result.sampledFeatures, expected) {
                #expect(found.count == expected.count && differences(found, expected) == 0, "\(engine.deviceKind)")
            }
        }
    }

    @Test("are never more than 65,536, and not many fewer where there are as many")
    func bound() {
        let sides = [1, 2, 15, 16, 17, 64, 1_000, 5_000, 100_000, 3_000_000]
        for width in sides {
            for height in sides {
                for depth in [1, 2, 30, 1_000, 100_000] {
                    let size = ImageSize(width: width, height: height, depth: depth)
                    let sample = PixelSample(of: size)
                    let count = sample.pixelCount(width: width)
                    #expect(count >= 1 && count <= PixelSample.most, "\(size) × \(depth)")
                    #expect(sample.slices.contains(sample.slices.lowerBound))
                    if depth > 1_000, min(width, height) > 64 { #expect(count > PixelSample.most / 4, "\(size)") }
                }
            }
        }
    }

    @Test("are parted by strips without losing or doubling a row", arguments: [1, 3, 8, 50])
    func parts(height: Int) {
        let size = ImageSize(width: 40, height: 131)
        let whole = PixelSample(of: size)
        var found: [Int] = []
        for top in stride(from: 0, to: size.height, by: height) {
            let origin = max(0, top - 5)
            let part = whole.within(top..<min(top + height, size.height), from: origin)
            #expect(part.distance == whole.distance && part.firstColumn == whole.firstColumn)
            found += stride(from: part.rows.lowerBound, to: part.rows.upperBound, by: part.distance).map { $0 + origin }
        }
        #expect(found == Array(stride(from: 8, to: 131, by: 16)))
    }
}
