import Features
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Single pixels")
struct PointwiseTests {
    private let special: [Float] = [
        0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 5, 255, 65_535, 4097, .infinity, -.infinity, .nan, .pi,
        .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-20, -7.5,
    ]

    private func values(seed: Int) -> [Float] {
        var source = SplitMix(seed: UInt64(seed))
        return special
            + (0..<3000).map { _ in
                let bits = UInt32.random(in: 0...0x7f7f_ffff, using: &source)
                return Float(bitPattern: bits)
            } + (0..<3000).map { _ in Float.random(in: -20...20, using: &source) }
    }

    private func apply(_ text: String, _ pixels: [Float]) throws -> [Float] {
        try evaluate(text, NaiveImage(size: ImageSize(width: pixels.count, height: 1), pixels: pixels)).pixels
    }

    /// Equal bit for bit, any NaN to any other.
    private func expect(_ text: String, _ pixels: [Float], _ expected: (Float) -> Float) throws {
        for (pixel, result) in zip(pixels, try apply(text, pixels)) {
            let wanted = expected(pixel)
            let isEqual = result.bitPattern == wanted.bitPattern || (result.isNaN && wanted.isNaN)
            #expect(isEqual, "\(text) of \(pixel): \(result), not \(wanted)")
        }
    }

    @Test("arithmetic and comparisons, with the number as float32")
    func arithmetic() throws {
        let pixels = values(seed: 1)
        let tenth = Float(0.1)
        try expect("add_image_and_scalar=0.1", pixels) { $0 + tenth }
        try expect("multiply_image_and_scalar=0.1", pixels) { $0 * tenth }
        try expect("subtract_image_from_scalar=0.1", pixels) { tenth - $0 }
        try expect("divide_scalar_by_image=0.1", pixels) { tenth / $0 }
        try expect("invert=5", pixels) { 0 - $0 == 0 ? -$0 : 0 - $0 }
        try expect("reciprocal=5", pixels) { 1 / $0 }
        try expect("sign=5", pixels) { $0.isNaN ? .nan : $0 == 0 ? 0 : $0 < 0 ? -1 : 1 }
        try expect("absolute=5", pixels) { $0 == 0 ? $0 : $0.magnitude }
        try expect("copy=5", pixels) { $0 }
        for name in ["greater_constant", "threshold"] { try expect("\(name)=2", pixels) { $0 > 2 ? 1 : 0 } }
        for name in ["equal_constant", "label_to_mask"] { try expect("\(name)=2", pixels) { $0 == 2 ? 1 : 0 } }
        try expect("greater_or_equal_constant=2", pixels) { $0 >= 2 ? 1 : 0 }
        try expect("smaller_constant=2", pixels) { $0 < 2 ? 1 : 0 }
        try expect("smaller_or_equal_constant=2", pixels) { $0 <= 2 ? 1 : 0 }
        try expect("not_equal_constant=2", pixels) { $0 == 2 ? 0 : 1 }
        let numbers = pixels.filter { !$0.isNaN }
        try expect("maximum_image_and_scalar=2", numbers) { Swift.max($0, 2) }
        try expect("minimum_image_and_scalar=2", numbers) { Swift.min($0, 2) }
        try expect("clip=50", numbers) { _ in 50 }
    }

    @Test("roots, exponentials and logarithms are the C library's double ones, rounded")
    func functions() throws {
        let pixels = values(seed: 2)
        for (names, function) in [
            (["exp", "exponential"], Foundation.exp), (["log", "logarithm"], Foundation.log),
            (["cbrt", "cubic_root"], Foundation.cbrt), (["sqrt", "square_root"], { $0.squareRoot() }),
        ] as [([String], (Double) -> Double)] {
            for name in names { try expect("\(name)=1", pixels) { Float(function(Double($0))) } }
        }
    }

    @Test(
        "powers are the C library's, for every kind of exponent",
        arguments: [
            0, 1, 2, 3, -1, -2, 5, 20, 63, 64, 65, -65, 101, 0.5, -0.5, 1.5, 2.7, -3.3, 1e-3, 1.0 / 3, 16_777_217,
            3e9, .infinity, -.infinity,
        ]
    )
    func powers(exponent: Double) throws {
        try expect("power=\(exponent)", values(seed: 3)) { Float(Foundation.pow(Double($0), Double(Float(exponent)))) }
    }

    @Test("squares that lie between two numbers are rounded to even")
    func ties() throws {
        // 4097² = 16,785,409 is odd and needs 25 bits.
        #expect(try apply("square=7", [4097, 4099, -4101]) == [4097 * 4097, 4099 * 4099, 4101 * 4101])
        #expect(try apply("power=3", [257, 259]) == [257 * 257 * 257, 259 * 259 * 259])
    }

    @Test("gamma is taken relative to the maximum of the image it is applied to")
    func gamma() throws {
        #expect(try apply("gamma_correction=2", [0, 50, 100, 200]) == [0, 12.5, 50, 200])
        #expect(try apply("gamma_correction=1", [1, 2, 4]) == [1, 2, 4])
        // Of the maximum of a window of 3, whose own maximum is 8: (4 / 8)² × 8.
        let raised = try apply("gamma_correction_of_maximum_box=2", [4, 0, 0, 0, 0, 8])
        #expect(raised == [2, 2, 2, 8, 8, 8])
    }
}
