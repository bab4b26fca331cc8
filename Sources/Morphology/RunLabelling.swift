package import Imaging

/// Connected components of a plane whose rows come a few at a time: 4 neighbours, numbered as by `EqualRegions`.
///
/// Kept are the runs of objects, 12 bytes each, and 16 bytes for each beginning of an object: never a pixel.
package struct RunLabelling {
    private let size: ImageSize
    private var joined = JoinedNumbers(leftOut: 0)
    private var strips: [ObjectStrip] = []
    private var ends: [UInt32]

    /// A labelling of a plane of `size`, of which no row came yet.
    package init(size: ImageSize) {
        self.size = size
        ends = [UInt32](repeating: 0, count: size.width)
    }

    /// Runs so far.
    package private(set) var runCount = 0

    /// Beginnings of objects so far: at least as many as objects.
    package var numberCount: Int { joined.count }

    /// Bytes that are kept so far, with those that `finish` takes beside them.
    package var bytes: Int { 12 * runCount + 32 * numberCount }

    private var nextRow: Int { strips.last?.rows.upperBound ?? 0 }

    /// Adds the next rows: objects are parts of the foreground of `mask`.
    package mutating func append(_ mask: Mask) {
        let (words, width) = (Mask.wordsPerRow(mask.size), size.width)
        mask.words.withUnsafeBufferPointer { all in
            append(rows: mask.size.height) { row, ends in
                let words = UnsafeBufferPointer(rebasing: all[row * words..<(row + 1) * words])
                return RunEnds.find(inMask: words, count: width, into: ends)
            } value: { row, x in
                UInt32(truncatingIfNeeded: all[row * words + x / 64] >> UInt64(x % 64) & 1)
            }
        }
    }

    /// Adds the next rows: objects are parts of every class but `background` and 0.
    package mutating func append(_ map: ClassMap, background: UInt8) {
        let width = size.width
        map.classes.withUnsafeBufferPointer { all in
            append(rows: map.size.height) { row, ends in
                RunEnds.find(in: UnsafeBufferPointer(rebasing: all[row * width..<(row + 1) * width]), into: ends)
            } value: { row, x in
                let value = all[row * width + x]
                return value == background ? 0 : UInt32(value)
            }
        }
    }

    /// Adds rows whose runs end where `find` says; `value` is what a run holds, 0 for no object.
    private mutating func append(
        rows count: Int,
        ends find: (_ row: Int, _ ends: UnsafeMutablePointer<UInt32>) -> Int,
        value: (_ row: Int, _ x: Int) -> UInt32
    ) {
        precondition(nextRow + count <= size.height)
        var strip = ObjectStrip(firstRow: nextRow)
        // The runs of the row above, which may be the last one of the strip before.
        var above: ArraySlice<ObjectRun> = strips.last?.lastRow ?? []
        for row in 0..<count {
            var begin: UInt32 = 0
            var touched = above.startIndex
            let found = ends.withUnsafeMutableBufferPointer { ends in
                ends.baseAddress.map { find(row, $0) } ?? 0
            }
            let first = strip.runs.count
            for index in 0..<found {
                let end = ends[index]
                defer { begin = end }
                let value = value(row, Int(begin))
                guard value != 0 else { continue }
                var number: UInt32 = 0
                while touched < above.endIndex, above[touched].end <= begin { touched += 1 }
                var other = touched
                while other < above.endIndex, above[other].first < end {
                    let neighbour = above[other].label
                    if joined.values[Int(neighbour)] == value { joined.join(&number, neighbour) }
                    other += 1
                }
                joined.note(Int(begin) * size.height + strip.firstRow + row, value, of: &number)
                strip.runs.append(ObjectRun(first: begin, end: end, label: number))
            }
            strip.starts.append(strip.runs.count)
            // Runs of its own: with a slice, every row would copy the strip.
            above = ArraySlice(Array(strip.runs[first...]))
        }
        runCount += strip.runs.count
        strips.append(strip)
    }

    /// The objects, all rows being there.
    package consuming func finish() -> ObjectsOfRuns {
        precondition(nextRow == size.height)
        let (numbers, roots) = joined.final(size: size)
        let classes = [0] + roots.map { UInt8(truncatingIfNeeded: joined.values[Int($0)]) }
        var objects = ObjectsOfRuns(size: size, strips: strips, count: roots.count, classes: classes)
        strips = []
        objects.renumber(numbers, count: roots.count)
        return objects
    }
}

/// Pixels of one object side by side in a row.
package struct ObjectRun: Sendable, Equatable {
    /// The first column.
    package let first: UInt32
    /// The column behind the last.
    package let end: UInt32
    /// The object; 0 for one that was taken away.
    package var label: UInt32
}

/// The runs of some rows.
struct ObjectStrip {
    let firstRow: Int
    /// Where those of each row begin, and where the last ones end.
    var starts = [0]
    var runs: [ObjectRun] = []

    /// A strip without rows.
    init(firstRow: Int) { self.firstRow = firstRow }

    var rows: Range<Int> { firstRow..<firstRow + starts.count - 1 }

    var lastRow: ArraySlice<ObjectRun> { runs[starts[max(starts.count - 2, 0)]...] }
}
