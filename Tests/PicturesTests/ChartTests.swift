import Imaging
import Pictures
import TestSupport
import Testing

@Suite("Charts")
struct ChartTests {
    /// What Python's XML reader finds in a file: the names and attributes of its elements, and their texts.
    private func elements(_ svg: [UInt8]) throws -> [String] {
        let script = """
            import sys, xml.etree.ElementTree as tree
            for element in tree.parse(sys.argv[1]).getroot().iter():
                attributes = " ".join(f"{key}={value}" for key, value in element.attrib.items())
                print(element.tag.split("}")[1], attributes, "|", (element.text or "").strip())
            """
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        try folder.write(svg, to: "x.svg")
        let output = try GoldenArray.output(of: script, arguments: [folder.appending("x.svg")])
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func number(_ key: String, of element: String) -> Double? {
        element.split(separator: " ").first { $0.hasPrefix("\(key)=") }.flatMap { Double($0.dropFirst(key.count + 1)) }
    }

    @Test("a time course has a point for each image at its place, labelled axes, and is XML whatever names hold")
    func timeCourse() throws {
        let name = "a<b>&\"c'\u{1}\u{B}\u{FFFF}é.tif"
        let points = [
            ChartPoint(x: 0, y: 40, name: name), ChartPoint(x: 2.5, y: 100, name: "b"),
            ChartPoint(x: 5, y: .nan, name: "none"), ChartPoint(x: 10, y: 0, name: "d"),
        ]
        let chart = Chart(
            title: "Objects per image (n = 4 images)",
            xLabel: "time since the first image (hours)",
            yLabel: "objects",
            content: .points(points, areWhole: true)
        )
        let svg = ChartPage.svg([chart], title: "folder & more")
        #expect(svg.starts(with: ChartPage.mark.utf8))
        let elements = try elements(svg)
        let texts = elements.filter { $0.hasPrefix("text ") }.map {
            $0.split(separator: "|").last.map(String.init) ?? ""
        }
        for text in [
            "Objects per image (n = 4 images)", "time since the first image (hours)", "objects", "folder & more",
        ] {
            #expect(texts.contains(" \(text)"), "\(texts)")
        }
        let circles = elements.filter { $0.hasPrefix("circle ") }
        let (xs, ys) = (circles.compactMap { number("cx", of: $0) }, circles.compactMap { number("cy", of: $0) })
        #expect(xs.count == 3 && ys.count == 3)
        // Places are linear in the values.
        #expect(abs((xs[1] - xs[0]) / (xs[2] - xs[0]) - 0.25) < 1e-3)
        #expect(abs((ys[2] - ys[0]) / (ys[2] - ys[1]) - 0.4) < 1e-3)
        #expect(
            elements.contains { $0.hasPrefix("title") && $0.contains("a<b>&\"c'\u{FFFD}\u{FFFD}\u{FFFD}é.tif: 40") }
        )
    }

    @Test("a histogram's bars hold every value once, and are as high as their counts")
    func bars() throws {
        var random = SplitMix(seed: 9)
        let values = (0..<500).map { _ in Int.random(in: 3...2_000, using: &random) }
        let bars = ChartBar.bars(over: values)
        #expect(bars.count <= 41)
        for bar in bars {
            #expect(bar.count == values.count { Double($0) >= bar.from && Double($0) < bar.to })
            #expect(bar.to - bar.from == bars[0].to - bars[0].from)
        }
        #expect(bars.reduce(0) { $0 + $1.count } == 500)
        let content = Chart.Content.bars(bars, isLogarithmic: false)
        let chart = Chart(title: "t", xLabel: "x", yLabel: "y", content: content)
        let drawn = try elements(ChartPage.svg([chart], title: "p")).filter { $0.hasPrefix("rect x=") }
        let filled = bars.filter { $0.count > 0 }
        #expect(drawn.count == filled.count)
        let heights = drawn.compactMap { number("height", of: $0) }
        for (height, bar) in zip(heights, filled) {
            #expect(abs(height / heights[0] - Double(bar.count) / Double(filled[0].count)) < 0.01)
        }
        #expect(ChartBar.bars(over: []).isEmpty)
        #expect(ChartBar.bars(over: [5]) == [ChartBar(from: 5, to: 6, count: 1)])
    }

    @Test("a histogram of sizes has bars of equal ratio that hold every value once", arguments: [1, 10, 100_000])
    func sizes(largest: Int) {
        var random = SplitMix(seed: 4)
        var histogram = LogHistogram()
        var values: [Double] = []
        for _ in 0..<2_000 {
            let value = Double(Int.random(in: 1...largest, using: &random))
            values.append(value)
            histogram.add(value)
        }
        for value in [0, -3, .nan, .infinity] { histogram.add(value) }
        let bars = histogram.bars
        #expect(histogram.count == 2_000 && bars.reduce(0) { $0 + $1.count } == 2_000 && bars.count <= 42)
        for bar in bars {
            let from = bar.from * (1 - 1e-9)
            #expect(bar.count == values.count { $0 >= from && $0 < bar.to * (1 - 1e-9) })
            #expect(abs(bar.to / bar.from - bars[0].to / bars[0].from) < 1e-9)
        }
        #expect(LogHistogram().bars.isEmpty)
    }

    @Test("charts of nothing, of one value and of many decades can be drawn")
    func extremes() throws {
        let bars = [ChartBar(from: 1, to: 2, count: 1), ChartBar(from: 1e6, to: 2e6, count: 3)]
        let charts = [
            Chart(title: "none", xLabel: "x", yLabel: "y", content: .points([], areWhole: true)),
            Chart(
                title: "one",
                xLabel: "x",
                yLabel: "y",
                content: .points([.init(x: 1, y: 1, name: "")], areWhole: false)
            ),
            Chart(title: "none", xLabel: "x", yLabel: "y", content: .bars([], isLogarithmic: true)),
            Chart(title: "wide", xLabel: "x", yLabel: "y", content: .bars(bars, isLogarithmic: true)),
        ]
        let elements = try elements(ChartPage.svg(charts, title: "p"))
        #expect(elements.count { $0.hasSuffix("| nothing to show") } == 2)
        #expect(!elements.contains { $0.contains("nan") || $0.contains("inf") })
        #expect(
            ["1", "10", "1,000", "1,000,000"].allSatisfy { tick in elements.contains { $0.hasSuffix("| \(tick)") } }
        )
    }
}
