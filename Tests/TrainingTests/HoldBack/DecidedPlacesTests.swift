import Imaging
import Testing

import Training

@Suite("Places that are decided")
struct DecidedPlacesTests {
    private static func decided(_ trained: Set<UInt64>, _ held: Set<UInt64>) -> DecidedPlaces {
        let places = Array(trained) + Array(held)
        return DecidedPlaces(
            SampleBlock(
                image: "a",
                imageSHA256: "b",
                annotation: nil,
                annotationSHA256: nil,
                columns: [],
                annotations: places.map { _ in 1 },
                units: places.map { _ in 0 },
                places: places,
                isTest: trained.map { _ in false } + held.map { _ in true }
            )
        )
    }

    @Test("are the ones that were given, in runs, and those of both together", arguments: 0..<30 as Range<UInt64>)
    func sets(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let sets = (0..<4).map { _ in
            Set((0..<Int.random(in: 0...60, using: &random)).map { _ in UInt64.random(in: 0...99, using: &random) })
        }
        var one = Self.decided(sets[0], sets[1])
        let other = Self.decided(sets[2], sets[3])
        func check(_ decided: DecidedPlaces, _ trained: Set<UInt64>, _ held: Set<UInt64>) {
            #expect(decided.isSound)
            for place in 0...101 as ClosedRange<UInt64> {
                #expect(decided.isTrained(place) == trained.contains(place))
                #expect(decided.isHeld(place) == held.contains(place))
            }
        }
        check(one, sets[0], sets[1])
        one.add(other)
        check(one, sets[0].union(sets[2]), sets[1].union(sets[3]))
    }
}
