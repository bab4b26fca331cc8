import Imaging

/// Provisional numbers of regions as a union-find forest with path halving; 0 is no region.
struct JoinedNumbers {
    private var parents: [UInt32] = [0]
    /// Where the first pixel of each number lies, column by column.
    private var firsts: [Int] = [0]
    private(set) var values: [UInt32]

    init(leftOut: UInt32) { values = [leftOut] }

    /// How many there are, joined or not.
    var count: Int { parents.count - 1 }

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
                note(first, UInt32(value), of: &number)
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
            join(&number, last)
        }
    }

    /// Joins `number`, 0 for none yet, with `other`.
    mutating func join(_ number: inout UInt32, _ other: UInt32) {
        let other = root(other)
        guard number != 0, number != other else {
            number = other
            return
        }
        let (a, b) = (min(number, other), max(number, other))
        parents[Int(b)] = a
        firsts[Int(a)] = min(firsts[Int(a)], firsts[Int(b)])
        number = a
    }

    /// Notes where a part of `number` begins, which becomes a new number of pixels of `value` where it is 0.
    mutating func note(_ first: Int, _ value: UInt32, of number: inout UInt32) {
        if number == 0 {
            number = UInt32(parents.count)
            parents.append(number)
            firsts.append(first)
            values.append(value)
        } else {
            firsts[Int(number)] = min(firsts[Int(number)], first)
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
