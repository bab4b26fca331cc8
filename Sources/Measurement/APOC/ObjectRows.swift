import Imaging

/// Walks over a label image in the reference's order: row by row, in each row slice by slice, in each from left to right.
enum ObjectRows {
    /// Pixels of one label side by side.
    struct Run {
        let slice: Int
        let row: Int
        let columns: Range<Int>
        /// Where its first pixel is stored.
        let start: Int
    }

    /// Collects a value of each label in each row, from `empty` on, and hands it over when the row is complete.
    ///
    /// - Parameter count: the largest label.
    static func forEachRow<Value>(
        of image: LabelImage,
        count: Int,
        empty: Value,
        collect: (inout Value, Run) -> Void,
        finish: (_ label: Int, Value, _ isFirstRow: Bool) -> Void
    ) {
        let (width, height, depth) = (image.size.width, image.size.height, image.size.depth)
        // The labels of the row, in the order in which they were met, and where each stands among them.
        var met: [(label: Int, value: Value)] = []
        var places = [Int32](repeating: -1, count: count + 1)
        image.labels.withUnsafeBufferPointer { labels in
            for row in 0..<height {
                for slice in 0..<depth {
                    let line = (slice * height + row) * width
                    var column = 0
                    while column < width {
                        let label = Int(labels[line + column])
                        let first = column
                        repeat { column += 1 } while column < width && Int(labels[line + column]) == label
                        if places[label] < 0 {
                            places[label] = Int32(met.count)
                            met.append((label, empty))
                        }
                        let run = Run(slice: slice, row: row, columns: first..<column, start: line + first)
                        collect(&met[Int(places[label])].value, run)
                    }
                }
                for (label, value) in met {
                    finish(label, value, row == 0)
                    places[label] = -1
                }
                met.removeAll(keepingCapacity: true)
            }
        }
    }
}
