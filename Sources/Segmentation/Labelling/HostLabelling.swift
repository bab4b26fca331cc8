import Imaging

/// Connected components on the host, in APOC's numbering; the reference of the device's.
enum HostLabelling {
    /// The label image of the foreground of `mask`: 4 neighbours in a plane, 6 in a volume.
    ///
    /// Pixels are visited in APOC's order (README.md), x outermost, then y, then z, so that the smallest provisional number
    /// of an object belongs to its first pixel. Numbers of touching pixels are joined under the smallest one (union-find).
    static func label(_ mask: Mask) -> LabelImage {
        let size = mask.size
        let (row, slice) = (size.width, size.width * size.height)
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        var numbers = ProvisionalNumbers()
        for x in 0..<size.width {
            for y in 0..<size.height {
                for z in 0..<size.depth where mask[x, y, z] {
                    let index = z * slice + y * row + x
                    var number: UInt32 = 0
                    if x > 0 { number = numbers.join(number, labels[index - 1]) }
                    if y > 0 { number = numbers.join(number, labels[index - row]) }
                    if z > 0 { number = numbers.join(number, labels[index - slice]) }
                    labels[index] = number == 0 ? numbers.next() : number
                }
            }
        }
        let (final, count) = numbers.final()
        for index in labels.indices {
            labels[index] = final[Int(labels[index])]
        }
        return LabelImage(size: size, labels: labels, count: count)
    }
}

/// Provisional numbers of objects as a union-find forest with path halving; 0 is no object.
private struct ProvisionalNumbers {
    private var parents: [UInt32] = [0]

    /// A number that no pixel has.
    mutating func next() -> UInt32 {
        let number = UInt32(parents.count)
        parents.append(number)
        return number
    }

    /// The number of the object that has both numbers; either may be 0.
    mutating func join(_ first: UInt32, _ second: UInt32) -> UInt32 {
        if first == 0 || second == 0 { return max(first, second) }
        let (a, b) = (root(first), root(second))
        parents[Int(max(a, b))] = min(a, b)
        return min(a, b)
    }

    private mutating func root(_ number: UInt32) -> UInt32 {
        var number = number
        while parents[Int(number)] != number {
            parents[Int(number)] = parents[Int(parents[Int(number)])]
            number = parents[Int(number)]
        }
        return number
    }

    /// The object of each provisional number, in ascending order of their smallest, and how many there are.
    func final() -> (objects: [UInt32], count: Int) {
        var objects = [UInt32](repeating: 0, count: parents.count)
        var count: UInt32 = 0
        // A parent is smaller than its child, so its object is known before.
        for number in parents.indices.dropFirst() {
            if parents[number] == number {
                count += 1
                objects[number] = count
            } else {
                objects[number] = objects[Int(parents[number])]
            }
        }
        return (objects, Int(count))
    }
}
