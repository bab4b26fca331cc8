/// What is computed of the pixels of a window (spec/apoc.md, section 4.7).
package enum WindowStatistic: String, Sendable, Hashable, CaseIterable {
    case minimum
    case maximum
    /// Of a box per axis, rounded to float32 after each; of a sphere in one sum.
    case mean
    /// The upper one of an even number of pixels.
    case median
    /// Of the population: divided by the number of pixels.
    case variance
    /// The most frequent byte, the smallest of several; pixels outside the image and values outside 0…255 do not count.
    case mode

    /// Whether the statistic of a box is taken axis by axis.
    package var isSeparable: Bool { self == .minimum || self == .maximum || self == .mean }
}
