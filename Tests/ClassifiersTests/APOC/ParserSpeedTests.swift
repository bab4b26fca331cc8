import Classifiers
import Forests
import Imaging
import Testing

@Suite("Parser speed")
struct ParserSpeedTests {
    @Test("a forest of 100 trees, about a megabyte of text, parses quickly")
    func large() throws {
        var source = SplitMix(seed: 1)
        let bytes = ForestText.random(&source, trees: 100, depth: 8, features: 33, classes: 2).bytes
        var file: APOCFile?
        let time = try ContinuousClock().measure { file = try APOCFile(parsing: bytes, name: "large.cl") }
        print("made-up forest: \(bytes.count) bytes, \(file?.forest.splitCount ?? 0) splits, parsed in \(time)")
        // A tenth of a second is the promise of an optimised build; a parser that is not linear misses this by far.
        #expect(time < .seconds(3))
    }
}
