import Features
import Imaging
import TestSupport
import Testing

@Suite("Windows")
struct WindowTests {
    private func sum(_ values: [Float]) -> Float { values.reduce(0) { Float(Double($0) + Double($1)) } }

    private func mean(_ values: [Float]) -> Float { sum(values) / Float(values.count) }

    private func variance(_ values: [Float]) -> Float {
        let centre = mean(values)
        return sum(values.map { Float(Double($0 - centre) * Double($0 - centre)) }) / Float(values.count)
    }

    private func expectEqual(_ text: String, _ image: NaiveImage, _ expected: NaiveImage) throws {
        #expect(try evaluate(text, image).bits == expected.bits, "\(text) on \(image.size)")
    }

    @Test(
        "every statistic equals the formula, also on images smaller than the window",
        arguments: oddSizes,
        [(0.5, 0), (1, 1), (1.5, 1), (2, 2), (3.6, 3)]
    )
    func statistics(size: ImageSize, radius: (text: Double, half: Int)) throws {
        let image = NaiveImage.random(size, seed: 7 + size.pixelCount)
        let (r, half) = (radius.text, radius.half)
        for (shape, isSphere) in [("box", false), ("sphere", true)] {
            func windows(_ image: NaiveImage, _ value: ([Float]) -> Float) -> NaiveImage {
                image.windows(half, isSphere: isSphere, value)
            }
            let minimum = windows(image) { $0.min() ?? .nan }
            let maximum = windows(image) { $0.max() ?? .nan }
            let opening = windows(minimum) { $0.max() ?? .nan }
            let closing = windows(maximum) { $0.min() ?? .nan }
            let variance = windows(image, variance)
            try expectEqual("minimum_\(shape)=\(r)", image, minimum)
            try expectEqual("maximum_\(shape)=\(r)", image, maximum)
            try expectEqual("opening_\(shape)=\(r)", image, opening)
            try expectEqual("closing_\(shape)=\(r)", image, closing)
            try expectEqual("top_hat_\(shape)=\(r)", image, image.map { image.at($0, $1, $2) - opening.at($0, $1, $2) })
            try expectEqual(
                "bottom_hat_\(shape)=\(r)",
                image,
                image.map { closing.at($0, $1, $2) - image.at($0, $1, $2) }
            )
            try expectEqual("median_\(shape)=\(r)", image, windows(image) { $0.sorted()[$0.count / 2] })
            try expectEqual("variance_\(shape)=\(r)", image, variance)
            try expectEqual(
                "standard_deviation_\(shape)=\(r)",
                image,
                variance.map { variance.at($0, $1, $2).squareRoot() }
            )
            let means = isSphere ? windows(image, mean) : image.lineByLine(half, mean)
            try expectEqual("mean_\(shape)=\(r)", image, means)
            try expectEqual("sobel_of_mean_\(shape)=\(r)", image, means.sobel)
        }
    }

    @Test("the mode is the smallest of the most frequent bytes inside the image", arguments: oddSizes)
    func mode(size: ImageSize) throws {
        for (seed, span) in [(1, 0...2), (2, 250...255), (3, -4...4), (4, 254...260)] {
            let whole = NaiveImage.random(size, seed: seed, bytes: span)
            let image = whole.map { whole.at($0, $1, $2) + ($0 % 2 == 0 ? 0.75 : 0) }
            for (shape, isSphere) in [("box", false), ("sphere", true)] {
                let expected = image.map { x, y, z in
                    var counts: [Int: Int] = [:]
                    for offset in NaiveImage.cube(2, axes: image.axes) {
                        if isSphere, offset.reduce(0, { $0 + $1 * $1 }) > 4 { continue }
                        let place = (x + offset[0], y + offset[1], z + offset[2])
                        guard place.0 >= 0, place.1 >= 0, place.2 >= 0, place.0 < size.width,
                            place.1 < size.height, place.2 < size.depth
                        else { continue }
                        let value = Int(image.at(place.0, place.1, place.2).rounded(.towardZero))
                        if (0...255).contains(value) { counts[value, default: 0] += 1 }
                    }
                    let most = counts.values.max()
                    return Float(counts.filter { $0.value == most }.keys.min() ?? 0)
                }
                try expectEqual("mode_\(shape)=2", image, expected)
            }
        }
    }

