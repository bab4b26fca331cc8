/// Where the random numbers of each tree begin.
package enum ForestSeeds {
    private static let bound: UInt32 = 2_147_483_647

    /// The seed of each tree; those of fewer trees are the first ones.
    package static func ofTrees(_ count: Int) -> [UInt32] {
        var random = MersenneTwister(seed: 0)
        return (0..<count).map { _ in random.below(bound) }
    }

    /// The generator that chooses the features of the tree with that seed.
    package static func features(ofTree seed: UInt32) -> Xorshift {
        var random = MersenneTwister(seed: seed)
        return Xorshift(state: random.below(bound))
    }

    /// Calls `draw` with each row that the bootstrap of the tree with that seed draws, `count` times of `count` rows.
    package static func bootstrap(ofTree seed: UInt32, rows count: Int, draw: (Int) -> Void) {
        var random = MersenneTwister(seed: seed)
        for _ in 0..<count { draw(Int(random.below(UInt32(count)))) }
    }
}
