package import Imaging

/// The objects of a plane as runs, where the plane itself is never in memory.
package struct ObjectsOfRuns {
    /// Size of the plane.
    package let size: ImageSize
    /// The largest label, which is the number of objects.
    package private(set) var count: Int
    /// The class that the pixels of each object have; entry 0 is 0.
    package private(set) var classes: [UInt8]
    private var strips: [ObjectStrip]

    /// Objects whose runs still have provisional numbers.
    init(size: ImageSize, strips: [ObjectStrip], count: Int, classes: [UInt8]) {
        (self.size, self.strips, self.count, self.classes) = (size, strips, count, classes)
    }

    /// Calls `body` with each run of the rows `rows`, in the order of rows and columns.
    package func forEachRun(in rows: Range<Int>, _ body: (_ row: Int, _ run: ObjectRun) -> Void) {
        // Few strips overlap a few rows; they lie in order.
        var (low, high) = (0, strips.count)
        while low < high {
            let middle = (low + high) / 2
            if strips[middle].rows.upperBound <= rows.lowerBound { low = middle + 1 } else { high = middle }
        }
        for strip in strips[low...] {
            guard strip.firstRow < rows.upperBound else { break }
            for row in strip.rows.clamped(to: rows) {
                let index = row - strip.firstRow
                for run in strip.runs[strip.starts[index]..<strip.starts[index + 1]] where run.label != 0 {
                    body(row, run)
                }
            }
        }
    }

    /// The labels of the rows `rows`.
    package func labels(ofRows rows: Range<Int>) -> LabelImage {
        let width = size.width
        var labels = [UInt32](repeating: 0, count: rows.count * width)
        labels.withUnsafeMutableBufferPointer { labels in
            forEachRun(in: rows) { row, run in
                let line = (row - rows.lowerBound) * width
                labels[line + Int(run.first)..<line + Int(run.end)].update(repeating: run.label)
            }
        }
        return LabelImage(size: ImageSize(width: width, height: rows.count), labels: labels, count: count)
    }

    /// Pixels of each object; entry 0 is 0.
    package var areas: [Int] {
        var areas = [Int](repeating: 0, count: count + 1)
        forEachRun(in: 0..<size.height) { _, run in areas[Int(run.label)] += Int(run.end - run.first) }
        return areas
    }

    /// Leaves the objects whose number of pixels lies in `range`, numbered anew in their old order.
    package mutating func keep(areas range: some RangeExpression<Int>) {
        let areas = areas
        keep { range.contains(areas[$0]) }
    }

    /// Leaves the objects that do not touch the border of the plane, numbered anew in their old order.
    package mutating func dropBorderObjects() {
        var touches = [Bool](repeating: false, count: count + 1)
        let (width, last) = (UInt32(size.width), size.height - 1)
        forEachRun(in: 0..<size.height) { row, run in
            if row == 0 || row == last || run.first == 0 || run.end == width { touches[Int(run.label)] = true }
        }
        keep { !touches[$0] }
    }

    /// Leaves the objects that `isKept` says, numbered anew in their old order.
    private mutating func keep(_ isKept: (Int) -> Bool) {
        var numbers = [UInt32](repeating: 0, count: count + 1)
        var kept: [UInt8] = [0]
        for label in 1..<count + 1 where isKept(label) {
            numbers[label] = UInt32(kept.count)
            kept.append(classes[label])
        }
        classes = kept
        renumber(numbers, count: kept.count - 1)
    }

    /// Gives every run what stands in `numbers` for its label.
    mutating func renumber(_ numbers: [UInt32], count: Int) {
        for strip in strips.indices {
            for run in strips[strip].runs.indices {
                let label = Int(strips[strip].runs[run].label)
                strips[strip].runs[run].label = numbers[label]
            }
        }
        self.count = count
    }
}
