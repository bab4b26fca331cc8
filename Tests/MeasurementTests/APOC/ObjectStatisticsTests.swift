import Imaging
import Measurement
import Testing

/// Small images whose statistics can be told by hand.
@Suite("APOC's statistics of objects")
struct ObjectStatisticsTests {
    private static let all = Set(ObjectStatistic.allCases)

    /// Labels 1 and 3 in a row; 2 is not there.
    private static let image = LabelImage(
        size: ImageSize(width: 4, height: 2),
        labels: [0, 1, 1, 0, 3, 0, 1, 0],
        count: 3
    )

    @Test("an object, one pixel, a label that is not there, and the background")
    func values() {
        let statistics = ObjectStatistics(of: Self.all, labels: Self.image, intensity: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(statistics[.area] == [4, 3, 0, 1])
        #expect(statistics[.sumIntensity] == [19, 12, 0, 5])
        #expect(statistics[.minimumIntensity][1] == 2 && statistics[.maximumIntensity][1] == 7)
        #expect(statistics[.centroidX][1] == 5 / 3 as Float && statistics[.centroidY][1] == 1 / 3 as Float)
        #expect(statistics[.massCentreX][1] == (2 + 6 + 14) / 12 as Float)
        #expect(statistics[.width][1] == 2 && statistics[.height][1] == 2 && statistics[.depth][1] == 1)
        #expect(statistics[.label] == [1, 2, 3, 4] && statistics[.originalLabel] == [0, 1, 2, 3])
        #expect(statistics[.centroidRatio][3].isNaN && statistics[.standardDeviationIntensity][3] == 0)
        #expect(statistics[.meanIntensity][2].isNaN && statistics[.width][2] == -.infinity)
        #expect(statistics[.minimumIntensity][2] == .greatestFiniteMagnitude)
    }

    @Test("without an image the labels plus 1 are the intensities")
    func noImage() {
        let statistics = ObjectStatistics(of: [.meanIntensity], labels: Self.image, intensity: nil)
        #expect(statistics[.meanIntensity][1] == 2 && statistics[.meanIntensity][3] == 4)
    }

    @Test("a NaN is an extreme only in the first row of the image")
    func nan() {
        let first = ObjectStatistics(of: Self.all, labels: Self.image, intensity: [0, .nan, 3, 0, 5, 0, 7, 0])
        #expect(first[.maximumIntensity][1].isNaN && first[.sumIntensity][1].isNaN)
        let second = ObjectStatistics(of: Self.all, labels: Self.image, intensity: [0, 2, 3, 0, 5, 0, .nan, 0])
        #expect(second[.maximumIntensity][1] == 3 && second[.sumIntensity][1].isNaN)
    }

    @Test("rows are summed one by one, in float32")
    func order() {
        // 2^24 + 1 is 2^24 in float32: two rows of 1 + 1 count, four 1 one after the other do not.
        let size = ImageSize(width: 2, height: 3)
        let image = LabelImage(size: size, labels: [UInt32](repeating: 1, count: 6), count: 1)
        let sums = ObjectStatistics(of: [.sumIntensity], labels: image, intensity: [16_777_216, 0, 1, 1, 1, 1])
        #expect(sums[.sumIntensity][1] == 16_777_220)
    }

    @Test("the columns of a table: names as in APOC, nothing of intensities without an image")
    func columns() {
        let plain = ObjectFeatureTable.statistics(of: Self.image, intensity: nil)
        #expect(plain.first { $0.name == "area" }?.values == [4, 3, 0, 1])
        #expect(!plain.contains { $0.name.contains("intensity") || $0.name.contains("mass") || $0.name == "label" })
        let all = ObjectFeatureTable.statistics(of: Self.image, intensity: [Float](repeating: 1, count: 8))
        #expect(all.count == 35 && plain.count == 20)
    }
}
