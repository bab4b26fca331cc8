/// Memory that one thread works in, allocated once.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
    let start: UnsafeMutablePointer<Element>

    /// Room for `count` values, each of them `value`.
    init(repeating value: Element, count: Int) {
        start = .allocate(capacity: max(count, 1))
        start.initialize(repeating: value, count: max(count, 1))
    }

    deinit { start.deallocate() }
}
