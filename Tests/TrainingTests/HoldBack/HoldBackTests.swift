import Imaging
import Testing
import Training

@Suite("Holding back")
struct HoldBackTests {
    /// A block of scribbles, each with its annotation and its number of rows.
    private static func block(
        _ name: String,
        _ scribbles: [(annotation: Int32, rows: Int)],
        firstPlace: UInt64 = 0
    ) -> SampleBlock {
        let rows = scribbles.enumerated().flatMap { number, scribble in
            Array(repeating: (unit: UInt32(number), annotation: scribble.annotation), count: scribble.rows)
        }
        return SampleBlock(
            image: name,
            imageSHA256: "sha of \(name)",
            annotation: name,
            annotationSHA256: nil,
            columns: [rows.map { Float($0.unit) }],
            annotations: rows.map(\.annotation),
            units: rows.map(\.unit),
            places: rows.indices.map { firstPlace + UInt64($0) },
            isTest: rows.map { _ in false }
        )
    }

    private static func random(_ count: Int, seed: UInt64) -> [(annotation: Int32, rows: Int)] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in (Int32.random(in: 1...3, using: &random), Int.random(in: 1...40, using: &random))
        }
    }

    private static func share(_ blocks: [SampleBlock]) -> Double {
        let marks = blocks.flatMap(\.isTest)
        return Double(marks.count { $0 }) / Double(marks.count)
    }

    @Test("never divides a scribble, and comes near the share", arguments: 0..<20 as Range<UInt64>)
    func scribbles(seed: UInt64) {
        var blocks = [Self.block("a", Self.random(60, seed: seed)), Self.block("b", Self.random(40, seed: seed + 99))]
        HeldShare(0.25, byImage: false).mark(&blocks, new: [0, 1], earlier: [])
        for block in blocks {
            for unit in Set(block.units) {
                let marks = Set(zip(block.units, block.isTest).filter { $0.0 == unit }.map(\.1))
                #expect(marks.count == 1)
            }
        }
        #expect(abs(Self.share(blocks) - 0.25) < 0.05)
        for annotation in 1...3 as ClosedRange<Int32> {
            let marks = blocks.flatMap { zip($0.annotations, $0.isTest) }.filter { $0.0 == annotation }.map(\.1)
            #expect(marks.contains(true) && marks.contains(false))
        }
    }

    @Test("holds whole images back")
    func images() {
        var blocks = (0..<10).map { Self.block("image \($0)", Self.random(5, seed: UInt64($0))) }
        HeldShare(0.3, byImage: true).mark(&blocks, new: Set(0..<10), earlier: [])
        #expect(blocks.allSatisfy { Set($0.isTest).count == 1 })
        #expect((0.15...0.45).contains(Self.share(blocks)))
    }

    @Test("depends on nothing but the images")
    func deterministic() {
        let scribbles = Self.random(30, seed: 1)
        var (one, other) = ([Self.block("a", scribbles)], [Self.block("a", scribbles)])
        HeldShare(0.2, byImage: false).mark(&one, new: [0], earlier: [])
        HeldShare(0.2, byImage: false).mark(&other, new: [0], earlier: [])
        #expect(one == other)
    }

    @Test("leaves every class rows to learn from")
    func lastOfAClass() {
        var blocks = [Self.block("a", [(1, 10), (2, 10), (1, 10)])]
        HeldShare(0.5, byImage: false).mark(&blocks, new: [0], earlier: [])
        let learnt = Set(zip(blocks[0].annotations, blocks[0].isTest).filter { !$0.1 }.map(\.0))
        #expect(learnt == [1, 2])
        #expect(blocks[0].isTest.count { $0 } == 10)
    }

    @Test("holds the smallest back where the share is less than any")
    func smallest() {
        var blocks = [Self.block("a", [(1, 50), (1, 40), (1, 60)])]
        HeldShare(0.01, byImage: false).mark(&blocks, new: [0], earlier: [])
        #expect(zip(blocks[0].units, blocks[0].isTest).allSatisfy { $0.1 == ($0.0 == 1) })
    }

    @Test("never makes a test of what was once trained on")
    func trainedStays() {
        let earlier = Self.block("a", [(1, 10), (2, 10)])
        // One scribble touches the old ones, the other is new.
        var blocks = [earlier, Self.block("a", [(1, 5), (1, 5), (2, 5), (2, 5)], firstPlace: 16)]
        HeldShare(0.9, byImage: false).mark(&blocks, new: [1], earlier: [DecidedPlaces(earlier)])
        #expect(blocks[0] == earlier)
        #expect(!blocks[1].isTest[..<5].contains(true))
        #expect(blocks[1].isTest[5...].contains(true))
        // As an image it stays in training as a whole, also under another name.
        var renamed = [Self.block("a", [(1, 5), (2, 5)]), Self.block("c", [(1, 5), (2, 5)])]
        renamed[0].image = "another name"
        HeldShare(0.9, byImage: true).mark(&renamed, new: [0, 1], earlier: [DecidedPlaces(earlier)])
        #expect(!renamed[0].isTest.contains(true))
    }

    @Test("keeps held back what was")
    func heldStays() {
        var earlier = Self.block("a", [(1, 10), (2, 10), (1, 10), (2, 10)])
        earlier.isTest = earlier.units.map { $0 >= 2 }
        // The image is annotated again: the third scribble has grown, a new one has come.
        var again = Self.block("a", [(1, 10), (2, 10), (1, 14), (2, 6)])
        again.places = (0..<34).map { UInt64($0) } + (100..<106).map { UInt64($0) }
        var blocks = [again]
        _ = HeldShare.keepDecisions(&blocks, new: [0], earlier: [DecidedPlaces(earlier)], byImage: false)
        #expect(zip(again.units, blocks[0].isTest).allSatisfy { $0.1 == ($0.0 == 2) })
        // So it is where whole images are held back by now.
        blocks = [again]
        HeldShare(0.9, byImage: true).mark(&blocks, new: [0], earlier: [DecidedPlaces(earlier)])
        #expect(zip(again.units, blocks[0].isTest).allSatisfy { $0.1 == ($0.0 == 2) })
        // A held-back image stays one, whatever is drawn on it, and also after nothing was.
        earlier.isTest = earlier.units.map { _ in true }
        var whole = [Self.block("a", [(1, 99)], firstPlace: 1000)]
        let nothing = Self.block("a", [])
        HeldShare(0.01, byImage: false)
            .mark(&whole, new: [0], earlier: [DecidedPlaces(earlier), DecidedPlaces(nothing)])
        #expect(!whole[0].isTest.contains(false))
    }

    @Test("remembers what was drawn and erased since")
    func erased() {
        var book = SampleBook(
            kind: "PixelClassifier",
            featureSpecification: "original",
            featureNames: ["original"],
            channelCount: 1,
            dimensions: 2
        )
        var first = Self.block("a", [(1, 10), (2, 10)])
        first.isTest = first.units.map { $0 == 1 }
        book.blocks = [first]
        // Both scribbles are erased, and others drawn; later the first ones come back.
        var second = SampleBook(
            kind: "PixelClassifier",
            featureSpecification: "original",
            featureNames: ["original"],
            channelCount: 1,
            dimensions: 2
        )
        second.remember(book, without: book.blocks)
        second.blocks = [Self.block("a", [(1, 5)], firstPlace: 100)]
        var third = second
        third.remember(second, without: second.blocks)
        #expect(third.past.count == 1)
        #expect(third.past[0].trained == [0..<10, 100..<105])
        #expect(third.past[0].held == [10..<20])
        var blocks = [Self.block("a", [(1, 10), (2, 10)])]
        HeldShare(0.5, byImage: false).mark(&blocks, new: [0], earlier: third.decided)
        #expect(blocks[0].isTest == first.isTest)
    }

    @Test("shares folds out evenly, with every row in one", arguments: [2, 3, 5])
    func folds(count: Int) {
        var blocks = [Self.block("a", Self.random(50, seed: 3)), Self.block("b", Self.random(50, seed: 4))]
        blocks[0].isTest[0] = true
        let folds = Folds(count, of: blocks, byImage: false)
        #expect(folds.count == count)
        #expect(folds.parts[0][0] == -1)
        for annotation in 1...3 as ClosedRange<Int32> {
            var rows = Array(repeating: 0, count: count)
            for (block, parts) in zip(blocks, folds.parts) {
                for row in 0..<block.count where block.annotations[row] == annotation && !block.isTest[row] {
                    rows[Int(parts[row])] += 1
                }
            }
            #expect(rows.max()! - rows.min()! <= 40)
        }
        for (block, parts) in zip(blocks, folds.parts) {
            for unit in Set(block.units) {
                let found = Set(
                    zip(block.units, zip(parts, block.isTest)).filter { $0.0 == unit && !$0.1.1 }.map(\.1.0)
                )
                #expect(found.count <= 1)
            }
        }
    }

    @Test("makes no more folds than there are units")
    func fewUnits() {
        let blocks = [Self.block("a", [(1, 3), (2, 3), (1, 3)])]
        #expect(Folds(5, of: blocks, byImage: false).count == 3)
        #expect(Folds(5, of: blocks, byImage: true).count == 1)
    }
}
