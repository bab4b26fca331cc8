import Imaging

/// Objects that grow from cores over a map, each pixel going to the object that reaches it first, and none over another:
/// ilastik's "Don't merge objects".
///
/// It is a watershed of the upturned map, as vigra floods it: the pixel of the highest value among those that were
/// reached is next, and takes its neighbours, which count no more than it does; a pixel is an object's from the moment in
/// which it is reached. Where the next pixel lies below the threshold all is over, so that pixels just below it that were
/// reached before stay: objects have a rim of them. Among equal pixels the order is that of a binary heap as C++
/// libraries keep it, which decides where objects meet on plateaus.
struct CoreGrowth {
    private let size: ImageSize
    /// What a pixel costs: the highest value of the map less its own.
    private let costs: [Float]
    private let limit: Float

    /// A growth over `map` down to `threshold`.
    init(_ map: [Float], size: ImageSize, threshold: Float) {
        self.size = size
        let highest = map.max() ?? 0
        costs = map.map { -$0 + highest }
        limit = -threshold + highest
    }

    /// Grows `labels` from what they are now.
    func grow(_ labels: inout [UInt32]) {
        labels.withUnsafeMutableBufferPointer { labels in
            var reached = ReachedPixels()
            for index in labels.indices where labels[index] != 0 {
                var touchesNone = false
                forEachNeighbour(of: index) { if labels[$0] == 0 { touchesNone = true } }
                if touchesNone { reached.push(index, cost: costs[index]) }
            }
            while let (index, cost) = reached.popCheapest(), cost <= limit {
                let label = labels[index]
                forEachNeighbour(of: index) { neighbour in
                    guard labels[neighbour] == 0 else { return }
                    labels[neighbour] = label
                    reached.push(neighbour, cost: max(costs[neighbour], cost))
                }
            }
        }
    }

    /// Calls `body` with the pixels that share a face, in the order of the pixels.
    private func forEachNeighbour(of index: Int, _ body: (Int) -> Void) {
        let (width, slice) = (size.width, size.width * size.height)
        let (line, x) = index.quotientAndRemainder(dividingBy: width)
        let (z, y) = line.quotientAndRemainder(dividingBy: size.height)
        if z > 0 { body(index - slice) }
        if y > 0 { body(index - width) }
        if x > 0 { body(index - 1) }
        if x < width - 1 { body(index + 1) }
        if y < size.height - 1 { body(index + width) }
        if z < size.depth - 1 { body(index + slice) }
    }
}

/// The pixels that were reached and are still to be left, the cheapest first.
///
/// A binary heap. Taking the first out moves the hole down to a leaf along the cheaper children, of two equal ones the
/// right one, and the last element from there up again while its parent is dearer: which of equal pixels comes first
/// follows from that.
private struct ReachedPixels {
    private var pixels: [(cost: Float, index: Int)] = []

    mutating func push(_ index: Int, cost: Float) {
        pixels.append((cost, index))
        raise((cost, index), into: pixels.count - 1)
    }

    mutating func popCheapest() -> (index: Int, cost: Float)? {
        guard let first = pixels.first, let last = pixels.popLast() else { return nil }
        guard !pixels.isEmpty else { return (first.index, first.cost) }
        var hole = 0
        while 2 * hole + 1 < pixels.count {
            var child = 2 * hole + 2
            if child == pixels.count || pixels[child].cost > pixels[child - 1].cost { child -= 1 }
            pixels[hole] = pixels[child]
            hole = child
        }
        raise(last, into: hole)
        return (first.index, first.cost)
    }

    /// Puts a pixel into a hole, or above it, where its parent is dearer.
    private mutating func raise(_ pixel: (cost: Float, index: Int), into start: Int) {
        var hole = start
        while hole > 0, pixels[(hole - 1) / 2].cost > pixel.cost {
            pixels[hole] = pixels[(hole - 1) / 2]
            hole = (hole - 1) / 2
        }
        pixels[hole] = pixel
    }
}
