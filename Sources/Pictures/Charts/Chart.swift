/// A bar of a histogram: so many values from `from` on, below `to`.
package struct ChartBar: Sendable, Equatable {
    package var from: Double
    package var to: Double
    package var count: Int

    /// A bar.
    package init(from: Double, to: Double, count: Int) { (self.from, self.to, self.count) = (from, to, count) }

    /// Bars of a round width, at most about thirty, over whole numbers.
    package static func bars(over values: [Int]) -> [ChartBar] {
        // A number that no image can have is as good as any other of that kind.
        let values = values.map { min(max($0, 0), 1 << 50) }
        guard let low = values.min(), let high = values.max() else { return [] }
        let width = max(1, Int(min(ChartAxis.step(Double(high - low + 1) / 30), 1e15)))
        let first = low / width
        var counts = [Int](repeating: 0, count: high / width - first + 1)
        for value in values { counts[value / width - first] += 1 }
        return counts.enumerated().map { index, count in
            ChartBar(from: Double((first + index) * width), to: Double((first + index + 1) * width), count: count)
        }
    }
}

/// A point of a time course.
package struct ChartPoint: Sendable, Equatable {
    package var x: Double
    package var y: Double
    /// Shown when the pointer rests on it.
    package var name: String

    /// A point.
    package init(x: Double, y: Double, name: String) { (self.x, self.y, self.name) = (x, y, name) }
}

/// One chart of a page, with what its axes mean.
package struct Chart: Sendable {
    /// What is drawn.
    package enum Content: Sendable {
        /// Joined by a line, in ascending order of x.
        case points([ChartPoint], areWhole: Bool)
        case bars([ChartBar], isLogarithmic: Bool)
    }

    package var title: String
    package var xLabel: String
    package var yLabel: String
    package var content: Content

    /// A chart; its title says how many values there are.
    package init(title: String, xLabel: String, yLabel: String, content: Content) {
        (self.title, self.xLabel, self.yLabel, self.content) = (title, xLabel, yLabel, content)
    }

    static let width = 860.0
    static let height = 300.0
    private static let (left, right, above, below) = (90.0, 30.0, 40.0, 60.0)
    private static let ink = Colour(grey: 40)
    private static let grid = Colour(grey: 225)
    private static let blue = Colour(0, 95, 160)

    /// The chart as SVG, with its top at `top`.
    func svg(top: Double) -> String {
        let (plotWidth, plotHeight) = (Self.width - Self.left - Self.right, Self.height - Self.above - Self.below)
        let bottom = top + Self.above + plotHeight
        var svg = SVGText.text(title, x: Self.left, y: top + 24, size: 15)
        guard let (xAxis, yAxis) = axes else {
            return svg + SVGText.text("nothing to show", x: Self.left, y: top + Self.above + 30)
        }
        func place(x: Double) -> Double { Self.left + xAxis.place(x) * plotWidth }
        func place(y: Double) -> Double { bottom - yAxis.place(y) * plotHeight }
        for tick in yAxis.ticks {
            svg += SVGText.line(Self.left, place(y: tick), Self.left + plotWidth, place(y: tick), colour: Self.grid)
            svg += SVGText.text(Self.tick(tick), x: Self.left - 8, y: place(y: tick) + 4, anchor: "end")
        }
        switch content {
        case .bars(let bars, _):
            for bar in bars where bar.count > 0 {
                let (from, to, top) = (place(x: bar.from), place(x: bar.to), place(y: Double(bar.count)))
                svg += SVGText.rectangle(
                    x: from + 0.5,
                    y: top,
                    width: max(0.5, to - from - 1),
                    height: bottom - top,
                    colour: Self.blue,
                    title:
                        "\(NumberText.value(bar.from)) to below \(NumberText.value(bar.to)): \(NumberText.count(bar.count))"
                )
            }
        case .points(let points, _):
            let shown = points.filter { $0.y.isFinite }
            svg += SVGText.path(shown.map { (place(x: $0.x), place(y: $0.y)) }, colour: Colour(150, 185, 215))
            for point in shown {
                svg += SVGText.circle(
                    x: place(x: point.x),
                    y: place(y: point.y),
                    colour: Self.blue,
                    title: "\(point.name): \(NumberText.value(point.y))"
                )
            }
        }
        svg += SVGText.line(Self.left, bottom, Self.left + plotWidth, bottom, colour: Self.ink)
        for tick in xAxis.ticks {
            svg += SVGText.line(place(x: tick), bottom, place(x: tick), bottom + 5, colour: Self.ink)
            svg += SVGText.text(Self.tick(tick), x: place(x: tick), y: bottom + 20, anchor: "middle")
        }
        svg += SVGText.text(xLabel, x: Self.left + plotWidth / 2, y: bottom + 44, anchor: "middle")
        return svg + SVGText.text(yLabel, x: 22, y: top + Self.above + plotHeight / 2, anchor: "middle", turned: true)
    }

    private var axes: (x: ChartAxis, y: ChartAxis)? {
        switch content {
        case .points(let points, let areWhole):
            let shown = points.filter { $0.y.isFinite }
            guard !shown.isEmpty else { return nil }
            return (
                ChartAxis(over: shown.map(\.x), fromZero: true, most: 10),
                ChartAxis(over: shown.map(\.y), fromZero: true, isWhole: areWhole)
            )
        case .bars(let bars, let isLogarithmic):
            guard let first = bars.first, let last = bars.last else { return nil }
            let x =
                isLogarithmic
                ? ChartAxis(logarithmicFrom: first.from, to: last.to)
                : ChartAxis(over: [first.from, last.to], fromZero: false, most: 12, isWhole: true)
            return (x, ChartAxis(over: bars.map { Double($0.count) }, fromZero: true, isWhole: true))
        }
    }

    /// Without the last digits that steps of a binary fraction leave.
    private static func tick(_ value: Double) -> String { NumberText.value((value * 1e9).rounded() / 1e9) }
}
