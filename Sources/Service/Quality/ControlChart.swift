import Glibc

/// An exponentially weighted moving average of a figure of a folder's images, beside the band in which it usually lies (Roberts,
/// Technometrics 1, 1959; README.md says how its numbers were chosen).
package struct ControlChart: Sendable, Equatable {
    /// The part of the next image in the average.
    static let weight = 0.3
    /// The half width of the band, in standard deviations of the average.
    static let limit = 3.8
    /// An image counts as at most so many deviations from the usual: a single one is no drift, however strange.
    static let clip = 3.0
    /// What is usual is learned from so many images at first, and from no more than so many in all.
    static let (least, most) = (30, 200)
    /// Robust deviations from the median beyond which an image is not learned from.
    private static let reach = 4.0
    /// Images that are all but equal have at least this deviation, in radians of the arcsine, however many pixels they have.
    private static let leastDeviation = 0.005

    private var usual: [Double] = []
    private var centre = 0.0
    /// Of single images; nil until enough were seen.
    private var deviation: Double?
    /// In deviations from the centre.
    private var average = 0.0
    /// Whether the average has left the band, and has not come back to its inner half.
    package private(set) var isOutside = false

    /// A chart that saw nothing yet.
    package init() {}

    /// What is usual of a share; nil until enough images were seen.
    package var usualShare: Double? {
        guard deviation != nil else { return nil }
        let sine = sin(centre)
        return sine * sine
    }

    /// Takes the share of the next image.
    ///
    /// - Parameters:
    ///   - pixels: of how many it is the share: the fewer, the more it deviates by chance.
    ///   - isUsual: whether it may be learned from: nothing else is strange about the image.
    package mutating func add(share: Double, of pixels: Int, isUsual: Bool) {
        // The deviation of a share depends on the share; that of its arcsine does not.
        let value = asin(min(max(share, 0), 1).squareRoot())
        if let deviation {
            let step = min(max((value - centre) / deviation, -Self.clip), Self.clip)
            average = Self.weight * step + (1 - Self.weight) * average
            let band = Self.limit * (Self.weight / (2 - Self.weight)).squareRoot()
            isOutside = abs(average) > (isOutside ? band / 2 : band)
        }
        if isUsual, !isOutside, usual.count < Self.most { learn(value, of: pixels) }
    }

    /// Mean and standard deviation of what lies near the median, so that what does not says nothing.
    ///
    /// Where most images have one and the same share, such as 0, the others are not strange: all are learned from.
    private mutating func learn(_ value: Double, of pixels: Int) {
        usual.append(value)
        guard usual.count >= Self.least else { return }
        let median = Self.median(usual)
        // A normal distribution's standard deviation is 1.4826 median deviations.
        let robust = 1.4826 * Self.median(usual.map { abs($0 - median) })
        let near = robust > 0 ? usual.filter { abs($0 - median) <= Self.reach * robust } : usual
        let count = Double(near.count)
        centre = near.reduce(0, +) / count
        let squares = near.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        // Of a share of n pixels that are drawn one by one, the arcsine deviates by this.
        let chance = 0.5 / Double(max(1, pixels)).squareRoot()
        deviation = max((squares / max(1, count - 1)).squareRoot(), robust / 2, chance, Self.leastDeviation)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
