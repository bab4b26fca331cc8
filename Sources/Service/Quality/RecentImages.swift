import WorkerProtocol

/// The figures of the last images of one folder and recipe, in memory only: a restart begins anew.
package struct RecentImages: Sendable {
    /// So many images are remembered.
    package static let most = 50
    /// With fewer, there is nothing to compare with.
    package static let least = 10

    /// Half of some figures lie below the median; half lie no further from it than the deviation.
    package struct Band: Sendable, Equatable {
        package var median: Double
        package var deviation: Double
    }

    private var images: [ImageFigures] = []

    /// No images.
    package init() {}

    /// Remembers the figures of an image; those of blank ones would say nothing about others.
    package mutating func add(_ figures: ImageFigures) {
        if let quality = figures.quality, !quality.channels.isEmpty, quality.channels.allSatisfy(\.blank) { return }
        if images.count == Self.most { images.removeFirst() }
        images.append(figures)
    }

    /// Median and median deviation of a figure; nil where fewer than 10 of the images have it.
    package func band(_ figure: (ImageFigures) -> Double?) -> Band? {
        let values = images.compactMap(figure)
        guard values.count >= Self.least else { return nil }
        let median = Self.median(values)
        return Band(median: median, deviation: Self.median(values.map { abs($0 - median) }))
    }

    /// The middle value, of an even number the mean of the two in the middle.
    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
