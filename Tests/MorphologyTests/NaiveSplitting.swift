import Glibc
import Imaging

/// The splitting of objects as its description says it, by the shortest code and without regard to time.
struct NaiveSplitting {
    let size: ImageSize
    let smoothing: Double
    private let positions: [SIMD3<Int>]
    /// The pixels that share a face with each.
    let facing: [[Int]]

    init(size: ImageSize, smoothing: Double) {
        (self.size, self.smoothing, positions) = (size, smoothing, size.positions)
        facing = (0..<size.pixelCount).map { size.facing($0) }
    }

    /// The objects that the pixels of one piece become.
    func split(_ piece: Set<Int>) -> [Set<Int>] {
        guard piece.count < size.pixelCount else { return [piece] }
        let values = smoothed(distances(piece)).map { Float($0) }
        let maxima = maxima(of: values, in: piece)
        var labels: [Int: Int] = [:]
        for (number, maximum) in maxima.enumerated() { for index in maximum { labels[index] = number } }
        flood(&labels, values, in: piece)
        return maxima.indices.map { number in Set(piece.filter { labels[$0] == number }) }
    }

    private func distances(_ piece: Set<Int>) -> [Double] {
        let others = positions.indices.filter { !piece.contains($0) }.map { positions[$0] }
        return positions.indices.map { index in
            guard piece.contains(index) else { return 0 }
            let squares = others.map { other in
                let step = other &- positions[index]
                return step.x * step.x + step.y * step.y + step.z * step.z
            }
            return Double(squares.min() ?? 0).squareRoot()
        }
    }

    /// The weighted sum over all pixels within four standard deviations, those beyond the border being those at it.
    private func smoothed(_ values: [Double]) -> [Double] {
        let radius = Int(4 * smoothing + 0.5)
        guard radius > 0 else { return values }
        let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * smoothing * smoothing)) }
        let sum = weights.reduce(0, +)
        let axes = size.is3D ? [SIMD3(0, 0, 1), SIMD3(0, 1, 0), SIMD3(1, 0, 0)] : [SIMD3(0, 1, 0), SIMD3(1, 0, 0)]
        let last = SIMD3(size.width - 1, size.height - 1, size.depth - 1)
        return axes.reduce(values) { values, axis in
            positions.map { position in
                (-radius...radius).reduce(0) { result, step in
                    let other = (position &+ axis &* step).clamped(lowerBound: .zero, upperBound: last)
                    return result + weights[step + radius] / sum * values[size.index(other)!]
                }
            }
        }
    }

    /// Sets of equal pixels that touch, by corners too, without a higher neighbour; in the order of their first pixels.
    private func maxima(of values: [Float], in piece: Set<Int>) -> [Set<Int>] {
        var (seen, maxima): (Set<Int>, [Set<Int>]) = ([], [])
        for start in piece.sorted() where !seen.contains(start) {
            var (plateau, rest, isHighest): (Set<Int>, [Int], Bool) = ([start], [start], true)
            while let index = rest.popLast() {
                for other in around(index) where piece.contains(other) {
                    if values[other] > values[index] { isHighest = false }
                    if values[other] == values[index], plateau.insert(other).inserted { rest.append(other) }
                }
            }
            seen.formUnion(plateau)
            if isHighest { maxima.append(plateau) }
        }
        return maxima
    }

    private func around(_ index: Int) -> [Int] {
        (-1...1).flatMap { z in (-1...1).flatMap { y in (-1...1).map { SIMD3($0, y, z) } } }
            .compactMap { size.index(positions[index] &+ $0) }
    }

    private func flood(_ labels: inout [Int: Int], _ values: [Float], in piece: Set<Int>) {
        var queue = SwappingHeap()
        for index in labels.keys.sorted() { queue.push((-values[index], 0, index)) }
        var age = 1
        while let (level, _, index) = queue.pop() {
            for other in facing[index] where piece.contains(other) && labels[other] == nil {
                age += 1
                labels[other] = labels[index]
                queue.push((max(level, -values[other]), age, other))
            }
        }
    }
}

/// The textbook's binary heap, which swaps; what it makes of equal elements is part of what a watershed is.
private struct SwappingHeap {
    typealias Element = (level: Float, age: Int, index: Int)
    private var elements: [Element] = []

    private func isLess(_ first: Int, _ second: Int) -> Bool {
        let (a, b) = (elements[first], elements[second])
        return (a.level, a.age) < (b.level, b.age)
    }

    mutating func push(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, isLess(child, (child + 1) / 2 - 1) {
            elements.swapAt(child, (child + 1) / 2 - 1)
            child = (child + 1) / 2 - 1
        }
    }

    mutating func pop() -> Element? {
        guard let first = elements.first else { return nil }
        elements[0] = elements[elements.count - 1]
        elements.removeLast()
        var place = 0
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2] where child < elements.count && isLess(child, smallest) {
                smallest = child
            }
            if smallest == place { return first }
            elements.swapAt(place, smallest)
            place = smallest
        }
    }
}
