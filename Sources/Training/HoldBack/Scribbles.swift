/// Which annotated pixels of a plane or volume belong together: those of one value that touch, at corners too.
package struct Scribbles: Sendable {
    /// The number of the scribble of each pixel, from 0, in the order in which the scribbles begin.
    package let numbers: [UInt32]
    /// How many there are.
    package let count: Int

    /// The scribbles of annotated pixels.
    ///
    /// - Parameters:
    ///   - pixels: the numbers of the pixels, ascending, x fastest, then y, then z.
    ///   - values: what each is annotated as.
    ///   - width: of a row, in pixels; `height`, rows of a slice.
    package init(pixels: [Int], values: [Int32], width: Int, height: Int) {
        var sets = DisjointSets(count: pixels.count)
        // The number of the pixel's row plus 1, of this slice and of the one before.
        let sliceCount = width * height
        var (slice, before) = ([Int32](repeating: 0, count: sliceCount), [Int32]())
        var (current, filled) = (-1, [Int]())
        var filledBefore: [Int] = []
        for (row, pixel) in pixels.enumerated() {
            let (z, inSlice) = pixel.quotientAndRemainder(dividingBy: sliceCount)
            if z != current {
                if z == current + 1, current >= 0 {
                    if before.isEmpty { before = [Int32](repeating: 0, count: sliceCount) }
                    for place in filledBefore { before[place] = 0 }
                    swap(&slice, &before)
                    (filledBefore, filled) = (filled, [])
                } else {
                    for place in filled { slice[place] = 0 }
                    for place in filledBefore { before[place] = 0 }
                    (filledBefore, filled) = ([], [])
                }
                current = z
            }
            let (y, x) = inSlice.quotientAndRemainder(dividingBy: width)
            let columns = max(0, x - 1)...min(width - 1, x + 1)
            func join(_ place: Int, _ rows: [Int32]) {
                let other = Int(rows[place]) - 1
                if other >= 0, values[other] == values[row] { sets.join(other, row) }
            }
            if x > 0 { join(inSlice - 1, slice) }
            if y > 0 { for column in columns { join((y - 1) * width + column, slice) } }
            if !filledBefore.isEmpty {
                for line in max(0, y - 1)...min(height - 1, y + 1) {
                    for column in columns { join(line * width + column, before) }
                }
            }
            slice[inSlice] = Int32(row + 1)
            filled.append(inSlice)
        }
        (numbers, count) = sets.numbers()
    }
}
