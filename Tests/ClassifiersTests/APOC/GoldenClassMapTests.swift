import Classifiers
import Features
import Forests
import Imaging
import TestSupport
import Testing

@Suite(
    "Golden class maps on the host",
    .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence))
)
struct GoldenClassMapTests {
    private struct Job {
        let golden: GoldenCase
        let file: APOCFile
        let plan: FeaturePlan
        let inputs: [String]
        let output: String
    }

    @Test("every pixel of every case has the reference's class or probability, bit for bit")
    func cases() throws {
        var later: [String] = []
        let jobs = try SharedMaterial.goldenCases().compactMap { golden -> Job? in
            let job = try job(golden)
            if job == nil { later.append(golden.name) }
            return job
        }
        let paths = jobs.flatMap { job in (job.inputs + [job.output]).map { job.golden.path($0) } }
        let arrays = Dictionary(
            zip(paths, try GoldenArray.tiffs(paths)),
            uniquingKeysWith: { first, _ in first }
        )
        var stacks: [String: [String: [Float]]] = [:]
        var pixels = 0
        for job in jobs {
            let input = try job.inputs.map { try #require(arrays[job.golden.path($0)]) }
            let channels = input.flatMap { array in
                array.shape.count > job.plan.dimensions ? (0..<array.shape[0]).map { array[$0] } : [array]
            }
            let key = job.inputs.map { job.golden.files[$0]?.sha256 ?? "" }.joined()
            let tokens = Set(jobs.filter { $0.inputs.map(sha256($0.golden)).joined() == key }.flatMap(\.plan.names))
            // All cases on one image share the planes of all their features, each computed once.
            if stacks[key] == nil { stacks[key] = try planes(tokens, job.plan.dimensions, channels) }
            let stack = try #require(stacks[key])
            let features = try channels.indices.flatMap { channel in
                try job.plan.names.map { try #require(stack["\(channel) \($0)"]) }
            }
            try #require(features.count == job.file.forest.featureCount, "\(job.golden)")
            let expected = try #require(arrays[job.golden.path(job.output)]).floats
            let result = job.file.predict(features)
            let different = zip(result, expected).count { $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN) }
            #expect(result.count == expected.count && different == 0, "\(job.golden): \(different) pixels differ")
            pixels += result.count
        }
        #expect(!jobs.isEmpty)
        let names = jobs.map(\.golden.name).joined(separator: ", ")
        print("golden class maps on the host: \(jobs.count) cases, \(pixels) pixels compared — \(names)")
        print(
            "golden cases without a class map, or an undefined one: \(later.count) — \(later.joined(separator: ", "))"
        )
    }

    private func sha256(_ golden: GoldenCase) -> (String) -> String { { golden.files[$0]?.sha256 ?? "" } }

    /// What a case needs; nil where it has no class map, or one that is undefined.
    private func job(_ golden: GoldenCase) throws -> Job? {
        let outputs = golden.files.keys.filter { $0 == "expected_classes.tif" || $0 == "expected_probability.tif" }
        let isOfPixels = ["PixelClassifier", "ObjectSegmenter", "ProbabilityMapper", "training"].contains(golden.kind)
        guard isOfPixels, let output = outputs.first else { return nil }
        let file = try APOCFile(parsing: golden.bytes("classifier.cl"), name: "\(golden)/classifier.cl")
        #expect(file.header.className?.rawValue == golden.kind || golden.kind == "training")
        #expect(file.header.featureSpecification == golden.featureSpecification)
        #expect(file.header.featureCount == file.forest.featureCount)
        #expect(file.header.classCount == file.forest.classCount)
        // Bare leaves of one class are a tree each, but a leaf without a line cannot be seen.
        #expect((file.header.treeCount ?? 0) >= file.forest.roots.count)
        let dimensions = try #require(file.header.groundTruthDimensions)
        let specification = try FeatureSpecification(parsing: file.header.featureSpecification)
        let plan = try FeaturePlan(specification, dimensions: dimensions)
        // The reference's sobel of volumes is undefined.
        guard dimensions == 2 || !plan.names.contains(where: { $0.contains("sobel") }) else { return nil }
        let inputs = golden.files.keys.filter { golden.files[$0]?.role.hasPrefix("input") == true }.sorted()
        try #require(!inputs.isEmpty, "\(golden)")
        return Job(golden: golden, file: file, plan: plan, inputs: inputs, output: output)
    }

    private func planes(_ tokens: Set<String>, _ dimensions: Int, _ channels: [NPYArray]) throws -> [String: [Float]] {
        let specification = try FeatureSpecification(parsing: tokens.sorted().joined(separator: " "))
        let plan = try FeaturePlan(specification, dimensions: dimensions)
        var planes: [String: [Float]] = [:]
        for (index, channel) in channels.enumerated() {
            let axes = Array(channel.shape.reversed())
            let size = ImageSize(width: axes[0], height: axes[1], depth: axes.count > 2 ? axes[2] : 1)
            let results = HostFeatures.evaluate(plan, plane: channel.floats, size: size)
            for (name, result) in zip(plan.names, results) { planes["\(index) \(name)"] = result }
        }
        return planes
    }
}
