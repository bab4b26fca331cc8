import Foundation
import Imaging
import Morphology
import TestSupport
import Testing

/// The cases of `Tests/Fixtures/threshold_cases.py`, which vigra answers as ilastik asks it.
private struct ThresholdCases: Decodable {
    struct Case: Decodable {
        let image: String
        let threshold: Double
        let `class`: Int
        let core: Double?
        let core_class: Int
        let smooth: [Double]
        let area: [Double]
        let merge: Bool
        let count: Int

        var value: ProbabilityThreshold {
            get throws {
                try ProbabilityThreshold(
                    threshold: threshold,
                    classNumber: self.class,
                    core: core,
                    coreClass: core == nil ? nil : core_class,
                    // Less is refused, for it is none: ilastik was asked for such numbers.
                    smoothing: smooth.map { $0 < ProbabilityThreshold.leastSmoothing ? 0 : $0 },
                    least: area[0],
                    most: area[1],
                    merges: merge
                )
            }
        }
    }

    struct Smoothed: Decodable {
        let image: String
        let smooth: [Double]
    }

    let smoothed: [Smoothed]
    let cases: [Case]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/threshold")

    static func load() throws -> ThresholdCases {
        try JSONDecoder().decode(ThresholdCases.self, from: data("cases.json"))
    }

    static func array(_ name: String) throws -> NPYArray { try NPYArray([UInt8](data("\(name).npy"))) }

    private static func data(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: name))
    }
}

extension NPYArray {
    /// The size of each map of an array (class, z, y, x).
    fileprivate var mapSize: ImageSize { ImageSize(width: shape[3], height: shape[2], depth: shape[1]) }

    /// The maps of an array (class, z, y, x).
    fileprivate var maps: [[Float]] {
        let (floats, count) = (floats, mapSize.pixelCount)
        return (0..<shape[0]).map { Array(floats[$0 * count..<($0 + 1) * count]) }
    }
}

@Suite("Objects of probabilities, as ilastik makes them")
struct ProbabilityThresholdTests {
    @Test("are vigra's in every pixel and number: one threshold and two, smoothed and sized, in planes and volumes")
    func objects() throws {
        let expected = try ThresholdCases.array("labels").integers
        var start = 0
        for (number, entry) in try ThresholdCases.load().cases.enumerated() {
            let maps = try ThresholdCases.array(entry.image)
            let size = maps.mapSize
            let labels = try entry.value.objects(in: maps.maps, size: size)
            let own = labels.labels.map { Int($0) }
            let different = zip(own, expected[start..<start + size.pixelCount]).count { $0 != $1 }
            #expect(different == 0 && labels.count == entry.count, "case \(number): \(entry)")
            start += size.pixelCount
        }
        #expect(start == expected.count)
    }

    @Test("are made of maps that are smoothed as vigra smooths them, to the bit")
    func smoothing() throws {
        for (number, entry) in try ThresholdCases.load().smoothed.enumerated() {
            let maps = try ThresholdCases.array(entry.image)
            let expected = try ThresholdCases.array("smoothed_\(number)").maps
            let smoothing = MapSmoothing(entry.smooth, size: maps.mapSize)
            let different = zip(maps.maps, expected).reduce(0) { sum, pair in
                sum + zip(smoothing(pair.0), pair.1).count { $0.bitPattern != $1.bitPattern }
            }
            #expect(different == 0, "\(entry)")
        }
    }

    @Test("are mirrored again and again where an image is smaller than the Gaussian reaches")
    func narrow() {
        // Two pixels: the mirrored line is a, b, a, b, …
        let size = ImageSize(width: 2, height: 1)
        let smoothed = MapSmoothing([3, 1, 1], size: size)([0, 1])
        let weights = (-6...6).map { exp(-Double($0 * $0) / 18) }
        let odd = (-6...6).filter { $0 % 2 != 0 }.map { exp(-Double($0 * $0) / 18) }
        let share = odd.reduce(0, +) / weights.reduce(0, +)
        #expect(abs(Double(smoothed[0]) - share) < 1e-6 && abs(Double(smoothed[1]) - (1 - share)) < 1e-6)
        #expect(MapSmoothing([1, 1, 1], size: ImageSize(width: 1, height: 1))([0.25]) == [0.25])
    }

    @Test("that touch are one, or two where they shall not merge, and can be split behind")
    func splitting() throws {
        // Two discs of 1 that touch on a ground of 0.5: one object at 0.4, two cores at 0.9.
        let size = ImageSize(width: 40, height: 24)
        let map = (0..<size.pixelCount).map { index -> Float in
            let (y, x) = index.quotientAndRemainder(dividingBy: 40)
            let squares = [(12, 12), (12, 27)].map { (y - $0) * (y - $0) + (x - $1) * (x - $1) }
            return squares.min()! <= 36 ? 1 : squares.min()! <= 64 ? 0.5 : 0
        }
        let merged = try ProbabilityThreshold(threshold: 0.4, core: 0.9).objects(in: [map], size: size)
        #expect(merged.count == 1)
        #expect(merged.splittingTouching(smoothing: 1).labels.count == 2)
        let grown = try ProbabilityThreshold(threshold: 0.4, core: 0.9, merges: false).objects(in: [map], size: size)
        #expect(grown.count == 2)
        #expect(grown.splittingTouching(smoothing: 1).labels.count == 2)
    }
}
