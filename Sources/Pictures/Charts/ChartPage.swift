/// Charts one below the other, as an SVG file that needs nothing else.
package enum ChartPage {
    /// What the file of a page begins with: the mark by which ours are known.
    package static let mark = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- segmentd plot -->\n"

    /// The bytes of the file, UTF-8.
    package static func svg(_ charts: [Chart], title: String) -> [UInt8] {
        let head = 48.0
        let (width, height) = (Int(Chart.width), Int(head + Chart.height * Double(charts.count)))
        var svg = mark
        svg += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        svg += "viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\" fill=\"#202020\">\n"
        svg += "<title>\(SVGText.escaped(title))</title>\n"
        svg += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        svg += SVGText.text(title, x: 20, y: 30, size: 17)
        for (index, chart) in charts.enumerated() { svg += chart.svg(top: head + Double(index) * Chart.height) }
        return Array((svg + "</svg>\n").utf8)
    }
}
