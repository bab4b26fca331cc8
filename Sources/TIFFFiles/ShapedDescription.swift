import FoundationEssentials

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

    /// The order of the planes if one page has the last `pageAxes` axes (Y, X and, where there are several, S).
    ///
    /// Axes without a name are frames: separate planes. Nil when the shape cannot be understood.
    func order(pageAxes: Int) -> (order: PlaneOrder, isNamed: Bool)? {
        guard shape.count >= pageAxes, shape.allSatisfy({ $0 > 0 }) else { return nil }
        let letters = axes.map { Array($0.uppercased()) } ?? []
        let names = letters.count == shape.count ? letters : Array(repeating: "Q", count: shape.count)
        var extents: [PlaneOrder.Axis: Int] = [:]
        var slowestFirst: [PlaneOrder.Axis] = []
        var isNamed = true
        for (name, extent) in zip(names, shape).dropLast(pageAxes) where extent > 1 {
            let axis = PlaneOrder.Axis(rawValue: name) ?? .frames
            let isUnnamed = axis.rawValue != name
            // Neighbouring axes without a name run through separate planes together.
            let canMerge = isUnnamed && !isNamed && slowestFirst.last == axis
            guard extents[axis] == nil || canMerge else { return nil }
            let product = (extents[axis] ?? 1).multipliedReportingOverflow(by: extent)
            if product.overflow { return nil }
            if extents[axis] == nil { slowestFirst.append(axis) }
            extents[axis] = product.partialValue
            if isUnnamed { isNamed = false }
        }
        slowestFirst = [.frames, .slices, .channels].filter { extents[$0] == nil } + slowestFirst
        let order = PlaneOrder(
            frames: extents[.frames] ?? 1,
            slices: extents[.slices] ?? 1,
            channels: extents[.channels] ?? 1,
            fastestFirst: slowestFirst.reversed()
        )
        return (order, isNamed)
    }
}
