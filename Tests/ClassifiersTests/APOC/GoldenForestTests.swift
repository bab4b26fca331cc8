import Classifiers
import Forests
import TestSupport
import Testing

@Suite("Golden forest ties", .enabled(if: SharedMaterial.isAvailable, Comment(rawValue: SharedMaterial.absence)))
struct GoldenForestTests {
    @Test("thresholds, ties, NaN and empty votes decide as in the reference, bit for bit")
    func ties() throws {
        let golden = try SharedMaterial.goldenCase("forest_ties")
        let values = try NPYArray(golden.bytes("values.npy")).floats
        var pixels = 0
        let runs = try #require(golden.runs)
        for run in runs {
            let file = try APOCFile(parsing: golden.bytes("\(run).cl"), name: "\(run).cl")
            let expected = try NPYArray(golden.bytes("\(run)_expected.npy")).floats
            let result = file.predict([values])
            for (index, (ours, theirs)) in zip(result, expected).enumerated() {
                let isEqual = ours.bitPattern == theirs.bitPattern || (ours.isNaN && theirs.isNaN)
                #expect(isEqual, "\(run): value \(values[index]) gives \(ours), expected \(theirs)")
            }
            #expect(result.count == expected.count)
            pixels += result.count
        }
        let refused = try #require(golden.errors).keys.sorted()
        for run in refused {
            let error = #expect(throws: ClassifierError.self) {
                try APOCFile(parsing: golden.bytes("\(run).cl"), name: "\(run).cl")
            }
            #expect(error?.description.hasPrefix("\(run).cl:20:7: expected a number, found ") == true)
        }
        #expect(runs.count + refused.count == golden.files.keys.count { $0.hasSuffix(".cl") })
        print(
            "golden forest ties: \(runs.count) forests, \(pixels) pixels compared, \(refused.count) refused like APOC: "
                + refused.joined(separator: ", ")
        )
    }

    @Test("large files parse quickly", arguments: ["S", "M", "L"])
    func speed(name: String) throws {
        let bytes = try SharedMaterial.bytes("golden/speed/\(name).cl")
        let clock = ContinuousClock()
        var file: APOCFile?
        let times = try (0..<3).map { _ in
            try clock.measure { file = try APOCFile(parsing: bytes, name: "\(name).cl") }
        }
        let forest = try #require(file).forest
        print("\(name).cl: \(bytes.count) bytes, \(forest.roots.count) trees, depth \(forest.depth), \(times.min()!)")
        #expect(forest.roots.count == (try #require(file)).header.treeCount)
    }
}
