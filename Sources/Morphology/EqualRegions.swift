import Imaging

/// The regions of pixels that have the same value and touch with their faces: 4 neighbours in a plane, 6 in a volume.
///
/// They are numbered 1 … count by their first pixel column by column (x outermost, then y, then z), as APOC numbers
/// objects. Runs of a row are joined with those before them (union-find); time grows with the pixels.
struct EqualRegions {
    let size: ImageSize
    /// The region of every pixel; 0 for pixels of the value that was left out.
    let numbers: [UInt32]
    let count: Int
    /// The value of every region; entry 0 is 0, which stands for none.
    let values: [UInt32]

    /// The regions of `pixels`, those of the value `leftOut` aside.
    ///
    /// - Precondition: there is a pixel for each of `size`.
    init<Value: FixedWidthInteger>(of pixels: [Value], size: ImageSize, leavingOut leftOut: Value) {
        precondition(pixels.count == size.pixelCount)
        self.size = size
        var joined = JoinedNumbers(leftOut: UInt32(leftOut))
        var numbers = [UInt32](unsafeUninitializedCapacity: pixels.count) { numbers, initialized in
            pixels.withUnsafeBufferPointer { joined.number($0, size: size, leavingOut: leftOut, into: numbers) }
            initialized = pixels.count
        }
        let (final, roots) = joined.final(size: size)
        numbers.withUnsafeMutableBufferPointer { numbers in
            final.withUnsafeBufferPointer { final in
                for index in 0..<numbers.count { numbers[index] = final[Int(numbers[index])] }
            }
        }
        self.numbers = numbers
        count = roots.count
        values = [0] + roots.map { joined.values[Int($0)] }
    }
}
