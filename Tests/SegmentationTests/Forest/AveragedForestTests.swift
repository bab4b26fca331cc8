import Classifiers
import Features
import Forests
import Imaging
import Segmentation
import Testing

/// The pixels are the features here: the rows that vigra predicted, as many channels as there are inputs.
@Suite("Averaged forests give what vigra's forests and ilastik's average give, bit for bit")
struct AveragedForestTests {
    private static func bits(_ planes: [[Float]]) -> [[UInt32]] { planes.map { $0.map(\.bitPattern) } }

    @Test("on the host, where a NaN makes all probabilities 0")
    func host() throws {
        let cases = try AveragedFixture.all()
        #expect(cases.count == 11 && cases.contains { $0.forest.forestSizes.count == 10 })
        for (number, fixture) in cases.enumerated() {
            try fixture.forest.check()
            var classes: [UInt8] = []
            var probabilities = [[Float]](repeating: [], count: fixture.forest.classCount)
            fixture.forest.forEachPixel(of: fixture.inputs, count: fixture.classes.count) { _, shares in
                classes.append(RandomForest.firstMaximum(shares))
                for (index, share) in fixture.forest.probabilities(shares).enumerated() {
                    probabilities[index].append(share)
                }
            }
            #expect(classes == fixture.classes, "case \(number)")
            #expect(Self.bits(probabilities) == Self.bits(fixture.probabilities), "case \(number)")
        }
    }

    @Test("there are mixed leaves and equal probabilities")
    func coverage() throws {
        let cases = try AveragedFixture.all()
        let ties = cases.map { fixture in
            fixture.classes.indices.count { row in
                let shares = fixture.probabilities.map { $0[row] }.sorted(by: >)
                return shares[0] > 0 && shares[0] == shares[1]
            }
        }
        #expect(ties.reduce(0, +) > 20, "\(ties)")
        #expect(cases.count { fixture in fixture.forest.leafWeights.contains { $0 > 0 && $0 < 1 } } >= 6)
    }

    @Test(
        "on devices, by programs and pixel by pixel, classes alone and with probabilities",
        .enabled(if: TestDevice.isPresent, "no OpenCL device"),
        arguments: ForestValueTests.Way.allCases
    )
    func devices(way: ForestValueTests.Way) throws {
        let engine = try way.engine()
        for (number, fixture) in try AveragedFixture.all().enumerated() {
            // The host has the rows with values that are no numbers, and the test before.
            let rows = fixture.classes.indices.filter { row in fixture.inputs.allSatisfy { $0[row].isFinite } }
            let planes = fixture.inputs.map { input in rows.map { input[$0] } }
            let classes = rows.map { fixture.classes[$0] }
            let size = ImageSize(width: rows.count, height: 1)
            for products in [[.classMap], [.classMap, .probabilities]] as [Set<Product>] {
                let result = try engine.segment(
                    channels: planes.map { .float32($0) },
                    size: size,
                    classifier: Classifier(
                        plan: try FeaturePlan(FeatureSpecification(parsing: "original")),
                        forest: fixture.forest,
                        positiveClass: nil
                    ),
                    request: SegmentationRequest(products: products)
                ) {}
                #expect(result.classMap?.classes == classes, "case \(number), \(products.count) products")
                #expect(result.notes == [] && engine.warnings == [])
                guard products.contains(.probabilities) else { continue }
                let expected = fixture.probabilities.map { plane in rows.map { plane[$0] } }
                #expect(Self.bits(result.probabilities) == Self.bits(expected), "case \(number)")
            }
        }
    }

    @Test(
        "an image with a NaN is the host's work, and says so",
        .enabled(if: TestDevice.isPresent, "no OpenCL device")
    )
    func notANumber() throws {
        let engine = try TestDevice.engine()
        let fixture = try AveragedFixture.all()[0]
        let result = try engine.segment(
            channels: fixture.inputs.map { .float32($0) },
            size: ImageSize(width: fixture.classes.count, height: 1),
            classifier: Classifier(
                plan: try FeaturePlan(FeatureSpecification(parsing: "original")),
                forest: fixture.forest,
                positiveClass: nil
            ),
            request: SegmentationRequest(products: [.classMap, .probabilities])
        ) {}
        #expect(Self.bits(result.probabilities) == Self.bits(fixture.probabilities))
        #expect(result.classMap?.classes == fixture.classes)
        #expect(engine.isOnHost && result.notes.count == 1 && result.notes[0].contains("NaN"))
    }
}
