/// The random numbers by which scikit-learn chooses features: xorshift of 32 bits.
package struct Xorshift: Sendable {
    private var state: UInt32

    /// The generator that goes on from that state.
    package init(state: UInt32) { self.state = state }

    /// The next number, of 31 bits.
    package mutating func next() -> UInt32 {
        if state == 0 { state = 1 }
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        return state & 0x7fff_ffff
    }

    /// A number from 0 to `bound` - 1 (the lower ones are a little likelier, as in scikit-learn).
    ///
    /// - Precondition: `bound` is at least 1.
    package mutating func below(_ bound: Int) -> Int { Int(next()) % bound }
}
