import Classifiers
import Forests
import Imaging
import Testing

@Suite("Damaged classifier files")
struct ParserFuzzTests {
    @Test("mutated bytes neither crash nor give two answers", arguments: 0..<8)
    func mutations(seed: Int) {
        var source = SplitMix(seed: UInt64(100 + seed))
        let whole = ForestText.random(&source, trees: 5, depth: 4, features: 3, classes: 3).bytes
        let pool = Array("0123456789.eE+-<>(){};is_ \r\n\t=/*x".utf8) + [0, 0x80, 0xff]
        var accepted = 0
        for _ in 0..<250 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &source) { mutate(&bytes, pool: pool, &source) }
            let first = parse(bytes)
            let second = parse(bytes)
            #expect(first == second)
            switch first {
            case .success(let file):
                accepted += 1
                expectSound(file)
            case .failure(let error):
                let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
                let place = error.place
                #expect(place.map { (1...lines).contains($0.line) && $0.column >= 1 } == true)
            }
        }
        #expect(accepted < 250)
    }

    private func parse(_ bytes: [UInt8]) -> Result<APOCFile, ClassifierError> {
        Result { () throws(ClassifierError) in try APOCFile(parsing: bytes, name: "fuzz.cl") }
    }

    private func mutate(_ bytes: inout [UInt8], pool: [UInt8], _ source: inout SplitMix) {
        let index = Int.random(in: 0..<bytes.count, using: &source)
        let length = min(Int.random(in: 1...40, using: &source), bytes.count - index)
        switch Int.random(in: 0..<5, using: &source) {
        case 0: bytes[index] = pool.randomElement(using: &source) ?? 0
        case 1: bytes.insert(pool.randomElement(using: &source) ?? 0, at: index)
        case 2: bytes.removeSubrange(index..<index + length)
        case 3:
            let place = Int.random(in: 0..<bytes.count, using: &source)
            bytes.insert(contentsOf: bytes[index..<index + length], at: place)
        default: bytes.removeLast(bytes.count - index - 1)
        }
    }

    /// Every index lies in its array, and every branch below its split, so that no walk can leave or circle.
    private func expectSound(_ file: APOCFile) {
        let forest = file.forest
        let count = Int32(forest.nodes.count)
        #expect(!forest.roots.isEmpty && forest.roots.allSatisfy { (0..<count).contains($0) })
        #expect(forest.leafWeights.allSatisfy { $0.isFinite })
        for (index, node) in zip(Int32(0)..., forest.nodes) {
            if node.feature < 0 {
                #expect(node.leaf >= 0 && Int(node.leaf + 1) * forest.classCount <= forest.leafWeights.count)
            } else {
                #expect(Int(node.feature) < forest.featureCount && !node.threshold.isNaN)
                #expect(node.less > index && node.otherwise > index && node.less < count && node.otherwise < count)
            }
        }
    }
}
