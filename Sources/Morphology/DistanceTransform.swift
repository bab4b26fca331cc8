/// The exact Euclidean distance of every pixel of a piece to the nearest pixel of its frame that is not of the piece.
///
/// Equal to `scipy.ndimage.distance_transform_edt` of the piece's mask in the whole image: what lies beyond the border
/// of the image is not background. Squared distances are whole numbers and found exactly, axis by axis (Meijster,
/// Roerdink and Hesselink 2000, "A general algorithm for computing distance transforms in linear time").
struct DistanceTransform: ~Copyable {
    /// Stands for "no background in sight"; its square is far above all squared distances.
    private static let far = 1 << 24
    /// Columns that are worked on together, so that whole cache lines are read.
    private static let block = 16

    private var column = Scratch<Int>()
    private var nearest = Scratch<Int>()
    private var begins = Scratch<Int>()
    private var result = Scratch<Int>()

    /// Writes the distances into `distances`, 0 outside the piece.
    ///
    /// - Returns: whether there is background; without, distances have no meaning.
    mutating func run(
        _ frame: ObjectFrame,
        isPiece: UnsafePointer<Bool>,
        distances: UnsafeMutablePointer<Double>
    ) -> Bool {
        alongRows(frame, isPiece, distances)
        let (rows, slices) = (frame.y.count, frame.z.count)
        for z in 0..<slices {
            let first = frame.index(x: 0, y: 0, z: z)
            along(frame.row, rows, lines: frame.x.count, open: frame.openY, distances + first)
        }
        if frame.is3D {
            for y in 0..<rows {
                let first = frame.index(x: 0, y: y, z: 0)
                along(frame.slice, slices, lines: frame.x.count, open: frame.openZ, distances + first)
            }
        }
        var most = 0.0
        for index in 0..<frame.count {
            most = max(most, distances[index])
            distances[index] = distances[index].squareRoot()
        }
        return most < Double(Self.far * Self.far)
    }

    /// The squared distance along X to the nearest pixel of the row that is not of the piece.
    private func alongRows(
        _ frame: ObjectFrame,
        _ isPiece: UnsafePointer<Bool>,
        _ distances: UnsafeMutablePointer<Double>
    ) {
        let (width, far) = (frame.x.count, Self.far)
        distances.update(repeating: 0, count: frame.count)
        for z in 0..<frame.z.count {
            for y in 0..<frame.y.count {
                let row = frame.index(x: 0, y: y, z: z)
                var distance = frame.openX.before ? 0 : far
                for x in 0..<width {
                    distance = isPiece[row + x] ? min(distance + 1, far) : 0
                    distances[row + x] = Double(distance)
                }
                distance = frame.openX.after ? 0 : far
                for x in (0..<width).reversed() {
                    distance = isPiece[row + x] ? min(distance + 1, far) : 0
                    let least = min(Double(distance), distances[row + x])
                    distances[row + x] = least * least
                }
            }
        }
    }

    /// Takes squared distances along one more axis: `lines` lines of `length` pixels that lie `stride` apart.
    private mutating func along(
        _ stride: Int,
        _ length: Int,
        lines: Int,
        open: (before: Bool, after: Bool),
        _ distances: UnsafeMutablePointer<Double>
    ) {
        // One pixel before and one behind: background, or nothing.
        let (extent, far) = (length + 2, Self.far * Self.far)
        let column = column.room(extent * Self.block)
        let result = result.room(extent * Self.block)
        for first in Swift.stride(from: 0, to: lines, by: Self.block) {
            let count = min(Self.block, lines - first)
            for line in 0..<count {
                column[line * extent] = open.before ? 0 : far
                column[line * extent + extent - 1] = open.after ? 0 : far
            }
            for index in 0..<length {
                for line in 0..<count {
                    column[line * extent + index + 1] = Int(distances[index * stride + first + line])
                }
            }
            for line in 0..<count { lowerEnvelope(column + line * extent, extent, result + line * extent) }
            for index in 0..<length {
                for line in 0..<count {
                    distances[index * stride + first + line] = Double(result[line * extent + index + 1])
                }
            }
        }
    }

    /// The least of (x − i)² + values[i] over all i, for every x.
    private mutating func lowerEnvelope(
        _ values: UnsafePointer<Int>,
        _ count: Int,
        _ least: UnsafeMutablePointer<Int>
    ) {
        // Which parabola is lowest from where on.
        let (nearest, begins) = (nearest.room(count), begins.room(count))
        var top = 0
        (nearest[0], begins[0]) = (0, 0)
        for new in 1..<count {
            while top >= 0 {
                let (x, old) = (begins[top], nearest[top])
                if (x - old) * (x - old) + values[old] <= (x - new) * (x - new) + values[new] { break }
                top -= 1
            }
            guard top >= 0 else {
                (top, nearest[0]) = (0, new)
                continue
            }
            let old = nearest[top]
            let rise = new * new - old * old + values[new] - values[old]
            let begin = 1 + Self.quotient(rise, 2 * (new - old))
            guard begin < count else { continue }
            top += 1
            (nearest[top], begins[top]) = (new, begin)
        }
        for x in (0..<count).reversed() {
            let parabola = nearest[top]
            least[x] = min((x - parabola) * (x - parabola) + values[parabola], Self.far * Self.far)
            if x == begins[top] { top -= 1 }
        }
    }

    /// A quotient of numbers that are not negative; short ones are divided faster.
    private static func quotient(_ dividend: Int, _ divisor: Int) -> Int {
        dividend >> 32 == 0 ? Int(UInt32(dividend) / UInt32(divisor)) : dividend / divisor
    }
}
