/// The local maxima of a piece's values, as markers of a watershed.
///
/// A maximum is a set of pixels of one value that touch, by corners too, none of whose neighbours in the piece has a
/// higher value: `skimage.morphology.local_maxima` with its standard neighbours, of an image that is lowest outside the
/// piece. Each is one marker, numbered in the order of the first pixels, as `skimage.measure.label` does.
struct Markers: ~Copyable {
    private var around: [Int] = []
    private var stack: [Int] = []
    private var plateau: [Int] = []

    /// Gives the pixels of the maxima their labels, from 1.
    ///
    /// - Returns: how many maxima there are.
    mutating func find(
        _ frame: ObjectFrame,
        cells: UnsafeMutablePointer<FloodCell>,
        seen: UnsafeMutablePointer<Bool>
    ) -> Int {
        around.removeAll(keepingCapacity: true)
        frame.forEachOffsetAround { around.append($0) }
        var count: UInt32 = 0
        seen.update(repeating: false, count: frame.count)
        for z in 0..<frame.z.count {
            for y in 0..<frame.y.count {
                let row = frame.index(x: 0, y: y, z: z)
                for index in row..<row + frame.x.count where cells[index].label == 0 && !seen[index] {
                    let level = cells[index].level
                    // Most pixels lie on a slope.
                    var (isHighest, isAlone) = (true, true)
                    for offset in around {
                        let other = cells[index + offset].level
                        if other < level {
                            isHighest = false
                            break
                        }
                        if other == level { isAlone = false }
                    }
                    guard isHighest else { continue }
                    if isAlone {
                        count += 1
                        cells[index].label = count
                    } else if isMaximum(from: index, cells, seen) {
                        count += 1
                        for pixel in plateau { cells[pixel].label = count }
                    }
                }
            }
        }
        return Int(count)
    }

    /// Whether the pixels of one value around `start` are a maximum; they stay in `plateau`.
    private mutating func isMaximum(
        from start: Int,
        _ cells: UnsafePointer<FloodCell>,
        _ seen: UnsafeMutablePointer<Bool>
    ) -> Bool {
        let level = cells[start].level
        var isHighest = true
        plateau.removeAll(keepingCapacity: true)
        stack.append(start)
        seen[start] = true
        while let index = stack.popLast() {
            plateau.append(index)
            for offset in around {
                let neighbour = index + offset
                if cells[neighbour].level < level { isHighest = false }
                if cells[neighbour].level == level && !seen[neighbour] {
                    seen[neighbour] = true
                    stack.append(neighbour)
                }
            }
        }
        return isHighest
    }
}
