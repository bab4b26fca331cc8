import Imaging
import Pictures
import Testing

@Suite("Outlines of objects")
struct ObjectOutlinesTests {
    private let width = 61
    private let height = 47

    /// Rectangles that touch each other and all edges, some of a single pixel, with gaps in the numbering.
    private func plane() -> [UInt32] {
        var random = SplitMix(seed: 11)
        var plane = [UInt32](repeating: 0, count: width * height)
        func fill(_ label: UInt32, _ columns: Range<Int>, _ rows: Range<Int>) {
            for y in rows { for x in columns { plane[y * width + x] = label } }
        }
        for label in 1...25 {
            let (x, y) = (Int.random(in: 0..<width, using: &random), Int.random(in: 0..<height, using: &random))
            fill(UInt32(2 * label), x..<min(width, x + label % 9 + 1), y..<min(height, y + label % 7 + 1))
        }
        fill(60, 0..<8, 0..<5)
        fill(61, width - 6..<width, 10..<20)
        fill(62, 20..<30, height - 4..<height)
        return plane
    }

    /// Pixels of an object with another label, or the edge, beside them.
    private func border(_ plane: [UInt32]) -> [(x: Int, y: Int, label: UInt32)] {
        var border: [(x: Int, y: Int, label: UInt32)] = []
        for y in 0..<height {
            for x in 0..<width where plane[y * width + x] != 0 {
                let own = plane[y * width + x]
                let isBorder = [(1, 0), (-1, 0), (0, 1), (0, -1)].contains { dx, dy in
                    let (u, v) = (x + dx, y + dy)
                    return u < 0 || v < 0 || u >= width || v >= height || plane[v * width + u] != own
                }
                if isBorder { border.append((x, y, own)) }
            }
        }
        return border
    }

    @Test("are the objects' outermost pixels, at any smaller scale", arguments: [1.0, 0.5, 0.37])
    func outermost(factor: Double) {
        let plane = plane()
        let (toWidth, toHeight) = (Int(Double(width) * factor), Int(Double(height) * factor))
        let scale = PictureScale(
            width: width,
            height: height,
            frameWidth: toWidth,
            frameHeight: toHeight,
            enlargedTo: 0
        )
        let places = ObjectPlaces(labels: plane, width: width, largest: 62).places
        let found = ObjectOutlines(of: plane, width: width, height: height, places: places, on: scale).labels
        var expected = [Set<UInt32>](repeating: [], count: scale.width * scale.height)
        for pixel in border(plane) {
            let x = Int((Double(pixel.x) + 0.5) * Double(scale.width) / Double(width))
            let y = Int((Double(pixel.y) + 0.5) * Double(scale.height) / Double(height))
            expected[y * scale.width + x].insert(pixel.label)
        }
        for (label, labels) in zip(found, expected) {
            #expect(label == 0 ? labels.isEmpty : labels.contains(label))
            // The smallest one is seen.
            if let least = labels.map({ places[Int($0)].area }).min() { #expect(places[Int(label)].area == least) }
        }
        guard factor == 1 else { return }
        #expect(Set(found) == Set(plane))
    }

    @Test("in a larger picture are lines inside the objects, along their sides", arguments: [2, 6])
    func larger(factor: Int) {
        let plane = plane()
        let scale = PictureScale(
            width: width,
            height: height,
            frameWidth: 2_000,
            frameHeight: 2_000,
            enlargedTo: width * factor
        )
        #expect(scale.factor == Double(factor))
        let places = ObjectPlaces(labels: plane, width: width, largest: 62).places
        let found = ObjectOutlines(of: plane, width: width, height: height, places: places, on: scale).labels
        func label(_ x: Int, _ y: Int) -> UInt32 {
            x < 0 || y < 0 || x >= scale.width || y >= scale.height ? 0 : plane[y / factor * width + x / factor]
        }
        let thickness = factor == 2 ? 1 : 2
        for y in 0..<scale.height {
            for x in 0..<scale.width {
                let own = label(x, y)
                let isNear = (1...thickness).contains { step in
                    [(step, 0), (-step, 0), (0, step), (0, -step)].contains { label(x + $0.0, y + $0.1) != own }
                }
                #expect(found[y * scale.width + x] == (own != 0 && isNear ? own : 0))
            }
        }
    }

    @Test("places are those of the pixels, and objects near each other differ in colour")
    func placesAndColours() {
        let plane = plane()
        let places = ObjectPlaces(labels: plane, width: width, largest: 62).places
        for label in 1...62 {
            let pixels = plane.indices.filter { plane[$0] == UInt32(label) }
            #expect(places[label].area == pixels.count)
            guard !pixels.isEmpty else { continue }
            let columns = pixels.map { $0 % width }
            #expect((places[label].firstColumn, places[label].lastColumn) == (columns.min(), columns.max()))
            let centre = Double(columns.reduce(0, +)) / Double(pixels.count) + 0.5
            #expect(abs(places[label].centre.x - centre) < 1e-9)
        }
        // A grid of objects that touch each other: no object has the colour of one of its eight neighbours.
        var grid: [UInt32] = []
        for row in 0..<90 { for column in 0..<90 { grid.append(UInt32(row / 9 * 10 + column / 9 + 1)) } }
        let cells = ObjectPlaces(labels: grid, width: 90, largest: 100).places
        let colours = ObjectColours.ofNeighbours(cells, width: 90, height: 90)
        for row in 0..<10 {
            for column in 0..<10 {
                for (dx, dy) in [(1, 0), (0, 1), (1, 1), (-1, 1)] {
                    let (otherColumn, otherRow) = (column + dx, row + dy)
                    guard (0..<10).contains(otherColumn), otherRow < 10 else { continue }
                    let (own, other) = (row * 10 + column + 1, otherRow * 10 + otherColumn + 1)
                    #expect(colours[own] != colours[other])
                }
            }
        }
    }
}
