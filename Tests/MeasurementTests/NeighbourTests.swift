import Imaging
import Measurement
import Testing

@Suite("Neighbours against a search over all objects")
struct NeighbourTests {
    @Test("planes and volumes", arguments: 1...40)
    func small(seed: Int) throws {
        try expectNeighbours(of: LabelSamples.plane(seed), isVolume: false, spacing: [1, 0.5, 0.5])
        try expectNeighbours(of: LabelSamples.volume(seed), isVolume: true, spacing: [3, 0.5, 0.5])
    }

    @Test("hundreds of objects, whose tree has many branches", arguments: 1...6)
    func many(seed: Int) throws {
        var random = PixelSequence(seed: UInt32(seed))
        let size = ImageSize(width: 90, height: 40)
        // Every other seed has all objects on a coarse grid, so that many are equally near.
        var labels = [UInt32](repeating: 0, count: size.pixelCount)
        for label in 1...500 {
            let place = Int(random.next()) % (size.pixelCount / 2)
            labels[seed % 2 == 0 ? place * 2 : place] = UInt32(label)
        }
        let image = LabelImage(size: size, labels: labels, count: 500)
        try expectNeighbours(of: image, isVolume: false, spacing: [1, 2, 0.5])
    }

    private func expectNeighbours(of labels: LabelImage, isVolume: Bool, spacing: [Double]) throws {
        var content = TableContent(groups: [.neighbours], channelCount: 0, isVolume: isVolume)
        content.pixelSize = PixelSize(x: spacing[2], y: spacing[1], z: spacing[0], unit: "µm")
        let plane = PlaneMeasurement(content, frame: 0, slice: 0, labels: labels, channels: [])
        let nearest = try #require(plane.column(named: "nearest_neighbour_label"))
        let distances = try #require(plane.column(named: "nearest_neighbour_distance"))
        let physical = try #require(plane.column(named: "nearest_neighbour_distance_um"))
        let touching = try #require(plane.column(named: "touching_neighbours"))
        let present = labels.present
        let places = Dictionary(uniqueKeysWithValues: present.map { ($0, labels.places(of: $0)) })
        let centroids = places.mapValues { SlowShape(places: $0).centroid }
        for label in present {
            let (index, own) = (Int(label), centroids[label] ?? [])
            func distance(to other: UInt32, _ spacing: [Double]) -> Double {
                var squares = 0.0
                for (axis, place) in (centroids[other] ?? []).enumerated() {
                    let step: Double = (own[axis] - place) * spacing[axis]
                    squares += step * step
                }
                return squares.squareRoot()
            }
            let others = present.filter { $0 != label }.map { ($0, distance(to: $0, [1, 1, 1])) }
            let least = others.map(\.1).min()
            #expect(nearest[index] == Double(others.first { $0.1 == least }?.0 ?? 0))
            #expect(isNear(distances[index], least))
            #expect(isNear(physical[index], others.map { distance(to: $0.0, spacing) }.min()))
            #expect(Int(touching[index]) == touchingLabels(labels, places[label] ?? []).subtracting([0, label]).count)
        }
    }

    private func isNear(_ value: Double, _ expected: Double?) -> Bool {
        expected.map { abs(value - $0) < 1e-9 } ?? value.isNaN
    }

    private func touchingLabels(_ image: LabelImage, _ places: [[Int]]) -> Set<UInt32> {
        var found = Set<UInt32>()
        let extents = [image.size.depth, image.size.height, image.size.width]
        for place in places {
            for step in 0..<27 {
                let other = zip(place, [step / 9 - 1, step / 3 % 3 - 1, step % 3 - 1]).map { $0 + $1 }
                guard zip(other, extents).allSatisfy({ $0 >= 0 && $0 < $1 }) else { continue }
                found.insert(image.labels[(other[0] * extents[1] + other[1]) * extents[2] + other[2]])
            }
        }
        return found
    }
}
