import FoundationEssentials
import Imaging

/// tifffile's own description: `{"shape": [5, 80, 96], "axes": "ZYX"}`.
struct ShapedDescription: Decodable {
    let shape: [Int]
    let axes: String?

    /// Nil when `text` is no such description.
    init?(_ text: String) {
        guard text.hasPrefix("{"), text.utf8.count <= 65_536, text.contains("\"shape\""),
            let value = try? JSONDecoder().decode(ShapedDescription.self, from: Data(text.utf8))
        else { return nil }
        self = value
    }

    /// The axes over pages of `format`, slowest first; nil when the shape is that of other pages.
    func axes(over format: StoredPage.Format) -> [(letter: Character, extent: Int)]? {
        let (height, width, samples) = (format.size.height, format.size.width, format.samples)
        var pages = [[height, width, samples], [samples, height, width]]
        if format.isPlanar { pages.reverse() }
        // A single sample may be listed or not.
        if samples == 1 { pages = [[height, width], [height, width, 1]] }
        guard shape.allSatisfy({ $0 > 0 }), let page = pages.first(where: { shape.suffix($0.count) == $0[...] }) else {
            return nil
        }
        let letters = axes.map { Array($0.uppercased()) } ?? []
        let names = letters.count == shape.count ? letters : Array(repeating: "Q", count: shape.count)
        return zip(names, shape).dropLast(page.count).map { (letter: $0, extent: $1) }
    }

    /// The order of pages of `format`, which have the last axes of the shape: Y, X and S, where that is listed.
    ///
    /// Nil when the shape cannot be understood, or is that of other pages.
    func order(of format: StoredPage.Format) -> PlaneOrder? {
        guard let axes = axes(over: format), var order = AxisLetters.order(axes) else { return nil }
        order.listed = axes.map(\.extent)
        return order
    }
}