    @Test("a disc has 1, 5, 13, 29 … pixels, a ball 1, 7, 33 …, in the reference's order")
    func offsets() {
        for (half, disc, ball) in [(0, 1, 1), (1, 5, 7), (2, 13, 33), (3, 29, 123), (5, 81, 515)] {
            let window = Window(.sphere, halfWidth: half)
            #expect(window.offsets(dimensions: 2).count == disc && window.offsets(dimensions: 3).count == ball)
        }
        let box = Window(.box, halfWidth: 1).offsets(dimensions: 3)
        #expect(box.map { [$0.x, $0.y, $0.z] } == NaiveImage.cube(1))
        let cross = Window(.sphere, halfWidth: 1).offsets(dimensions: 2)
        #expect(cross.map { [$0.x, $0.y] } == [[-1, 0], [0, -1], [0, 0], [0, 1], [1, 0]])
    }

    @Test("the largest medians sort at most 1000 pixels, the next ones more")
    func medianLimits() throws {
        for shape in Window.Shape.allCases {
            for dimensions in [2, 3] {
                for half in 1...20 {
                    let pixels = Window(shape, halfWidth: half).offsets(dimensions: dimensions).count
                    let specification = try FeatureSpecification(parsing: "median_\(shape.rawValue)=\(half)")
                    let plan = try? FeaturePlan(specification, dimensions: dimensions)
                    #expect((plan != nil) == (pixels <= 1000), "\(shape) \(half) in \(dimensions)D")
                }
            }
        }
    }

    @Test("NaN and zeros of both signs as real APOC gives them")
    func notANumber() throws {
        let (nan, inf) = (Float.nan, Float.infinity)
        let row: [Float] = [nan, 1, -0.0, 0, 5, -3, 2, inf, -inf, 300, -0.5, 4, nan, 7, 8, 9]
        let image = NaiveImage(size: ImageSize(width: 16, height: 3), pixels: row + row + row)
        let measured: [(String, [Float])] = [
            ("maximum_image_and_scalar=2", [2, 2, 2, 2, 5, 2, 2, inf, 2, 300, 2, 4, 2, 7, 8, 9]),
            ("minimum_image_and_scalar=2", [2, 1, -0.0, 0, 2, -3, 2, 2, -inf, 2, -0.5, 2, 2, 2, 2, 2]),
            ("clip=50", [Float](repeating: 50, count: 16)),
            ("maximum_box=1", [1, -0.0, 1, 5, 5, 5, inf, inf, inf, 300, 300, nan, 7, 8, 9, 9]),
            ("minimum_box=1", [1, -0.0, 0, -0.0, -3, -3, -3, -inf, -inf, -inf, -0.5, nan, 4, 8, 7, 8]),
            ("maximum_sphere=1", [nan, 1, 1, 5, 5, 5, inf, inf, inf, 300, 300, 4, nan, 8, 9, 9]),
            ("median_box=1", [nan, -0.0, 0, 0, 0, 2, 2, 2, 300, -0.5, 4, 4, nan, 7, 8, 9]),
            ("absolute=1", [nan, 1, -0.0, 0, 5, 3, 2, inf, inf, 300, 0.5, 4, nan, 7, 8, 9]),
            ("detect_maxima_box=0", [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]),
            ("mean_sphere=0", [nan, 1, 0, 0, 5, -3, 2, inf, -inf, 300, -0.5, 4, nan, 7, 8, 9]),
        ]
        for (text, expected) in measured {
            let result = try evaluate(text, image).pixels[16..<32]
            let isEqual = zip(result, expected).allSatisfy {
                $0.isNaN ? $1.isNaN : $0 == $1 && (text.hasPrefix("median") || $0.sign == $1.sign)
            }
            #expect(isEqual, "\(text): \(Array(result))")
        }
    }
}
