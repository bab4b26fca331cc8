import Imaging
import Measurement
import Testing

/// Neighbours found by looking at all pairs.
@Suite("Neighbours of objects")
struct ObjectNeighbourTests {
    /// Labels of single pixels scattered over a plane or volume, numbered in the order of the pixels.
    private static func scattered(_ size: ImageSize, share: UInt32, seed: UInt32) -> LabelImage {
        var source = PixelSequence(seed: seed)
        var count = 0
        let labels = (0..<size.pixelCount).map { _ -> UInt32 in
            guard source.next() % 100 < share else { return 0 }
            count += 1
            return UInt32(count)
        }
        return LabelImage(size: size, labels: labels, count: count)
    }

    private static func position(_ index: Int, _ size: ImageSize) -> [Float] {
        let (slice, rest) = index.quotientAndRemainder(dividingBy: size.width * size.height)
        return [Float(rest % size.width), Float(rest / size.width), Float(slice)]
    }

    private static func columns(_ names: [String], _ labels: LabelImage) throws -> [[Float]] {
        try ObjectFeatureTable.columns(
            of: names.map { try ObjectFeature(named: $0) },
            names: names,
            labels: labels,
            intensity: nil
        )
    }

    private static func nearest(_ count: Int) -> String { "average_distance_of_n_nearest_neighbors=\(count)" }

    @Test(
        "the nearest objects are those of a look at all",
        arguments: [
            ImageSize(width: 90, height: 70), ImageSize(width: 1, height: 400),
            ImageSize(width: 19, height: 17, depth: 9),
        ]
    )
    func nearest(size: ImageSize) throws {
        let image = Self.scattered(size, share: 20, seed: 7)
        let positions = image.labels.indices.filter { image.labels[$0] != 0 }.map { Self.position($0, size) }
        let numbers = [1, 2, 6, 40]
        let columns = try Self.columns(numbers.map(Self.nearest), image)
        for (label, own) in positions.enumerated() {
            let distances = positions.enumerated().filter { $0.offset != label }.map { _, other in
                zip(own, other).reduce(0) { $0 + ReferencePower.square($1.0 - $1.1) }.squareRoot()
            }.sorted()
            for (number, column) in zip(numbers, columns) {
                #expect(column[label + 1] == distances.prefix(number).reduce(0, +) / Float(number))
            }
        }
    }

    @Test("touching objects and their faces are those of a look at all pixels")
    func touching() throws {
        var source = PixelSequence(seed: 3)
        let size = ImageSize(width: 23, height: 19, depth: 5)
        let labels = (0..<size.pixelCount).map { _ in source.next() % 40 }
        let image = LabelImage(size: size, labels: labels, count: Int(labels.max() ?? 0))
        let columns = try Self.columns(["touching_neighbor_count", "touch_count_sum", "maximum_touch_count"], image)
        var faces: [[UInt32]: Float] = [:]
        for index in labels.indices {
            for other in labels.indices where other > index {
                let steps = zip(Self.position(index, size), Self.position(other, size)).map { abs($0 - $1) }
                if steps.reduce(0, +) == 1, labels[index] != labels[other] {
                    faces[[labels[index], labels[other]].sorted(), default: 0] += 1
                }
            }
        }
        for label in 1...image.count {
            let own = faces.filter { $0.key.contains(UInt32(label)) && $0.key[0] != 0 }.map(\.value)
            #expect(columns[0][label] == Float(own.count))
            #expect(columns[1][label] == own.reduce(0, +) && columns[2][label] == own.max() ?? 0)
        }
    }

    @Test("what compares all objects with all is refused where there are many, and what does not is not")
    func many() throws {
        let image = Self.scattered(ImageSize(width: 600, height: 600), share: 25, seed: 5)
        try #require(image.count > 50_000)
        let counts = try Self.columns(["area", "touching_neighbor_count", Self.nearest(1)], image)
        #expect(counts.allSatisfy { $0.count == image.count + 1 })
        for name in ["distance_to_most_distant_other", "proximal_neighbor_count_d10"] {
            let error = #expect(throws: ObjectMeasurementError.self) { try Self.columns([name], image) }
            #expect(error?.description.contains("\(image.count)") == true)
        }
    }

    @Test("intensities along faces are refused without an image; labels that float32 does not tell apart always")
    func refused() throws {
        let names = ["mean_touch_intensity"]
        let image = LabelImage(size: ImageSize(width: 2, height: 1), labels: [1, 2], count: 2)
        #expect(throws: ObjectMeasurementError.noIntensity(feature: names[0])) {
            try PairFeatureTable(of: [.meanTouchIntensity], names: names, labels: image, intensity: nil)
        }
        let large = LabelImage(size: ImageSize(width: 1, height: 1), labels: [(1 << 24) + 1], count: (1 << 24) + 1)
        #expect(throws: ObjectMeasurementError.labelTooLarge((1 << 24) + 1)) { try Self.columns(["area"], large) }
    }
}
