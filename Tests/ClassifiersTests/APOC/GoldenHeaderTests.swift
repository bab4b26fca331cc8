import Classifiers
import Features
import Forests
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Golden headers", .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence)))
struct GoldenHeaderTests {
    private struct Expectation: Decodable {
        let outcome: String
        let file: String?
    }

    /// Where this build differs from APOC 0.12 on purpose, and what it does instead.
    private static let differences = [
        // The old writer meant "the dimensions of the image"; APOC 0.12 cuts the image into rows and fails.
        "no_dimensions": "labels",
        // APOC is told a class and refuses others; we take the class that the file names.
        "is_pixel_classifier": "class PixelClassifier",
    ]

    @Test("each spelling of the header has the outcome that it has in APOC")
    func spellings() throws {
        let data = Data(try SharedMaterial.bytes("golden/header/expectations.json"))
        let expectations = try JSONDecoder().decode([String: Expectation].self, from: data)
        let golden = try SharedMaterial.goldenCase("header")
        #expect(Set(golden.files.keys.filter { $0.hasSuffix(".cl") }) == Set(expectations.keys.map { "\($0).cl" }))
        let names = expectations.keys.sorted()
        let labels = names.compactMap { expectations[$0]?.file }
        let arrays = try GoldenArray.tiffs((["input.tif"] + labels).map(golden.path))
        let expected = Dictionary(uniqueKeysWithValues: zip(labels, arrays.dropFirst().map(\.integers)))
        var compared = (labels: 0, errors: 0, differences: 0)
        for name in names {
            let expectation = try #require(expectations[name])
            let outcome = try outcome(of: golden.bytes("\(name).cl"), input: arrays[0])
            if let difference = Self.differences[name] {
                #expect(expectation.outcome == "error" && outcome.kind == difference, "\(name): \(outcome.kind)")
                compared.differences += 1
            } else if let file = expectation.file {
                #expect(outcome.labels == expected[file], "\(name): \(outcome.kind)")
                compared.labels += 1
            } else {
                #expect(outcome.kind == "error", "\(name)")
                compared.errors += 1
            }
        }
        print(
            "golden headers: \(compared.labels) label images of \(arrays[0].count) pixels equal, "
                + "\(compared.errors) refused like APOC, \(compared.differences) differ on purpose: "
                + Self.differences.keys.sorted().joined(separator: ", ")
        )
    }

    /// Opens the file as APOC's ObjectSegmenter does, and takes the checks that belong to the whole classifier.
    private func outcome(of bytes: [UInt8], input: NPYArray) throws -> (kind: String, labels: [Int]) {
        do {
            let file = try APOCFile(parsing: bytes, name: "header.cl")
            if let className = file.header.className, className != .objectSegmenter {
                return ("class \(className.rawValue)", [])
            }
            let plan = try FeaturePlan(FeatureSpecification(parsing: file.header.featureSpecification))
            let dimensions = file.header.groundTruthDimensions ?? 2
            guard plan.outputs.count == file.forest.featureCount, dimensions > 1 else { return ("error", []) }
            let size = ImageSize(width: input.shape[1], height: input.shape[0])
            let features = HostFeatures.evaluate(plan, plane: input.floats, size: size)
            let positive = Float(file.header.positiveClass ?? 2)
            return ("labels", label(file.predict(features).map { $0 == positive }, size: size))
        } catch let error as ClassifierError {
            #expect(error.description.hasPrefix("header.cl:"))
        } catch let error as FeatureSpecificationError {
            #expect(!error.description.isEmpty)
        }
        return ("error", [])
    }

    /// Objects numbered by their first pixel, column by column; faces connect.
    private func label(_ mask: [Bool], size: ImageSize) -> [Int] {
        var labels = [Int](repeating: 0, count: mask.count)
        var count = 0
        for x in 0..<size.width {
            for y in 0..<size.height where mask[y * size.width + x] && labels[y * size.width + x] == 0 {
                count += 1
                var open = [(x, y)]
                while let (x, y) = open.popLast() {
                    let isInside = (0..<size.width).contains(x) && (0..<size.height).contains(y)
                    guard isInside, mask[y * size.width + x], labels[y * size.width + x] == 0 else { continue }
                    labels[y * size.width + x] = count
                    open += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
                }
            }
        }
        return labels
    }
}
