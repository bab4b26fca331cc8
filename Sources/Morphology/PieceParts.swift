import Imaging

/// Splits one piece after another into the parts around the maxima of its smoothed distances.
struct PieceParts: ~Copyable {
    private var distance = DistanceTransform()
    private var smoothing: GaussianSmoothing
    private var markers = Markers()
    private var watershed = Watershed()
    private var isPiece = Scratch<Bool>()
    private var seen = Scratch<Bool>()
    private var distances = Scratch<Double>()
    private var cells = Scratch<FloodCell>()

    /// Parts of distances that are smoothed by a standard deviation in pixels.
    init(smoothing: Double) {
        self.smoothing = GaussianSmoothing(standardDeviation: smoothing)
    }

    /// Writes the parts of a piece into an image of parts, numbered from `firstNumber` on; the result is their number.
    mutating func split(
        _ piece: UInt32,
        of pieces: Pieces,
        firstNumber: UInt32,
        into image: UnsafeMutableBufferPointer<UInt32>
    ) -> Int {
        let frame = pieces.boxes.frame(of: Int(piece))
        return pieces.regions.numbers.withUnsafeBufferPointer { numbers in
            // Two pixels have one maximum.
            guard pieces.boxes.areas[Int(piece)] > 2, let parts = parts(of: piece, frame, numbers) else {
                frame.forEachRow { _, row in
                    for index in row where numbers[index] == piece { image[index] = firstNumber }
                }
                return 1
            }
            let order = Self.columnOrder(parts.cells, count: parts.count, frame)
            frame.forEachRow { inFrame, row in
                for (offset, index) in row.enumerated() where numbers[index] == piece {
                    image[index] = firstNumber + order[Int(parts.cells[inFrame + offset].label)]
                }
            }
            return parts.count
        }
    }

    /// The parts in the frame, from 1; nil where there is one.
    private mutating func parts(
        of piece: UInt32,
        _ frame: ObjectFrame,
        _ numbers: UnsafeBufferPointer<UInt32>
    ) -> (cells: UnsafeMutablePointer<FloodCell>, count: Int)? {
        let isPiece = isPiece.room(frame.count)
        isPiece.update(repeating: false, count: frame.count)
        frame.forEachRow { inFrame, row in
            for (offset, index) in row.enumerated() { isPiece[inFrame + offset] = numbers[index] == piece }
        }
        let distances = distances.room(frame.count)
        guard distance.run(frame, isPiece: isPiece, distances: distances) else { return nil }
        let cells = cells.room(frame.count)
        smoothing.run(frame, distances: distances, cells: cells)
        let outside = FloodCell(label: FloodCell.outside, level: FloodCell.lowest)
        for index in 0..<frame.count {
            if isPiece[index] { cells[index].label = 0 } else { cells[index] = outside }
        }
        let count = markers.find(frame, cells: cells, seen: seen.room(frame.count))
        guard count > 1 else { return nil }
        watershed.flood(frame, cells: cells)
        return (cells, count)
    }

    /// The place of each part among all, counted from 0, by their first pixels column by column; entry 0 has no
    /// meaning.
    private static func columnOrder(_ cells: UnsafePointer<FloodCell>, count: Int, _ frame: ObjectFrame) -> [UInt32] {
        var firsts = [Int](repeating: .max, count: count + 1)
        for z in 0..<frame.z.count {
            for y in 0..<frame.y.count {
                let row = frame.index(x: 0, y: y, z: z)
                for x in 0..<frame.x.count where cells[row + x].label != FloodCell.outside {
                    let first = (x * frame.y.count + y) * frame.z.count + z
                    firsts[Int(cells[row + x].label)] = min(firsts[Int(cells[row + x].label)], first)
                }
            }
        }
        var order = [UInt32](repeating: 0, count: count + 1)
        for (place, part) in (1...count).sorted(by: { firsts[$0] < firsts[$1] }).enumerated() {
            order[part] = UInt32(place)
        }
        return order
    }
}
