import Features
import Imaging

/// Sizes that are smaller than most windows, planes and volumes.
let oddSizes = [
    (1, 1, 1), (1, 9, 1), (9, 1, 1), (2, 2, 1), (3, 2, 1), (7, 5, 1), (33, 21, 1),
    (1, 1, 2), (5, 1, 3), (1, 6, 4), (2, 3, 7), (9, 8, 5),
].map { ImageSize(width: $0.0, height: $0.1, depth: $0.2) }

/// One feature of an image.
func evaluate(_ text: String, _ image: NaiveImage) throws -> NaiveImage {
    let plan = try FeaturePlan(FeatureSpecification(parsing: text), dimensions: image.axes)
    let pixels = HostFeatures.evaluate(plan, plane: image.pixels, size: image.size)[0]
    return NaiveImage(size: image.size, pixels: pixels)
}
