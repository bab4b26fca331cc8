import Imaging

/// Where each page belongs along axes of its own, as Micro-Manager and NDTiff write it into each page.
struct PagePlaces {
    /// The axes that the pages run through, slowest first, and how many places each has.
    private(set) var order = PlaneOrder(fastestFirst: [])
    /// The page of each plane of `order`; nil where there is none.
    private(set) var pages: [Int?] = []
    /// The lowest place along each axis that was given.
    private(set) var lowest: [Int] = []

    /// `places` has the place along each of `axes` of each page.
    ///
    /// Axes begin at the lowest place that occurs. The faster an axis changes from page to page, the faster it is. Nil where
    /// two pages have one place, or the places are too far apart for the number of pages.
    init?(_ places: [[Int]], of axes: [PlaneOrder.Axis]) {
        guard let first = places.first, places.allSatisfy({ $0.count == axes.count }) else { return nil }
        var extents: [Int] = []
        for axis in axes.indices {
            let along = places.map { $0[axis] }
            guard let low = along.min(), let high = along.max() else { return nil }
            let (extent, overflow) = high.subtractingReportingOverflow(low)
            // Of a stack that stopped early few places are missing; more are damage.
            guard !overflow, extent < 1 << 24 else { return nil }
            extents.append(extent + 1)
            lowest.append(low)
        }
        var planes = 1
        for extent in extents {
            let product = planes.multipliedReportingOverflow(by: extent)
            guard !product.overflow, product.partialValue <= max(1 << 16, places.count * 64) else { return nil }
            planes = product.partialValue
        }
        let changes = axes.indices.map { axis in
            places.firstIndex { $0[axis] != first[axis] } ?? places.count
        }
        let slowestFirst = axes.indices.filter { extents[$0] > 1 }.sorted {
            changes[$0] != changes[$1] ? changes[$0] > changes[$1] : $0 < $1
        }
        for axis in slowestFirst {
            order[axes[axis]] = extents[axis]
            order.fastestFirst.insert(axes[axis], at: 0)
        }
        order.fastestFirst += [.channels, .slices, .frames].filter { !order.fastestFirst.contains($0) }
        pages = Array(repeating: nil, count: planes)
        for (page, place) in places.enumerated() {
            let index = slowestFirst.reduce(0) { $0 * extents[$1] + place[$1] - lowest[$1] }
            guard pages[index] == nil else { return nil }
            pages[index] = page
        }
    }

    /// The places, of which the second are those in time, as a description.
    var description: SystemDescription {
        var description = SystemDescription(.placed(order, pages))
        if lowest.count > 1, lowest[1] > 0, pages.count > 1 {
            description.warnings.append(
                "it begins at time \(lowest[1]) of its recording, counted from 0; the rest is in other files"
            )
        }
        return description
    }
}

/// Numbers for what occurs, in the order in which it first does.
struct Numbering<Value: Hashable> {
    private(set) var values: [Value] = []
    private var numbers: [Value: Int] = [:]

    /// The number of `value`, from 0.
    mutating func number(_ value: Value) -> Int {
        if let number = numbers[value] { return number }
        numbers[value] = values.count
        values.append(value)
        return values.count - 1
    }
}
