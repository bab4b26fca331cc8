import Classifiers
import Features
import Forests
import Imaging
import OpenCLRuntime

/// Compares a device with the host on a small image: arithmetic, every feature, forest, labelling.
///
/// Running it also makes PoCL compile what most classifiers use, so that the first image does not wait for that.
enum SelfTest {
    /// Features that most classifiers use; kernels of others are compiled, which takes seconds, and tested when first needed.
    private static let specification = "original gaussian_blur=0.3 gaussian_blur=1.3 gaussian_blur=4"

    /// What differs between the device and the host, in words; nil if nothing does.
    static func problem(of device: DeviceSegmentation) throws(OpenCLError) -> String? {
        if let difference = ArithmeticProbe.difference(try device.probe(ArithmeticProbe.triples)) {
            return "its arithmetic is not exact (\(difference))"
        }
        let plan = try plan()
        if let problem = try problem(of: device, plan: plan, is3D: false, types: [.uint16]) { return problem }
        return try forestProblem(device, ForestKind(classCount: 2, wantsVotes: false), plan)
    }

    /// How the results of the kernel for forests of `kind` differ from the host's, in words; nil if they do not.
    static func problem(of device: DeviceSegmentation, kind: ForestKind) throws(OpenCLError) -> String? {
        try forestProblem(device, kind, plan())
    }

    private static func plan() throws(OpenCLError) -> FeaturePlan {
        do { return try FeaturePlan(FeatureSpecification(parsing: specification)) } catch {
            throw .wrongResult("the self-test's features cannot be planned: \(error)")
        }
    }

    /// The first feature of `plan` that differs between device and host on a small image, in words; nil if none does.
    static func problem(
        of device: DeviceSegmentation,
        plan: FeaturePlan,
        is3D: Bool,
        types: Set<PixelType>
    ) throws(OpenCLError) -> String? {
        let size = size(is3D: is3D)
        for plane in planes(size) where types.contains(plane.pixelType) {
            let expected = HostFeatures.evaluate(plan, plane: plane.floats, size: size)
            let found = try device.features(of: plane, size: size, plan: plan)
            for (name, (expected, found)) in zip(plan.names, zip(expected, found))
            where !zip(expected, found).allSatisfy({ $0.isSame(as: $1) }) {
                return "its \(name) differs from the host's"
            }
        }
        return nil
    }

    /// Odd numbers, so that vectors and blocks end past the image; narrower than a block of columns, higher than a block of
    /// rows.
    private static func size(is3D: Bool) -> ImageSize {
        is3D ? ImageSize(width: 37, height: 19, depth: 9) : ImageSize(width: 67, height: 29)
    }

    private static func forestProblem(
        _ device: DeviceSegmentation,
        _ kind: ForestKind,
        _ plan: FeaturePlan
    ) throws(OpenCLError) -> String? {
        let size = size(is3D: false)
        let forest = SelfTestForest.make(
            featureCount: plan.outputs.count,
            classCount: kind.classCount,
            isWide: kind.isWide,
            isAveraged: kind.isAveraged
        )
        let classifier = Classifier(plan: plan, forest: forest, positiveClass: 1)
        var products: Set<Product> = [.classMap, .mask, .labels]
        if kind.wantsVotes { products.insert(.probabilities) }
        var request = SegmentationRequest(products: products)
        request.sample = PixelSample(of: size)
        guard let task = try? SegmentationTask(request, for: classifier) else {
            return "the self-test's forest cannot be asked"
        }
        let walks = device.walksForests
        device.walksForests = walks || kind.walks
        defer { device.walksForests = walks }
        // Values of a byte, which thresholds meet, in the type whose kernel is compiled anyway.
        var random = SplitMix(seed: 68)
        let plane = PixelValues.uint16((0..<size.pixelCount).map { _ in UInt16(random.float(in: 0...255)) })
        let expected = HostSegmentation.segment([plane], size: size, task: task, options: EngineOptions()) {}
        let found = try device.segment([plane], size: size, task: task) {}
        if found.classMap != expected.classMap { return "its class map differs from the host's" }
        let probabilities = zip(found.probabilities.joined(), expected.probabilities.joined())
        if !probabilities.allSatisfy({ $0.isSame(as: $1) }) { return "its probabilities differ from the host's" }
        if found.mask != expected.mask { return "its mask differs from the host's" }
        if found.labels != expected.labels { return "its label image differs from the host's" }
        let sampled = zip(found.sampledFeatures.joined(), expected.sampledFeatures.joined())
        if !sampled.allSatisfy({ $0.isSame(as: $1) }) { return "features of single pixels differ from the host's" }
        return nil
    }

    /// The same picture in each stored type, the last with values of many magnitudes.
    private static func planes(_ size: ImageSize) -> [PixelValues] {
        var random = SplitMix(seed: 67)
        let values = (0..<size.pixelCount).map { _ in random.float(in: 0...1) }
        return [
            .uint8(values.map { UInt8($0 * 255) }),
            .uint16(values.map { UInt16($0 * 65_535) }),
            .uint32(values.map { UInt32(Double($0) * 4_294_967_295) }),
            .float32(values.map { ($0 - 0.5) * $0 * $0 * $0 * 1e6 }),
        ]
    }
}
