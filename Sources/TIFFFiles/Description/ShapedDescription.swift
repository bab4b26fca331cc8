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

    /// What tifffile writes for an axis that nobody named.
    private static let nameless: Set<Character> = ["Q", "I"]

    /// The axes longer than 1 that have another name than T, Z and C, such as P for positions.
    var otherAxes: String {
        let names = axes.map { Array($0.uppercased()) } ?? []
        guard names.count == shape.count else { return "" }
        let known = Self.nameless.union("TZCYXS")
        return String(zip(names, shape).filter { $1 > 1 && !known.contains($0) }.map(\.0))
    }

    /// The order of pages of `format`, which have the last axes of the shape: Y, X and S, where that is listed.
    ///
    /// Nil when the shape cannot be understood, or is that of other pages.
    func order(of format: StoredPage.Format) -> PlaneOrder? {
        let (height, width, samples) = (format.size.height, format.size.width, format.samples)
        var pages = [[height, width, samples], [samples, height, width]]
        if format.isPlanar { pages.reverse() }
        // A single sample may be listed or not.
        if samples == 1 { pages = [[height, width], [height, width, 1]] }
        guard shape.allSatisfy({ $0 > 0 }), let page = pages.first(where: { shape.suffix($0.count) == $0[...] }) else {
            return nil
        }
        let pageAxes = page.count
        let letters = axes.map { Array($0.uppercased()) } ?? []
        let names = letters.count == shape.count ? letters : Array(repeating: "Q", count: shape.count)
        var order = PlaneOrder(fastestFirst: [], listed: shape.dropLast(pageAxes))
        for (name, extent) in zip(names, shape).dropLast(pageAxes) where extent > 1 {
            // Positions, angles and the like are no volume: they are looped over, as time is.
            let axis = PlaneOrder.Axis(rawValue: name) ?? (Self.nameless.contains(name) ? .unnamed : .frames)
            let isNeighbour = order.fastestFirst.first == axis && axis.rawValue != name
            guard !order.fastestFirst.contains(axis) || isNeighbour else { return nil }
            if !isNeighbour { order.fastestFirst.insert(axis, at: 0) }
            switch axis {
            case .positions: order.positions = extent
            case .frames:
                let product = order.frames.multipliedReportingOverflow(by: extent)
                if product.overflow { return nil }
                order.frames = product.partialValue
            case .slices: order.slices = extent
            case .channels: order.channels = extent
            case .unnamed: order.unnamed.append(extent)
            }
        }
        order.fastestFirst += [.channels, .slices, .frames].filter { !order.fastestFirst.contains($0) }
        return order
    }
}
