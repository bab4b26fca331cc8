import Files
import Foundation
import Imaging
import TestSupport
import Testing
import WorkerProtocol

/// Results that are made from an output of an earlier one.
@Suite("Starting from a kept map")
struct KeptMapTests {
    private let bench: Workbench
    private let image: String

    init() throws {
        bench = try Workbench()
        image = try bench.write(
            "numpy.random.default_rng(7).integers(0, 40, (2, 45, 70)).astype('uint16'), metadata={'axes': 'TYX'}",
            to: "x.tif"
        )
    }

    private static func recipe(_ text: String, _ foreground: Foreground, _ outputs: [OutputKind]) -> Recipe {
        let digest = FileDigest.sha256(Array(text.utf8))
        return Recipe(
            steps: [.classifyPixels(classifier: digest, foreground: foreground), .connectComponents],
            outputs: outputs
        )
    }

    /// Makes `outputs` from the file of `start`, which is said to have `digest`.
    private func report(
        _ text: String,
        _ foreground: Foreground,
        _ outputs: [OutputKind],
        from start: OutputKind,
        _ digest: String,
        stays: Bool = true
    ) throws -> JobReport {
        let recipe = Self.recipe(text, foreground, outputs)
        let file = EarlierResult.File(kind: start, name: "x\(start.nameEnding)", sha256: digest, stays: stays)
        let earlier = EarlierResult(files: [file], start: start, counted: recipe.countedProducts)
        return try bench.report(image, recipe: recipe, classifiers: [text], earlier: earlier)
    }

    private static func bytes(at path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    private func bytes(_ kind: OutputKind) throws -> [UInt8] { try Self.bytes(at: bench.path(kind)) }

    @Test("a threshold of kept probabilities is the engine's, to the pixel, ties included", arguments: 0..<6)
    func thresholds(seed: Int) throws {
        let text = RandomClassifier.text(seed: seed, probabilityOf: 2)
        let first = try bench.report(
            image,
            recipe: Self.recipe(text, .threshold(0.5), [.probabilities]),
            classifiers: [text]
        )
        let values = Set(try bench.array(.probabilities).floats).sorted()
        let middle = values[values.count / 2]
        let thresholds = [0, values[0], values[1], middle.nextDown, middle, middle.nextUp, values[values.count - 1], 1]
        for threshold in thresholds {
            let outputs: [OutputKind] = [.mask, .labels, .objects]
            let whole = try bench.report(
                image,
                recipe: Self.recipe(text, .threshold(threshold), outputs),
                classifiers: [text]
            )
            let expected = try outputs.map(bytes)
            let begun = try report(text, .threshold(threshold), outputs, from: .probabilities, first.outputs[0].sha256)
            #expect(begun.startedFrom == .probabilities)
            #expect(try outputs.map(bytes) == expected, "threshold \(threshold)")
            #expect(begun.outputs == whole.outputs && begun.planes == whole.planes)
            #expect(begun.objectsAfterSteps == whole.objectsAfterSteps)
            // The forest is not asked again, and so not how far it is in doubt.
            var quality = whole.quality
            quality?.doubt = nil
            #expect(begun.quality == quality && whole.quality?.doubt != nil)
        }
    }

    @Test("objects of another class come from the kept class map", arguments: 0..<4)
    func classes(seed: Int) throws {
        let text = RandomClassifier.text(seed: seed, probabilityOf: nil)
        let first = try bench.report(
            image,
            recipe: Self.recipe(text, .positiveClass(1), [.classes]),
            classifiers: [text]
        )
        for number in 1...3 {
            let outputs: [OutputKind] = [.mask, .labels, .objects]
            let recipe = Self.recipe(text, .positiveClass(number), outputs)
            let whole = try bench.report(image, recipe: recipe, classifiers: [text])
            let expected = try outputs.map(bytes)
            let digest = first.outputs[0].sha256
            let begun = try report(text, .positiveClass(number), outputs, from: .classes, digest, stays: false)
            #expect(begun.startedFrom == .classes && begun.planes == whole.planes)
            #expect(try outputs.map(bytes) == expected, "class \(number)")
        }
    }

    @Test("it is the map that is used, and not the pixels")
    func isUsed() throws {
        let text = RandomClassifier.text(seed: 0, probabilityOf: 2)
        let path = try bench.write(
            "numpy.full((2, 45, 70), 0.75, 'float32'), metadata={'axes': 'TYX'}",
            to: "out_probabilities.tif"
        )
        let digest = FileDigest.sha256(try Self.bytes(at: path))
        let begun = try report(text, .threshold(0.75), [.mask], from: .probabilities, digest)
        #expect(begun.planes.map(\.foregroundShare) == [1, 1])
        #expect(try bench.array(.mask).integers.allSatisfy { $0 == 255 })
        let above = try report(text, .threshold(Float(0.75).nextUp), [.mask], from: .probabilities, digest)
        #expect(above.planes.map(\.foregroundShare) == [0, 0])
    }

    @Test(
        "a map that is damaged, or no map of the image, is passed over",
        arguments: [
            "numpy.full((2, 45, 71), 0.75, 'float32')", "numpy.full((1, 45, 70), 0.75, 'float32')",
            "numpy.full((2, 45, 70), 1, 'uint16')", "numpy.full((2, 45, 70, 3), 1, 'float32')",
        ]
    )
    func passedOver(expression: String) throws {
        let text = RandomClassifier.text(seed: 0, probabilityOf: 2)
        let recipe = Self.recipe(text, .threshold(0.5), [.mask])
        _ = try bench.report(image, recipe: recipe, classifiers: [text])
        let expected = try bytes(.mask)
        let path = try bench.write(expression, to: "out_probabilities.tif")
        let digest = FileDigest.sha256(try Self.bytes(at: path))
        let begun = try report(text, .threshold(0.5), [.mask], from: .probabilities, digest, stays: false)
        #expect(begun.startedFrom == nil)
        #expect(try bytes(.mask) == expected)
    }

    @Test("a file that was to stay and is not what was written is refused; one that goes is not missed")
    func refused() throws {
        let text = RandomClassifier.text(seed: 0, probabilityOf: 2)
        _ = try bench.report(
            image,
            recipe: Self.recipe(text, .threshold(0.5), [.probabilities]),
            classifiers: [text]
        )
        let other = FileDigest.sha256([1])
        do {
            _ = try report(text, .threshold(0.5), [.mask], from: .probabilities, other)
            Issue.record("it was taken")
        } catch let failure as Failure { #expect(failure.concernsKeptOutput && failure.isTransient) }
        let begun = try report(text, .threshold(0.5), [.mask], from: .probabilities, other, stays: false)
        #expect(begun.startedFrom == nil)
    }
}
