/// The linear congruential generator of `Tests/Fixtures/regionprops.py`: 16 bits a step.
struct PixelSequence {
    private var state: UInt32

    /// The sequence that starts from `seed`.
    init(seed: UInt32) {
        state = seed
    }

    /// The next value, 0…65,535.
    mutating func next() -> UInt32 {
        state = state &* 1_664_525 &+ 1_013_904_223
        return state >> 16
    }
}
