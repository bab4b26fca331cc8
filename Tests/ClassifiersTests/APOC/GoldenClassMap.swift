import Classifiers
import Features
import Imaging
import TestSupport
import Testing

/// A golden case with a class map or a probability that the reference defines.
struct GoldenClassMap: Sendable, CustomStringConvertible {
    let golden: GoldenCase
    let file: APOCFile
    let plan: FeaturePlan
    /// The files of the channels, or of the one image that holds them.
    let inputs: [String]
    /// The file of the answer.
    let output: String

    var description: String { golden.name }

    /// The contents of the inputs: cases that share them share their features.
    var image: String { inputs.map { golden.files[$0]?.sha256 ?? "" }.joined() }

    /// The case to compare; nil where it has no class map, or one that is undefined.
    init?(_ golden: GoldenCase) throws {
        let outputs = golden.files.keys.filter { $0 == "expected_classes.tif" || $0 == "expected_probability.tif" }
        let isOfPixels = ["PixelClassifier", "ObjectSegmenter", "ProbabilityMapper", "training"].contains(golden.kind)
        guard isOfPixels, let output = outputs.first else { return nil }
        let file = try APOCFile(parsing: golden.bytes("classifier.cl"), name: "\(golden)/classifier.cl")
        let dimensions = try #require(file.header.groundTruthDimensions)
        let specification = try FeatureSpecification(parsing: file.header.featureSpecification)
        let plan = try FeaturePlan(specification, dimensions: dimensions)
        // The reference's sobel of volumes is undefined; the engine's golden cases compare what does not depend on it.
        guard dimensions == 2 || !plan.names.contains(where: { $0.contains("sobel") }) else { return nil }
        let inputs = golden.files.keys.filter { golden.files[$0]?.role.hasPrefix("input") == true }.sorted()
        try #require(!inputs.isEmpty, "\(golden)")
        (self.golden, self.file, self.plan, self.inputs, self.output) = (golden, file, plan, inputs, output)
    }

    /// The shared cases to compare; none without shared material, which the suite reports as skipped.
    static func selected() throws -> [GoldenClassMap] {
        try GoldenMaterial.shared?.selected().compactMap { try GoldenClassMap($0) } ?? []
    }
}
