/// The random numbers of numpy's `RandomState(seed)`: MT19937, begun with one word.
package struct MersenneTwister: Sendable {
    private var state: [UInt32]
    private var position: Int

    /// The generator of that seed.
    package init(seed: UInt32) {
        state = [UInt32](repeating: 0, count: 624)
        state[0] = seed
        for index in 1..<624 {
            let last = state[index - 1]
            state[index] = 1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index)
        }
        position = 624
    }

    /// The next 32 bits.
    package mutating func next() -> UInt32 {
        if position == 624 { refill() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }

    /// A whole number from 0 to `bound` - 1, all as likely: numpy's `randint(0, bound)`. Of one number nothing is drawn.
    ///
    /// - Precondition: `bound` is at least 1.
    package mutating func below(_ bound: UInt32) -> UInt32 {
        let largest = bound - 1
        if largest == 0 { return 0 }
        let mask = UInt32.max >> largest.leadingZeroBitCount
        while true {
            let number = next() & mask
            if number <= largest { return number }
        }
    }

    private mutating func refill() {
        state.withUnsafeMutableBufferPointer { state in
            for index in 0..<624 {
                let upper = state[index] & 0x8000_0000
                let lower = state[index == 623 ? 0 : index + 1] & 0x7fff_ffff
                let joined = upper | lower
                let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_b0df
                state[index] = state[index < 227 ? index + 397 : index - 227] ^ (joined >> 1) ^ twist
            }
        }
        position = 0
    }
}
