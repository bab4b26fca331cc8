import Imaging

/// Shapes of one object by their definitions, slowly.
struct SlowShape {
    /// Slice, row and column of each pixel.
    let places: [[Int]]

    /// Mean place.
    var centroid: [Double] {
        (0..<3).map { axis in places.map { Double($0[axis]) }.reduce(0, +) / Double(places.count) }
    }

    /// Variances and covariances of slices, rows and columns, which are `spacing` apart.
    func covariance(_ spacing: [Double]) -> [[Double]] {
        let centre = centroid
        var sums = [[Double]](repeating: [0, 0, 0], count: 3)
        for place in places {
            let steps: [Double] = (0..<3).map { (Double(place[$0]) - centre[$0]) * spacing[$0] }
            for one in 0..<3 {
                for other in 0..<3 { sums[one][other] += steps[one] * steps[other] / Double(places.count) }
            }
        }
        return sums
    }

    /// The largest and the smallest eigenvalue of a symmetric matrix by power iteration, the smallest as the largest of what
    /// is left of the trace; without the slices for planes.
    static func extremes(_ matrix: [[Double]], isVolume: Bool) -> (largest: Double, smallest: Double) {
        let axes = isVolume ? [0, 1, 2] : [1, 2]
        func largest(_ matrix: [[Double]]) -> Double {
            var vector = [0.61, 0.83, 0.37]
            var value = 0.0
            for _ in 0..<4_000 {
                let product: [Double] = axes.map { row in axes.reduce(0.0) { $0 + matrix[row][$1] * vector[$1] } }
                value = product.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
                guard value > 0 else { return 0 }
                for (index, axis) in axes.enumerated() { vector[axis] = product[index] / value }
            }
            return value
        }
        let trace = axes.map { matrix[$0][$0] }.reduce(0, +)
        var rest = matrix.map { $0.map { -$0 } }
        for axis in axes { rest[axis][axis] += trace }
        return (largest(matrix), trace - largest(rest))
    }

    /// Vertices − edges + faces − cubes of the union of closed pixels.
    var eulerNumber: Int {
        // A part of a cube is named by its middle, in half pixels.
        var parts = Set<[Int]>()
        for place in places {
            for step in 0..<27 {
                parts.insert([
                    2 * place[0] + step / 9 - 1, 2 * place[1] + step / 3 % 3 - 1, 2 * place[2] + step % 3 - 1,
                ])
            }
        }
        // Middles of pixels are even: each odd coordinate takes a dimension away.
        return parts.map { $0.count { !$0.isMultiple(of: 2) } % 2 == 1 ? 1 : -1 }.reduce(0, +)
    }

    /// Border pixels weighted by the number that their neighbours add up to, 1 + 2 a side + 10 a corner, in a plane.
    var perimeter: Double {
        let inside = Set(places)
        let border = inside.filter { place in
            [[0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]].contains { !inside.contains(Self.sum(place, $0)) }
        }
        return border.map { place in
            var code = 1
            for row in -1...1 {
                for column in -1...1 where row != 0 || column != 0 {
                    guard border.contains(Self.sum(place, [0, row, column])) else { continue }
                    code += row == 0 || column == 0 ? 2 : 10
                }
            }
            if [5, 7, 15, 17, 25, 27].contains(code) { return 1 }
            if [21, 33].contains(code) { return 2.0.squareRoot() }
            return [13, 23].contains(code) ? (1 + 2.0.squareRoot()) / 2 : 0
        }.reduce(0, +)
    }

    /// The pixels of the bounding box that no plane, or line, through the middles of sides divides from all of these.
    func hull(isVolume: Bool) -> [[Int]] {
        let points = Self.withoutMiddles(Set(places.flatMap { Self.sides(of: $0, isVolume: isVolume) }))
        var planes: [(normal: [Int], offset: Int)] = []
        for a in points {
            for b in points {
                for c in isVolume ? points : [[a[0] + 2, a[1], a[2]]] {
                    let normal = Self.cross(Self.difference(b, a), Self.difference(c, a))
                    let offset = Self.dot(normal, a)
                    guard normal != [0, 0, 0], points.allSatisfy({ Self.dot(normal, $0) <= offset }) else { continue }
                    planes.append((normal, offset))
                }
            }
        }
        let ends = (0..<3).map { axis in (places.map { $0[axis] }.min() ?? 0, places.map { $0[axis] }.max() ?? 0) }
        var pixels: [[Int]] = []
        for slice in ends[0].0...ends[0].1 {
            for row in ends[1].0...ends[1].1 {
                for column in ends[2].0...ends[2].1 {
                    let middle = [2 * slice, 2 * row, 2 * column]
                    if planes.allSatisfy({ Self.dot($0.normal, middle) <= $0.offset }) {
                        pixels.append([slice, row, column])
                    }
                }
            }
        }
        return pixels
    }

    /// The greatest distance between middles of sides of `pixels`.
    static func diameter(_ pixels: [[Int]], isVolume: Bool, spacing: [Double]) -> Double {
        let points = pixels.flatMap { sides(of: $0, isVolume: isVolume) }
        var largest = 0.0
        for one in points {
            for other in points {
                var squares = 0.0
                for axis in 0..<3 {
                    let distance: Double = Double(one[axis] - other[axis]) / 2 * spacing[axis]
                    squares += distance * distance
                }
                largest = max(largest, squares)
            }
        }
        return largest.squareRoot()
    }

    /// Without points half-way between two others, which change no hull and would cost hours.
    private static func withoutMiddles(_ points: Set<[Int]>) -> [[Int]] {
        points.filter { point in
            !(0..<62).contains { number in
                let step = [number / 25 - 2, number / 5 % 5 - 2, number % 5 - 2]
                return points.contains(sum(point, step)) && points.contains(difference(point, step))
            }
        }
    }

    /// The middles of a pixel's sides, in half pixels.
    private static func sides(of place: [Int], isVolume: Bool) -> [[Int]] {
        let steps = [[0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]] + (isVolume ? [[1, 0, 0], [-1, 0, 0]] : [])
        return steps.map { sum(place.map { 2 * $0 }, $0) }
    }

    private static func sum(_ a: [Int], _ b: [Int]) -> [Int] { [a[0] + b[0], a[1] + b[1], a[2] + b[2]] }
    private static func difference(_ a: [Int], _ b: [Int]) -> [Int] { [a[0] - b[0], a[1] - b[1], a[2] - b[2]] }
    private static func dot(_ a: [Int], _ b: [Int]) -> Int { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
    private static func cross(_ a: [Int], _ b: [Int]) -> [Int] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }
}
