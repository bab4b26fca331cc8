/// Counts equal warnings of many images, so that each is said once.
package struct WarningTally: Sendable {
    /// With more, the rest is left to the summaries.
    private static let most = 20

    private var counts: [String: (images: Int, first: String)] = [:]
    private var order: [String] = []

    /// A tally of nothing.
    package init() {}

    /// Adds the warnings of one image.
    package mutating func note(_ warnings: [String], image: String) {
        for (index, warning) in warnings.enumerated() where !warnings[..<index].contains(warning) {
            if counts[warning] == nil { order.append(warning) }
            counts[warning, default: (0, image)].images += 1
        }
    }

    /// One line for each warning, in the order in which they came.
    package var lines: [String] {
        let lines = order.prefix(Self.most).compactMap { warning in
            counts[warning].map { count in
                let images =
                    count.images == 1
                    ? "1 image: \(count.first)" : "\(count.images) images: \(count.first) and \(count.images - 1) more"
                return "warning (\(images)): \(warning)"
            }
        }
        let rest = order.count - Self.most
        return rest > 0 ? lines + ["\(rest) more kinds of warnings stand in the summaries"] : lines
    }
}
