/// Memory that grows and is used for one object after another; what the last one left stays in it.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
    private var buffer = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    /// Room for `count` elements, of undefined values; pointers given out before are void.
    mutating func room(_ count: Int) -> UnsafeMutablePointer<Element> {
        if buffer.count < max(1, count) {
            buffer.deallocate()
            buffer = .allocate(capacity: max(count, min(2 * buffer.count, 1 << 20), 64))
        }
        return buffer.baseAddress!
    }

    deinit { buffer.deallocate() }
}
