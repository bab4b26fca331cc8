import Imaging
import Testing
import Training

@Suite("Holding back of an image that comes more than once")
struct RepeatedImageTests {
    /// A block of an image with a unit for each list of places.
    private static func block(
        _ name: String,
        _ units: [[UInt64]],
        sha256: String? = nil,
        isTable: Bool = false
    ) -> SampleBlock {
        let numbers = units.enumerated().flatMap { number, places in places.map { _ in UInt32(number) } }
        return SampleBlock(
            image: name,
            imageSHA256: sha256 ?? "sha of \(name)",
            annotation: isTable ? nil : "annotation",
            annotationSHA256: nil,
            columns: [],
            annotations: numbers.map { Int32($0 % 2 + 1) },
            units: numbers,
            places: units.flatMap(\.self),
            isTest: numbers.map { _ in false }
        )
    }

    /// So many scribbles of ten places.
    private static func scribbles(_ count: UInt64, from first: UInt64 = 0) -> [[UInt64]] {
        (0..<count).map { number in (0..<10).map { first + number * 20 + $0 } }
    }

    /// The marks that each place of a name has, over all blocks.
    private static func marks<Mark: Hashable>(_ blocks: [SampleBlock], _ marks: [[Mark]]) -> [UInt64: Set<Mark>] {
        var found: [UInt64: Set<Mark>] = [:]
        for (block, ofBlock) in zip(blocks, marks) {
            for (place, mark) in zip(block.places, ofBlock) { found[place, default: []].insert(mark) }
        }
        return found
    }

    @Test("no place is learnt from in one block and judged in another", arguments: 0..<20, ["a", "renamed"])
    func places(seed: UInt64, name: String) {
        var random = SplitMix(seed: seed)
        let old = Self.scribbles(12)
        // The second time some are gone, some have grown, and there are more, in another order.
        let grown = old.filter { _ in Bool.random(using: &random) }.map { $0 + [$0[9] + 1] }
        let more = (grown + Self.scribbles(6, from: 500)).shuffled(using: &random)
        var blocks = [Self.block("a", old), Self.block(name, more, sha256: "sha of a"), Self.block("b", old)]
        let folds = Folds(3, of: blocks, byImage: false)
        #expect(Self.marks(Array(blocks[..<2]), Array(folds.parts[..<2])).values.allSatisfy { $0.count == 1 })
        #expect(folds.count == 3)
        HeldShare(0.3, byImage: false).mark(&blocks, new: [0, 1, 2], earlier: [])
        #expect(Self.marks(Array(blocks[..<2]), blocks[..<2].map(\.isTest)).values.allSatisfy { $0.count == 1 })
        #expect(blocks.contains { $0.isTest.contains(true) })
    }

    @Test("as a whole it is one", arguments: [false, true])
    func wholes(isRenamed: Bool) {
        let names = ["a", isRenamed ? "other" : "a", "b", "c", "d"]
        for seed in 0..<10 as Range<Int> {
            var blocks = names.enumerated().map { number, name in
                Self.block(name, Self.scribbles(4, from: UInt64(number) * 1000), sha256: "\(seed) \(max(number, 1))")
            }
            let folds = Folds(4, of: blocks, byImage: true)
            #expect(folds.count == 4)
            #expect(Set(folds.parts[0] + folds.parts[1]).count == 1)
            HeldShare(0.4, byImage: true).mark(&blocks, new: Set(blocks.indices), earlier: [])
            #expect(Set(blocks[0].isTest + blocks[1].isTest).count == 1)
            #expect(blocks.contains { $0.isTest.contains(true) } && blocks.contains { $0.isTest.contains(false) })
        }
    }

    @Test("what an earlier decision says of one block holds for what touches it in another")
    func chain() {
        let earlier = Self.block("a", [[1, 2, 3]])
        // The second scribble has no place of the earlier one, but shares one with the first.
        var blocks = [
            Self.block("a", [[3, 4, 5], [70], [71]]), Self.block("x", [[5, 6], [80], [81]], sha256: "sha of a"),
        ]
        HeldShare(0.9, byImage: false).mark(&blocks, new: [0, 1], earlier: [DecidedPlaces(earlier)])
        #expect(!blocks[0].isTest[..<3].contains(true) && !blocks[1].isTest[..<2].contains(true))
        #expect((blocks[0].isTest + blocks[1].isTest).contains(true))
    }

    @Test("a stroke that joins a held-back one to one that was learnt from leaves the former held back")
    func joining() {
        var earlier = Self.block("a", [[1, 2, 3], [7, 8, 9]])
        earlier.isTest = earlier.units.map { $0 == 1 }
        var blocks = [earlier, Self.block("a", [Array(1...9), [20]])]
        let divided = HeldShare.keepDecisions(&blocks, new: [1], earlier: [DecidedPlaces(earlier)], byImage: false)
        #expect(divided == [1])
        #expect(blocks[1].isTest == (1...10).map { (7...9).contains($0) })
        #expect(Self.marks(blocks, blocks.map(\.isTest)).values.allSatisfy { $0.count == 1 })
        // That lies beside one is not enough.
        var beside = [Self.block("a", [[4, 5]])]
        #expect(HeldShare.keepDecisions(&beside, new: [0], earlier: [DecidedPlaces(earlier)], byImage: false) == [])
    }

    @Test("rows of tables are known by their values, whatever the table is called", arguments: [false, true])
    func tables(byImage: Bool) {
        let earlier = Self.block("old.csv", (0..<8).map { [$0] }, isTable: true)
        var blocks = (0..<4).map { table in
            Self.block("new\(table).csv", (0..<6).map { [UInt64(100 + 10 * table + $0)] }, isTable: true)
        }
        blocks[1] = Self.block("new1.csv", [[3], [900], [5], [901]], isTable: true)
        HeldShare(0.9, byImage: byImage).mark(&blocks, new: [0, 1, 2, 3], earlier: [DecidedPlaces(earlier)])
        #expect(!blocks[1].isTest[0] && !blocks[1].isTest[2])
        if byImage { #expect(!blocks[1].isTest.contains(true)) }
        #expect(blocks.contains { $0.isTest.contains(true) })
        // Equal rows of one table are judged together.
        let folds = Folds(3, of: [Self.block("x", [[1], [2], [1], [3], [2], [4]], isTable: true)], byImage: false)
        #expect(folds.parts[0][0] == folds.parts[0][2] && folds.parts[0][1] == folds.parts[0][4])
    }

    @Test("many classes take no longer than few", .timeLimit(.minutes(1)))
    func manyClasses() {
        var block = Self.block("a", (0..<60_000).map { [$0] })
        block.annotations = (0..<60_000).map { Int32($0) + 1 }
        var blocks = [block]
        HeldShare(0.2, byImage: false).mark(&blocks, new: [0], earlier: [])
        // Each is the last of its class.
        #expect(!blocks[0].isTest.contains(true))
    }
}
