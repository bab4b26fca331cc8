import Exports
import Imaging

/// Label images to export, and the way back from outlines to pixels.
enum SampleLabels {
    /// An image drawn in characters, one a pixel; blanks and dots are background, digits and letters are labels.
    static func drawn(_ rows: [String]) -> LabelImage {
        let labels = rows.flatMap { row in row.map { $0 == "." ? 0 : UInt32($0.wholeNumberValue ?? 0) } }
        let size = ImageSize(width: rows[0].count, height: rows.count)
        return LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
    }

    /// Pixels of random labels, each a copy of a neighbour by chance, so that there are pieces, holes and touching corners.
    static func random(_ size: ImageSize, labels: Int, cohesion: Int, seed: UInt64) -> LabelImage {
        var numbers = SplitMix(seed: seed)
        var pixels = [UInt32](repeating: 0, count: size.pixelCount)
        for index in pixels.indices {
            let roll = Int(numbers.next() % 100)
            if roll < cohesion, index >= 1, index % size.width > 0 {
                pixels[index] = pixels[index - 1]
            } else if roll < 2 * cohesion, index >= size.width {
                pixels[index] = pixels[index - size.width]
            } else {
                pixels[index] = UInt32(numbers.next() % UInt64(labels + 1))
            }
        }
        return LabelImage(size: size, labels: pixels, count: labels)
    }

    /// Shapes that are hard to outline.
    static let hard: [(name: String, image: LabelImage)] = [
        ("one pixel", drawn(["1"])),
        ("nothing", drawn(["..", ".."])),
        ("everything", drawn(["111", "111"])),
        ("corners of the image", drawn(["1.2", "...", "3.4"])),
        ("touching corners", drawn(["1..", ".1.", "..1"])),
        ("touching corners, the other way", drawn(["..1", ".1.", "1.."])),
        ("a hole that touches the outside", drawn([".11", "1.1", "111"])),
        ("holes that touch", drawn(["11111", "1.111", "11.11", "111.1", "11111"])),
        (
            "a ring of holes around pixels that touch in corners",
            drawn(["1111111", "111.111", "11.1.11", "111.111", "1111111"])
        ),
        ("holes in holes", drawn(["1111111", "1.....1", "1.111.1", "1.1.1.1", "1.111.1", "1.....1", "1111111"])),
        ("another object in the hole", drawn(["1111", "1221", "1231", "1111"])),
        ("checkers", drawn(["1.1.1", ".1.1.", "1.1.1"])),
        ("two kinds of checkers", drawn(["12121", "21212", "12121"])),
        ("a figure of eight", drawn(["111..", "1.1..", "11111", "..1.1", "..111"])),
        ("label 2 is absent", drawn(["1.3"])),
    ]

    /// The label image that outlines were made of, by the even-odd rule on lines through the middles of rows.
    static func filled(_ outlines: [(label: Int, outline: Outline)], size: ImageSize) -> [UInt32] {
        var pixels = [UInt32](repeating: 0, count: size.width * size.height)
        for (label, outline) in outlines {
            var crossings: [Int: [Int]] = [:]
            for ring in outline.rings {
                for (from, to) in zip(ring, ring.dropFirst() + [ring[0]]) where from.y != to.y {
                    for row in min(from.y, to.y)..<max(from.y, to.y) {
                        crossings[Int(row), default: []].append(Int(from.x))
                    }
                }
            }
            for (row, columns) in crossings {
                let columns = columns.sorted()
                for pair in stride(from: 0, to: columns.count, by: 2) {
                    for column in columns[pair]..<columns[pair + 1] {
                        // A pixel that is filled twice would not be seen by comparing alone.
                        pixels[row * size.width + column] +=
                            pixels[row * size.width + column] == 0 ? UInt32(label) : 1_000
                    }
                }
            }
        }
        return pixels
    }

    /// The outlines of every object of a slice.
    static func outlines(_ image: LabelImage, slice: Int = 0) -> [(label: Int, outline: Outline)] {
        var tracer = OutlineTracer(slice: slice, of: image)
        return (0...image.count).dropFirst().flatMap { label in
            tracer.outlines(of: label).map { (label, $0) }
        }
    }
}
