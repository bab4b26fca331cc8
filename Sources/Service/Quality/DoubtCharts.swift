package import WorkerProtocol

/// How far the classifier is in doubt about the images of one folder and recipe, one after the other; in memory only.
package struct DoubtCharts: Sendable, Equatable {
    private var halves = ControlChart()
    private var margin = ControlChart()
    private var outside = ControlChart()

    /// Charts that saw nothing yet.
    package init() {}

    /// Takes the figures of the next image; nothing changes where there are none.
    ///
    /// - Parameter isUsual: whether nothing else is strange about it.
    package mutating func add(_ doubt: ForestDoubt?, isUsual: Bool) {
        guard let doubt else { return }
        let pixels = doubt.pixels
        if let share = doubt.halvesDice { halves.add(share: share, of: pixels, isUsual: isUsual) }
        // Margins lie between 0 and 1: by chance their mean deviates less than a share does, about half as much.
        margin.add(share: doubt.meanMargin, of: 4 * pixels, isUsual: isUsual)
        if let share = doubt.outsideShare { outside.add(share: share, of: pixels, isUsual: isUsual) }
    }

    /// Which figures have left their usual band, with those of the last image; nil where none has.
    package func words(_ last: ForestDoubt?) -> String? {
        func part(_ name: String, _ chart: ControlChart, _ value: Double?) -> String? {
            guard chart.isOutside, let usual = chart.usualShare else { return nil }
            let now = value.map { "\(Self.text($0)), " } ?? ""
            return "\(name) (\(now)usually \(Self.text(usual)))"
        }
        let parts = [
            part("how much the halves of the forest agree", halves, last?.halvesDice),
            part("the mean margin", margin, last?.meanMargin),
            part("the share of pixels outside the values of the training", outside, last?.outsideShare),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "the folder has left its usual band: \(parts.joined(separator: ", "))"
    }

    private static func text(_ share: Double) -> String { "\((share * 10_000).rounded() / 10_000)" }
}
