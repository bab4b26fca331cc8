import Testing
import Training

/// What numpy and scikit-learn draw, taken down from them.
@Suite("Random numbers of the training")
struct RandomNumberTests {
    @Test("seeds of the trees")
    func seeds() {
        let first: [UInt32] = [209_652_396, 398_764_591, 924_231_285, 1_478_610_112, 441_365_315, 1_537_364_731]
        #expect(ForestSeeds.ofTrees(6) == first)
        #expect(Array(ForestSeeds.ofTrees(100).prefix(6)) == first)
    }

    @Test("numbers by which the first tree chooses features")
    func features() {
        var random = ForestSeeds.features(ofTree: 209_652_396)
        let drawn = (0..<5).map { _ in random.next() }
        #expect(drawn == [562_009_556, 728_431_350, 1_924_947_308, 1_529_191_780, 2_041_318_688])
        for (seed, state) in [(398_764_591, 132_990_059), (924_231_285, 1_109_697_837)] as [(UInt32, UInt32)] {
            var begun = Xorshift(state: state)
            var ours = ForestSeeds.features(ofTree: seed)
            #expect(ours.next() == begun.next())
        }
    }

    @Test("rows that the first tree draws")
    func bootstrap() {
        var rows: [Int] = []
        ForestSeeds.bootstrap(ofTree: 209_652_396, rows: 10) { rows.append($0) }
        #expect(rows == [3, 2, 0, 0, 2, 6, 9, 7, 3, 9])
        rows = []
        ForestSeeds.bootstrap(ofTree: 209_652_396, rows: 1000) { rows.append($0) }
        #expect(rows.prefix(10) == [236, 227, 946, 32, 576, 754, 822, 41, 935, 835])
    }

    @Test("of one number nothing is drawn, and a state of 0 goes on as 1")
    func corners() {
        var (one, other) = (MersenneTwister(seed: 7), MersenneTwister(seed: 7))
        #expect(one.below(1) == 0)
        #expect(one.next() == other.next())
        var (zero, unit) = (Xorshift(state: 0), Xorshift(state: 1))
        #expect(zero.next() == unit.next())
    }
}
