import Foundation
import Imaging
import Results
import Service
import Settings
import TestSupport
import Testing
import WorkerProtocol

@Suite("When a folder leaves its usual band")
struct ControlChartTests {
    /// Shares around `centre`, by a plain rule that repeats after five.
    private static func share(_ index: Int, centre: Double = 0.8) -> Double {
        centre + 0.01 * Double((index * 2) % 5 - 2)
    }

    private static func learned(_ count: Int = 60) -> ControlChart {
        var chart = ControlChart()
        for index in 0..<count { chart.add(share: share(index), of: 4_096, isUsual: true) }
        return chart
    }

    /// The images until it is outside; nil where it stays inside for 100.
    private static func untilOutside(_ chart: ControlChart, centre: Double) -> Int? {
        var chart = chart
        return (0..<100).first { index in
            chart.add(share: share(index, centre: centre), of: 4_096, isUsual: true)
            return chart.isOutside
        }.map { $0 + 1 }
    }

    @Test("images like the others stay inside, and fewer than 30 say nothing at all")
    func usual() {
        #expect(Self.untilOutside(Self.learned(), centre: 0.8) == nil)
        #expect(Self.learned(29).usualShare == nil)
        #expect(Self.untilOutside(Self.learned(20), centre: 0.8) == nil)
        let usual = Self.learned().usualShare ?? 0
        #expect(abs(usual - 0.8) < 0.001)
    }

    @Test("a shift by two deviations is told within a few images, in either direction", arguments: [0.77, 0.83])
    func shift(centre: Double) throws {
        let images = try #require(Self.untilOutside(Self.learned(), centre: centre))
        #expect((2...8).contains(images))
    }

    @Test("a single image, however strange, is no drift; neither is one after the other apart")
    func single() {
        var chart = Self.learned()
        for index in 0..<5 {
            chart.add(share: 0, of: 4_096, isUsual: false)
            #expect(!chart.isOutside)
            for number in 0..<12 { chart.add(share: Self.share(index + number), of: 4_096, isUsual: true) }
        }
        chart.add(share: 0, of: 4_096, isUsual: false)
        chart.add(share: 0, of: 4_096, isUsual: false)
        #expect(chart.isOutside)
    }

    @Test("it is over when the average is back, and what was strange was not learned")
    func back() {
        var chart = Self.learned()
        let usual = chart.usualShare
        for _ in 0..<50 { chart.add(share: 0.5, of: 4_096, isUsual: true) }
        #expect(chart.isOutside)
        let images = (0..<20).first { index in
            chart.add(share: Self.share(index), of: 4_096, isUsual: true)
            return !chart.isOutside
        }
        #expect(images.map { (2...8).contains($0) } == true)
        #expect(abs((chart.usualShare ?? 0) - (usual ?? 1)) < 0.01)
    }

    @Test("images with flags of their own are not learned from")
    func unusual() {
        var chart = ControlChart()
        for index in 0..<60 { chart.add(share: Self.share(index), of: 4_096, isUsual: false) }
        #expect(chart.usualShare == nil)
    }

    @Test("folders whose images are all but equal do not cry over a thousandth")
    func constant() {
        var chart = ControlChart()
        for _ in 0..<60 { chart.add(share: 0.99, of: 4_096, isUsual: true) }
        for _ in 0..<20 { chart.add(share: 0.9895, of: 4_096, isUsual: true) }
        #expect(!chart.isOutside)
        for _ in 0..<20 { chart.add(share: 0.98, of: 4_096, isUsual: true) }
        #expect(chart.isOutside)
    }

    @Test("a share that most images have makes no alarm of the others", arguments: [0.6, 0.7, 0.8], [false, true])
    func mostlyEqual(part: Double, isHigh: Bool) {
        var alarms = 0
        for seed in 0..<40 {
            var random = SplitMix(seed: UInt64(seed))
            var chart = ControlChart()
            for _ in 0..<500 {
                let isEqual = Double.random(in: 0..<1, using: &random) < part
                let count = isEqual ? 0 : Int.random(in: 1...5, using: &random)
                let share = Double(count) / 1_024
                let before = chart.isOutside
                chart.add(share: isHigh ? 1 - share : share, of: 1_024, isUsual: true)
                if chart.isOutside, !before { alarms += 1 }
            }
        }
        #expect(alarms <= 40, "\(Double(alarms) / 40) in 500")
    }

    @Test("a shift of such a share by two deviations of its images is told all the same")
    func mostlyEqualShifts() throws {
        var (random, images) = (SplitMix(seed: 1), [Int]())
        for _ in 0..<40 {
            var chart = ControlChart()
            func share(_ part: Double) -> Double {
                if Double.random(in: 0..<1, using: &random) < part { return 0 }
                return Double(Int.random(in: 5...20, using: &random)) / 4_096
            }
            for _ in 0..<200 { chart.add(share: share(0.7), of: 4_096, isUsual: true) }
            guard !chart.isOutside else { continue }
            let first = (0..<100).first { _ in
                // The arcsine's mean is 0.016 and its deviation 0.025.
                let sine = sin(asin(share(0.7).squareRoot()) + 0.05)
                chart.add(share: sine * sine, of: 4_096, isUsual: true)
                return chart.isOutside
            }
            images.append((first ?? 100) + 1)
        }
        let median = try #require(images.sorted().dropFirst(images.count / 2).first)
        #expect(images.count > 30 && median <= 6, "\(images)")
    }

    @Test("the charts name the figures that have left, and a key switches the flag off")
    func words() {
        var charts = DoubtCharts()
        func doubt(_ halves: Double?, _ index: Int) -> ForestDoubt {
            ForestDoubt(pixels: 4_096, halvesDice: halves, meanMargin: Self.share(index, centre: 0.6))
        }
        for index in 0..<60 { charts.add(doubt(Self.share(index), index), isUsual: true) }
        #expect(charts.words(nil) == nil)
        for index in 0..<10 { charts.add(doubt(0.7, index), isUsual: true) }
        let last = doubt(0.7, 0)
        let flags = QualityJudge(QualitySettings()).drift(charts, last)
        let message =
            "the folder has left its usual band: how much the halves of the forest agree (0.7, usually 0.8002)"
        #expect(flags.map(\.kind) == ["doubt_rises"])
        #expect(flags.first?.message.prefix(90) == message.prefix(90))
        var settings = QualitySettings()
        settings.drift = false
        #expect(QualityJudge(settings).drift(charts, last).isEmpty)
        // An image without figures says nothing, and changes nothing.
        let before = charts
        charts.add(nil, isUsual: true)
        #expect(charts == before)
    }
}
