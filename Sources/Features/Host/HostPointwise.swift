import Imaging

/// Functions of one pixel alone (spec/apoc.md, section 2.1), rounded as the reference does where it says how.
enum HostPointwise {
    /// One function of every pixel.
    static func map(_ function: PointwiseFunction, _ number: Float, _ image: [Float]) -> [Float] {
        switch function {
        case .squareRoot: image.map { $0.squareRoot() }
        // Not the sign bit: -0 stays as it is.
        case .absolute: image.map { $0 < 0 ? -$0 : $0 }
        case .sign: image.map { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 == 0 ? 0 : $0 }
        case .reciprocal: image.map { Float(1 / Double($0)) }
        case .exponential: image.map(ElementaryFunctions.exponential)
        case .logarithm: image.map(ElementaryFunctions.logarithm)
        case .cubicRoot: image.map(ElementaryFunctions.cubicRoot)
        case .addScalar: image.map { $0 + number }
        case .multiplyScalar: image.map { $0 * number }
        case .subtractFromScalar: image.map { number - $0 }
        case .divideScalar: image.map { number / $0 }
        // The order gives the number for NaN, as measured.
        case .maximumScalar: image.map { $0 > number ? $0 : number }
        case .minimumScalar: image.map { $0 < number ? $0 : number }
        case .greater: image.map { $0 > number ? 1 : 0 }
        case .greaterOrEqual: image.map { $0 >= number ? 1 : 0 }
        case .smaller: image.map { $0 < number ? 1 : 0 }
        case .smallerOrEqual: image.map { $0 <= number ? 1 : 0 }
        case .equal: image.map { $0 == number ? 1 : 0 }
        case .notEqual: image.map { $0 != number ? 1 : 0 }
        case .power: image.map { ElementaryFunctions.power($0, number) }
        }
    }

    /// The pixel times 1 / maximum, to the power of `gamma`, times the maximum.
    static func gammaCorrection(_ image: [Float], size: ImageSize, gamma: Float) -> [Float] {
        let maximum = maximum(image, size: size)
        let scale = Float(1 / Double(maximum))
        return image.map { ElementaryFunctions.power($0 * scale, gamma) * maximum }
    }

    /// The largest pixel, projected along z, then y, then x; each line begins with its first pixel, which decides what
    /// NaN does.
    private static func maximum(_ image: [Float], size: ImageSize) -> Float {
        func largest(_ count: Int, _ value: (Int) -> Float) -> Float {
            (1..<count).reduce(value(0)) { value($1) > $0 ? value($1) : $0 }
        }
        return largest(size.width) { x in
            largest(size.height) { y in
                largest(size.depth) { z in image[(z * size.height + y) * size.width + x] }
            }
        }
    }

    /// Two images, pixel by pixel.
    @inline(__always)
    static func combine(_ left: [Float], _ right: [Float], _ operation: (Float, Float) -> Float) -> [Float] {
        [Float](unsafeUninitializedCapacity: left.count) { result, count in
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in
                    for index in left.indices { result[index] = operation(left[index], right[index]) }
                }
            }
            count = left.count
        }
    }
}
