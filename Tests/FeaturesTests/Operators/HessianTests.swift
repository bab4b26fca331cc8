import Features
import Imaging
import Testing

@Suite("Hessian")
struct HessianTests {
    /// x² xx/2 + y² yy/2 + z² zz/2 + xy … around the centre, whose matrix of second differences is `matrix` there.
    private func quadric(_ matrix: [[Int]], depth: Int) -> NaiveImage {
        let size = ImageSize(width: 3, height: 3, depth: depth)
        return NaiveImage(size: size, pixels: []).map { x, y, z in
            let place = [x - 1, y - 1, depth > 1 ? z - 1 : 0]
            var sum = 0
            for row in matrix.indices {
                for column in matrix.indices { sum += place[row] * place[column] * matrix[row][column] }
            }
            return Float(sum) / 2
        }
    }

    private func eigenvalues(_ image: NaiveImage) throws -> [(small: Float, large: Float)] {
        let small = try evaluate("small_hessian_eigenvalue=1", image).pixels
        let large = try evaluate("large_hessian_eigenvalue=1", image).pixels
        return Array(zip(small, large).map { (small: $0, large: $1) })
    }

    @Test(
        "eigenvalues known by hand",
        arguments: [
            ([[2, 0], [0, 6]], 2, 6), ([[2, 4], [4, 2]], -2, 6), ([[0, 0], [0, 0]], 0, 0),
            ([[-4, 0], [0, -4]], -4, -4),
            ([[2, 0, 0], [0, -4, 0], [0, 0, 6]], -4, 6), ([[2, 1, 1], [1, 2, 1], [1, 1, 2]], 1, 4),
            ([[2, 0, 0], [0, 2, 0], [0, 0, 2]], 2, 2), ([[0, 0, 4], [0, 0, 0], [4, 0, 0]], -4, 4),
            ([[0, 0, 0], [0, 0, 0], [0, 0, 0]], 0, 0),
            ([[4, 2, 0], [2, 4, 2], [0, 2, 4]], 1.171_572_9, 6.828_427_1),
        ] as [([[Int]], Float, Float)]
    )
    func known(matrix: [[Int]], small: Float, large: Float) throws {
        let isVolume = matrix.count > 2
        let centre = try eigenvalues(quadric(matrix, depth: isVolume ? 3 : 1))[isVolume ? 13 : 4]
        #expect(centre.small == small && centre.large == large, "\(centre)")
    }

    @Test("planes: the formula with its rounding places, and the 1 that the reference adds beside the pixel")
    func plane() throws {
        for size in oddSizes where !size.is3D {
            let image = NaiveImage.random(size, seed: 5)
            func pixel(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int) -> Float {
                let value = image.at(x + dx, y + dy, 0)
                return dx < 0 ? value - 1 : dx > 0 ? value + 1 : value
            }
            let results = try eigenvalues(image)
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let centre = image.at(x, y, 0)
                    let xx = Float(pixel(x, y, -1, 0) - 2 * centre) + pixel(x, y, 1, 0)
                    let yy = Float(pixel(x, y, 0, -1) - 2 * centre) + pixel(x, y, 0, 1)
                    let corners = Float(pixel(x, y, -1, -1) + pixel(x, y, 1, 1)) - pixel(x, y, -1, 1)
                    let xy = Float(corners - pixel(x, y, 1, -1)) / 4
                    let square = Float(xx - yy) * Float(xx - yy)
                    let root = square.addingProduct(Float(4 * xy), xy).squareRoot()
                    let large = Float((Double(xx + yy) + Double(root)) / 2)
                    let small = Float((Double(xx + yy) - Double(root)) / 2)
                    #expect(results[y * size.width + x].small == small && results[y * size.width + x].large == large)
                }
            }
        }
    }

    @Test("volumes: the eigenvalues are roots of the characteristic polynomial, with none beyond them")
    func volume() throws {
        for size in oddSizes where size.is3D {
            for seed in 0..<5 {
                let image = NaiveImage.random(size, seed: 50 + seed, bytes: -30_000...30_000)
                let results = try eigenvalues(image)
                for (index, result) in results.enumerated() {
                    let (x, rest) = (index % size.width, index / size.width)
                    let (y, z) = (rest % size.height, rest / size.height)
                    func difference(_ a: [Int], _ b: [Int]) -> Double {
                        func at(_ i: Int, _ j: Int) -> Double {
                            let place = (0..<3).map { a[$0] * i + b[$0] * j }
                            return Double(image.at(x + place[0], y + place[1], z + place[2]))
                        }
                        return a == b
                            ? at(1, 0) - 2 * at(0, 0) + at(-1, 0) : (at(1, 1) + at(-1, -1) - at(1, -1) - at(-1, 1)) / 4
                    }
                    let axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
                    let m = axes.map { a in axes.map { b in difference(a, b) } }
                    let scale = m.joined().map(abs).max() ?? 0
                    guard scale > 0 else { continue }
                    // Integers are exact, so only the solver and the last rounding are left.
                    for (value, sign) in [(result.small, -1.0), (result.large, 1.0)] {
                        let margin = scale * 1e-6
                        #expect(isDefinite(m, value, sign, by: margin) && !isDefinite(m, value, sign, by: -margin))
                    }
                }
            }
        }
    }

    /// Whether sign × (value + sign × margin − matrix) is positive definite: all leading minors are positive.
    private func isDefinite(_ m: [[Double]], _ value: Float, _ sign: Double, by margin: Double) -> Bool {
        let a = (0..<3).map { i in
            (0..<3).map { j in sign * ((i == j ? Double(value) + sign * margin : 0) - m[i][j]) }
        }
        let second = a[0][0] * a[1][1] - a[0][1] * a[1][0]
        let third =
            a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) - a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0])
            + a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0])
        return a[0][0] > 0 && second > 0 && third > 0
    }
}
