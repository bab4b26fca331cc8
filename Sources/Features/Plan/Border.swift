/// Which pixels stand for those beyond an image's edges.
package enum Border: Sendable, Hashable {
    /// The nearest pixel of the image.
    case nearest
    /// The image mirrored at the middle of its outermost pixels, which are not repeated: … 2 1 0 1 2 …
    case mirrored

    /// The position inside an axis of `extent` pixels that stands for `position`, however far outside that is.
    ///
    /// An image that is smaller than a filter's reach is mirrored again and again, with a period of 2 (extent − 1).
    @inline(__always)
    package func inside(_ position: Int, extent: Int) -> Int {
        if position >= 0, position < extent { return position }
        switch self {
        case .nearest: return min(max(position, 0), extent - 1)
        case .mirrored:
            guard extent > 1 else { return 0 }
            let period = 2 * (extent - 1)
            let remainder = position % period
            let folded = remainder < 0 ? remainder + period : remainder
            return folded < extent ? folded : period - folded
        }
    }
}
