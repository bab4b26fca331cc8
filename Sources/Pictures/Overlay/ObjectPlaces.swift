/// Where the objects of a plane lie.
package struct ObjectPlaces {
    /// One of them, in pixels of the plane; `area` is 0 for a number that no pixel has.
    package struct Place: Sendable {
        package var area = 0
        var columnSum = 0
        var rowSum = 0
        package var firstColumn = Int.max
        package var lastColumn = -1
        var firstRow = Int.max
        var lastRow = -1

        /// The centre of gravity, counted from the corner of the first pixel.
        package var centre: (x: Double, y: Double) {
            (Double(columnSum) / Double(area) + 0.5, Double(rowSum) / Double(area) + 0.5)
        }
    }

    /// By label, entry 0 empty.
    package private(set) var places: [Place]

    /// Reads every pixel once, run by run.
    package init(labels: [UInt32], width: Int, largest: Int) {
        places = [Place](repeating: Place(), count: largest + 1)
        labels.withUnsafeBufferPointer { labels in
            places.withUnsafeMutableBufferPointer { places in
                for row in 0..<labels.count / width {
                    var column = 0
                    while column < width {
                        let label = labels[row * width + column]
                        let first = column
                        repeat { column += 1 } while column < width && labels[row * width + column] == label
                        guard label != 0, Int(label) < places.count else { continue }
                        let count = column - first
                        places[Int(label)].area += count
                        places[Int(label)].columnSum += (first + column - 1) * count / 2
                        places[Int(label)].rowSum += row * count
                        places[Int(label)].firstColumn = min(places[Int(label)].firstColumn, first)
                        places[Int(label)].lastColumn = max(places[Int(label)].lastColumn, column - 1)
                        places[Int(label)].firstRow = min(places[Int(label)].firstRow, row)
                        places[Int(label)].lastRow = max(places[Int(label)].lastRow, row)
                    }
                }
            }
        }
    }
}
