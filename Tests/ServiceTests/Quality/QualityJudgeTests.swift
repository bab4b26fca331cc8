import Results
import Service
import Settings
import Testing
import WorkerProtocol

@Suite("Judging images")
struct QualityJudgeTests {
    private static func figures(
        blank: Bool = false,
        saturated: Double? = 0,
        focus: Double? = 0.1,
        outside: Double? = 0.5,
        objects: Int? = 100,
        foreground: Double? = 0.2
    ) -> ImageFigures {
        let channel = ImageQuality.Channel(
            blank: blank,
            percentile1: 90,
            percentile99: 2_000,
            saturatedShare: saturated,
            focus: blank ? nil : focus,
            outsideShare: outside
        )
        return ImageFigures(
            quality: ImageQuality(channels: [channel]),
            objects: objects,
            foregroundShare: foreground
        )
    }

    /// Images with focus 0.1 ± 0.01, 100 ± 4 objects and 20 ± 1 % foreground, half of them nearer.
    private static func recent(_ count: Int = 20) -> RecentImages {
        var recent = RecentImages()
        for index in 0..<count {
            let step = Double(index % 5 - 2) / 2
            recent.add(
                figures(focus: 0.1 + 0.01 * step, objects: 100 + Int(4 * step), foreground: 0.2 + 0.01 * step)
            )
        }
        return recent
    }

    private static func kinds(
        _ image: ImageFigures,
        among recent: RecentImages = recent(),
        _ change: (inout QualitySettings) -> Void = { _ in }
    ) -> [String] {
        var settings = QualitySettings()
        change(&settings)
        return QualityJudge(settings).flags(of: image, among: recent).map(\.kind)
    }

    @Test("an image like the others is not doubtful")
    func ordinary() {
        #expect(Self.kinds(Self.figures()).isEmpty)
        #expect(Self.kinds(Self.figures(objects: nil, foreground: nil)).isEmpty)
        #expect(Self.kinds(ImageFigures(quality: nil, objects: 7, foregroundShare: 0.2), among: RecentImages()).isEmpty)
    }

    @Test("blank, saturated and outside the training's range are said of the first image too")
    func alone() {
        let none = RecentImages()
        #expect(Self.kinds(Self.figures(blank: true), among: none) == ["blank"])
        #expect(Self.kinds(Self.figures(saturated: 0.01), among: none) == ["saturated"])
        #expect(Self.kinds(Self.figures(saturated: 0.0099), among: none).isEmpty)
        #expect(Self.kinds(Self.figures(outside: 0.99), among: none) == ["outside_training_range"])
        #expect(Self.kinds(Self.figures(outside: 0.98), among: none).isEmpty)
        #expect(Self.kinds(Self.figures(objects: 0), among: none) == ["no_objects"])
    }

    @Test("a focus below half the recent median is out of focus")
    func focus() {
        #expect(Self.kinds(Self.figures(focus: 0.049)) == ["out_of_focus"])
        #expect(Self.kinds(Self.figures(focus: 0.051)).isEmpty)
        #expect(Self.kinds(Self.figures(focus: 0.049), among: Self.recent(9)).isEmpty)
        #expect(Self.kinds(Self.figures(focus: 0.049), among: Self.recent(10)) == ["out_of_focus"])
        #expect(Self.kinds(Self.figures(focus: 0.06)) { $0.outOfFocus = 0.7 } == ["out_of_focus"])
    }

    @Test("counts and shares beyond six median deviations and a quarter of the median are outliers")
    func outliers() {
        // Median 100, half within 2: six deviations are 12, a quarter is 25.
        #expect(Self.kinds(Self.figures(objects: 125)).isEmpty)
        #expect(Self.kinds(Self.figures(objects: 126)) == ["object_count_outlier"])
        #expect(Self.kinds(Self.figures(objects: 74)) == ["object_count_outlier"])
        #expect(Self.kinds(Self.figures(objects: 126), among: Self.recent(9)).isEmpty)
        #expect(Self.kinds(Self.figures(objects: 130)) { $0.objectCountOutlier = 20 }.isEmpty)
        #expect(Self.kinds(Self.figures(foreground: 0.249)).isEmpty)
        #expect(Self.kinds(Self.figures(foreground: 0.251)) == ["foreground_outlier"])
        // No object is one doubt, not two, unless nobody asks for it.
        #expect(Self.kinds(Self.figures(objects: 0)) == ["no_objects"])
        #expect(Self.kinds(Self.figures(objects: 0)) { $0.noObjects = false } == ["object_count_outlier"])
    }

    @Test("each rule has a switch, and all have one")
    func switches() {
        let bad = Self.figures(saturated: 0.5, focus: 0.01, outside: 1, objects: 9, foreground: 0.9)
        let all = ["saturated", "out_of_focus", "outside_training_range", "object_count_outlier", "foreground_outlier"]
        #expect(Self.kinds(bad) == all)
        #expect(Self.kinds(bad) { $0.isEnabled = false }.isEmpty)
        #expect(Self.kinds(bad) { $0.saturated = nil } == Array(all.dropFirst()))
        #expect(!Self.kinds(bad) { $0.outOfFocus = nil }.contains("out_of_focus"))
        #expect(!Self.kinds(bad) { $0.outsideTrainingRange = nil }.contains("outside_training_range"))
        #expect(!Self.kinds(bad) { $0.objectCountOutlier = nil }.contains("object_count_outlier"))
        #expect(Self.kinds(bad) { $0.foregroundOutlier = nil } == Array(all.dropLast()))
        #expect(Self.kinds(Self.figures(blank: true)) { $0.blank = false }.isEmpty)
        #expect(Self.kinds(Self.figures(objects: 0)) { ($0.noObjects, $0.objectCountOutlier) = (false, nil) }.isEmpty)
    }

    @Test("messages name the figure and what it was compared with")
    func messages() {
        let bad = Self.figures(saturated: 0.123, focus: 0.0123, objects: 9)
        let flags = QualityJudge(QualitySettings()).flags(of: bad, among: Self.recent())
        #expect(
            flags.map(\.message) == [
                "12.3 % of the pixels are saturated (limit 1 %)",
                "focus 0.0123, the recent median is 0.1 (limit 0.5 of it)",
                "9 objects, the recent median is 100 (limit ± 25)",
            ]
        )
    }

    @Test("with several channels, the message says which")
    func channels() {
        var image = Self.figures()
        image.quality?.channels.append(ImageQuality.Channel(blank: true, percentile1: 99, percentile99: 101))
        let flags = QualityJudge(QualitySettings()).flags(of: image, among: Self.recent())
        let message = "channel 2: nothing but noise: 98 % of the pixels lie from 99 to 101"
        #expect(flags == [Summary.Flag(kind: "blank", message: message)])
    }

    @Test("the last 50 images that are not blank are recent")
    func memory() {
        var recent = RecentImages()
        for index in 0..<60 { recent.add(Self.figures(objects: index)) }
        for _ in 0..<100 { recent.add(Self.figures(blank: true, objects: 1_000)) }
        // 10 … 59.
        let band = recent.band { $0.objects.map { Double($0) } }
        #expect(band?.median == 34.5 && band?.deviation == 12.5)
        #expect(recent.band { _ in nil } == nil)
    }
}
