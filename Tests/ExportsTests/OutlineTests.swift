import Exports
import Imaging
import Testing

@Suite("Outlines")
struct OutlineTests {
    private static let mixtures = [
        (3, 2, 0), (17, 1, 0), (64, 1, 0), (40, 3, 20), (40, 3, 40), (65, 1, 45), (90, 300, 45), (31, 2, 48),
    ]

    @Test("filled again give the label image", arguments: SampleLabels.hard.indices)
    func hard(index: Int) {
        let (name, image) = SampleLabels.hard[index]
        check(image, "\(name)")
    }

    @Test("filled again give the label image, whatever it is", arguments: mixtures)
    func random(side: Int, labels: Int, cohesion: Int) {
        for seed in 0..<6 as Range<UInt64> {
            let size = ImageSize(width: side, height: side + 3)
            let image = SampleLabels.random(size, labels: labels, cohesion: cohesion, seed: seed)
            check(image, "\(side) \(labels) \(cohesion) \(seed)")
        }
    }

    private func check(_ image: LabelImage, _ name: String) {
        let outlines = SampleLabels.outlines(image)
        #expect(SampleLabels.filled(outlines, size: image.size) == image.labels, "\(name)")
        for (_, outline) in outlines {
            #expect(area(outline.exterior) > 0 && outline.holes.allSatisfy { area($0) < 0 }, "\(name)")
            for ring in outline.rings {
                #expect(Set(ring).count == ring.count, "\(name): a ring touches itself")
                for index in ring.indices {
                    let (a, b, c) = (ring[index], ring[(index + 1) % ring.count], ring[(index + 2) % ring.count])
                    #expect((a.x == b.x) != (a.y == b.y) && (a.x == b.x) != (b.x == c.x), "\(name): no corner")
                }
            }
        }
        #expect(Set(outlines.map(\.label)) == Set(image.labels.filter { $0 > 0 }.map(Int.init)), "\(name)")
    }

    /// Twice the area inside a ring, with a sign.
    private func area(_ ring: [Corner]) -> Int {
        zip(ring, ring.dropFirst() + [ring[0]]).reduce(0) { $0 + Int($1.0.x) * Int($1.1.y) - Int($1.1.x) * Int($1.0.y) }
    }

    @Test("pieces that touch in corners are polygons of their own, and holes that touch are too")
    func pieces() {
        func shape(_ rows: [String]) -> [Int] {
            SampleLabels.outlines(SampleLabels.drawn(rows)).map(\.outline.holes.count)
        }
        #expect(shape(["1..", ".1.", "..1"]) == [0, 0, 0])
        #expect(shape([".11", "1.1", "111"]) == [1])
        #expect(shape(["11111", "1.111", "11.11", "111.1", "11111"]) == [3])
        #expect(shape(["1111111", "111.111", "11.1.11", "111.111", "1111111"]) == [1, 0])
        #expect(shape(["1111111", "1.....1", "1.111.1", "1.1.1.1", "1.111.1", "1.....1", "1111111"]) == [1, 1])
    }

    @Test("each slice of a volume has its own")
    func volume() {
        let size = ImageSize(width: 20, height: 15, depth: 3)
        let image = SampleLabels.random(size, labels: 9, cohesion: 40, seed: 5)
        for slice in 0..<3 {
            let pixels = Array(image.labels[slice * 300..<(slice + 1) * 300])
            #expect(SampleLabels.filled(SampleLabels.outlines(image, slice: slice), size: size) == pixels)
        }
    }
}
