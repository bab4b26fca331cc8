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

/// Provisional numbers of regions as a union-find forest with path halving; 0 is no region.
private struct JoinedNumbers {
    private var parents: [UInt32] = [0]
    /// Where the first pixel of each number lies, column by column.
    private var firsts: [Int] = [0]
    private(set) var values: [UInt32]

    init(leftOut: UInt32) { values = [leftOut] }

    /// Gives every pixel a provisional number.
    mutating func number<Value: FixedWidthInteger>(
        _ pixels: UnsafeBufferPointer<Value>,
        size: ImageSize,
        leavingOut leftOut: Value,
        into numbers: UnsafeMutableBufferPointer<UInt32>
    ) {
        let (width, slice) = (size.width, size.width * size.height)
        for line in 0..<size.height * size.depth {
            let (z, y) = line.quotientAndRemainder(dividingBy: size.height)
            let row = line * width
            var index = row
            while index < row + width {
                let (start, value) = (index, pixels[index])
                repeat { index += 1 } while index < row + width && pixels[index] == value
                let run = start..<index
                guard value != leftOut else {
                    numbers[run].update(repeating: 0)
                    continue
                }
                var number: UInt32 = 0
                if y > 0 { join(&number, run, width, pixels, numbers) }
                if z > 0 { join(&number, run, slice, pixels, numbers) }
                let first = ((start - row) * size.height + y) * size.depth + z
                if number == 0 {
                    number = UInt32(parents.count)
                    parents.append(number)
                    firsts.append(first)
                    values.append(UInt32(value))
                } else {
                    firsts[Int(number)] = min(firsts[Int(number)], first)
                }
                numbers[run].update(repeating: number)
            }
        }
    }

    /// Joins `number` with those of the pixels `distance` before a run that have its value.
    private mutating func join<Value: FixedWidthInteger>(
        _ number: inout UInt32,
        _ run: Range<Int>,
        _ distance: Int,
        _ pixels: UnsafeBufferPointer<Value>,
        _ numbers: UnsafeMutableBufferPointer<UInt32>
    ) {
        let value = pixels[run.lowerBound]
        var last: UInt32 = 0
        for index in run.lowerBound - distance..<run.upperBound - distance where pixels[index] == value {
            // Neighbours mostly belong to one region.
            guard numbers[index] != last else { continue }
            last = numbers[index]
            let other = root(last)
            guard number != 0, number != other else {
                number = other
                continue
            }
            let (a, b) = (min(number, other), max(number, other))
            parents[Int(b)] = a
            firsts[Int(a)] = min(firsts[Int(a)], firsts[Int(b)])
            number = a
        }
    }

    private mutating func root(_ number: UInt32) -> UInt32 {
        var number = number
        while parents[Int(number)] != number {
            parents[Int(number)] = parents[Int(parents[Int(number)])]
            number = parents[Int(number)]
        }
        return number
    }

    /// The region of each provisional number, and the provisional number of each region, in order.
    mutating func final(size: ImageSize) -> (numbers: [UInt32], roots: [UInt32]) {
        var roots = parents.indices.dropFirst().filter { parents[$0] == $0 }.map { UInt32($0) }
        let (firsts, depth, height) = (firsts, size.depth, size.height)
        // From the fastest axis to the slowest, each keeping the order of the one before.
        roots.order(below: depth) { firsts[Int($0)] % depth }
        roots.order(below: height) { firsts[Int($0)] / depth % height }
        roots.order(below: size.width) { firsts[Int($0)] / depth / height }
        var numbers = [UInt32](repeating: 0, count: parents.count)
        for (index, root) in roots.enumerated() { numbers[Int(root)] = UInt32(index + 1) }
        // A parent is smaller than its child, so its region is known before.
        for number in parents.indices.dropFirst() where parents[number] != number {
            numbers[number] = numbers[Int(parents[number])]
        }
        return (numbers, roots)
    }
}

extension [UInt32] {
    /// Puts the elements in ascending order of a key below `limit`; equal ones keep their order (counting sort).
    mutating func order(below limit: Int, by key: (UInt32) -> Int) {
        guard limit > 1, count > 1 else { return }
        var places = [Int](repeating: 0, count: limit + 1)
        for element in self { places[key(element) + 1] += 1 }
        for index in 1...limit { places[index] += places[index - 1] }
        let elements = self
        for element in elements {
            let place = key(element)
            self[places[place]] = element
            places[place] += 1
        }
    }
}
