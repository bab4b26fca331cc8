package import Imaging

/// Traces the outlines of the objects of one slice.
///
/// Time grows with the pixels of the slice and the length of the outlines; memory with the runs, and a bit a pixel.
package struct OutlineTracer {
    /// The runs of each object, along rows.
    package let runs: ObjectRuns
    private let image: LabelImage
    private let firstPixel: Int
    /// A bit a pixel: whether its upper side was traced. Every ring has an upper side of a pixel of the object.
    private var traced: [UInt64]

    /// Prepares a slice.
    package init(slice: Int, of image: LabelImage) {
        self.image = image
        runs = ObjectRuns(slice: slice, of: image, along: .rows)
        let pixels = image.size.width * image.size.height
        firstPixel = slice * pixels
        traced = Array(repeating: 0, count: (pixels + 63) / 64)
    }

    /// The outlines of an object, one for each piece of it that is connected by sides; to be asked once for each label.
    package mutating func outlines(of label: Int) -> [Outline] {
        let runs = runs[label]
        guard !runs.isEmpty else { return [] }
        let pieces = Self.pieces(of: runs)
        var outlines = [Outline](repeating: Outline(exterior: []), count: pieces.count)
        for (run, piece) in zip(runs, pieces.ofRuns) {
            for x in run.start..<run.end where isRingStart(x, run.line, UInt32(label)) {
                for ring in trace(x, run.line, UInt32(label)) {
                    if Self.isExterior(ring) {
                        outlines[piece].exterior = ring
                    } else {
                        outlines[piece].holes.append(ring)
                    }
                }
            }
        }
        return outlines
    }

    /// Whether the upper side of a pixel is part of a ring that was not traced yet.
    private func isRingStart(_ x: Int32, _ y: Int32, _ label: UInt32) -> Bool {
        let pixel = Int(y) * image.size.width + Int(x)
        return traced[pixel >> 6] & 1 << (pixel & 63) == 0 && !carries(label, x, y - 1)
    }

    private func carries(_ label: UInt32, _ x: Int32, _ y: Int32) -> Bool {
        let (width, height) = (image.size.width, image.size.height)
        guard x >= 0, y >= 0, x < width, y < height else { return false }
        return image.labels[firstPixel + Int(y) * width + Int(x)] == label
    }

    /// Follows the outline from the upper left corner of pixel (`startX`, `startY`), the object to the right.
    ///
    /// Where pixels of the object touch in a corner only, it stays with the pixel that it follows. A ring that comes
    /// through such a corner again is cut in two there, for a polygon's ring must not touch itself.
    private mutating func trace(_ startX: Int32, _ startY: Int32, _ label: UInt32) -> [[Corner]] {
        var rings: [[Corner]] = []
        var corners = [Corner(x: startX, y: startY)]
        // The corners where the object touches itself, with their places in `corners`.
        var touching: [Corner: Int] = [:]
        if carries(label, startX - 1, startY - 1), !carries(label, startX - 1, startY) { touching[corners[0]] = 0 }
        var (x, y) = (startX, startY)
        // Right, down, left, up.
        var heading = 0
        repeat {
            let (ahead, beside): ((Int32, Int32), (Int32, Int32))
            switch heading {
            case 0:
                let pixel = Int(y) * image.size.width + Int(x)
                traced[pixel >> 6] |= 1 << (pixel & 63)
                x += 1
                (ahead, beside) = ((x, y), (x, y - 1))
            case 1:
                y += 1
                (ahead, beside) = ((x - 1, y), (x, y))
            case 2:
                x -= 1
                (ahead, beside) = ((x - 1, y - 1), (x - 1, y))
            default:
                y -= 1
                (ahead, beside) = ((x, y - 1), (x - 1, y - 1))
            }
            let corner = Corner(x: x, y: y)
            let isBesideOurs = carries(label, beside.0, beside.1)
            var isTouching = false
            if !carries(label, ahead.0, ahead.1) {
                heading = (heading + 1) & 3
                isTouching = isBesideOurs
            } else if isBesideOurs {
                heading = (heading + 3) & 3
            } else {
                continue
            }
            if x == startX, y == startY, heading == 0 { break }
            if isTouching, let place = touching[corner] {
                rings.append(Array(corners[place...]))
                corners.removeSubrange((place + 1)...)
            } else {
                if isTouching { touching[corner] = corners.count }
                corners.append(corner)
            }
        } while true
        rings.append(corners)
        return rings
    }

    /// Whether the area inside a ring is the object's (shoelace formula).
    private static func isExterior(_ ring: [Corner]) -> Bool {
        var area = 0
        var last = ring[ring.count - 1]
        for corner in ring {
            area += Int(last.x) * Int(corner.y) - Int(corner.x) * Int(last.y)
            last = corner
        }
        return area > 0
    }

    /// The pieces that runs form by touching with sides, numbered in the order of their first runs.
    private static func pieces(of runs: ArraySlice<ObjectRuns.Run>) -> (count: Int, ofRuns: [Int]) {
        let first = runs.startIndex
        // Union-find: a run leads to an earlier one of its piece, the first to itself.
        var leads = Array(0..<runs.count)
        func root(_ index: Int) -> Int {
            var index = index
            while leads[index] != index {
                leads[index] = leads[leads[index]]
                index = leads[index]
            }
            return index
        }
        var above = first
        for index in runs.indices {
            let run = runs[index]
            // All before `above` end left of every run that is still to come, or two rows up.
            while runs[above].line < run.line - 1 || runs[above].line == run.line - 1 && runs[above].end <= run.start {
                above += 1
            }
            var other = above
            while runs[other].line == run.line - 1, runs[other].start < run.end {
                let (a, b) = (root(other - first), root(index - first))
                leads[max(a, b)] = min(a, b)
                other += 1
            }
        }
        var count = 0
        var numbers = leads
        for index in leads.indices {
            let root = root(index)
            if root == index {
                numbers[index] = count
                count += 1
            } else {
                numbers[index] = numbers[root]
            }
        }
        return (count, numbers)
    }
}
