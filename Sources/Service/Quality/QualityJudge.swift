package import Results
package import Settings
package import WorkerProtocol

/// Says what is doubtful about an image, by the rules of README.md.
package struct QualityJudge: Sendable {
    /// An outlier is at least this part of the median away, so that folders whose images are much alike keep quiet.
    private static let leastPart = 0.25
    /// An object more or less is no outlier, nor is a percent of the image.
    private static let (leastObjects, leastShare) = (3.0, 0.01)

    /// The kind of flag that is about the folder, and not about the image.
    package static let driftKind = "doubt_rises"

    private let settings: QualitySettings

    /// A judge by the rules of a folder.
    package init(_ settings: QualitySettings) {
        self.settings = settings
    }

    /// The doubts about an image, compared with `recent` images of its folder.
    package func flags(of image: ImageFigures, among recent: RecentImages) -> [Summary.Flag] {
        guard settings.isEnabled else { return [] }
        let channels = image.quality?.channels ?? []
        var flags: [Summary.Flag] = []
        for (index, channel) in channels.enumerated() {
            let name = channels.count > 1 ? "channel \(index + 1): " : ""
            let texts = [
                ("blank", blank(channel)),
                ("saturated", saturated(channel)),
                ("out_of_focus", outOfFocus(channel, index, recent)),
                ("outside_training_range", outsideTrainingRange(channel)),
            ]
            flags += texts.compactMap { kind, text in text.map { Summary.Flag(kind: kind, message: name + $0) } }
        }
        let texts = [
            ("no_objects", settings.noObjects && image.objects == 0 ? "there is no object" : nil),
            ("object_count_outlier", objectCountOutlier(image, recent)),
            ("foreground_outlier", foregroundOutlier(image, recent)),
        ]
        return flags + texts.compactMap { kind, text in text.map { Summary.Flag(kind: kind, message: $0) } }
    }

    /// What the charts of the folder say, the image being the last on them.
    package func drift(_ charts: DoubtCharts, _ last: ForestDoubt?) -> [Summary.Flag] {
        guard settings.isEnabled, settings.drift, let words = charts.words(last) else { return [] }
        return [Summary.Flag(kind: Self.driftKind, message: words)]
    }

    private func blank(_ channel: ImageQuality.Channel) -> String? {
        guard settings.blank, channel.blank else { return nil }
        return "nothing but noise: 98 % of the pixels lie from \(Self.text(channel.percentile1)) to "
            + Self.text(channel.percentile99)
    }

    private func saturated(_ channel: ImageQuality.Channel) -> String? {
        guard let limit = settings.saturated, let share = channel.saturatedShare, share >= limit, share > 0 else {
            return nil
        }
        return "\(Self.percent(share)) of the pixels are saturated (limit \(Self.percent(limit)))"
    }

    private func outOfFocus(_ channel: ImageQuality.Channel, _ index: Int, _ recent: RecentImages) -> String? {
        guard let part = settings.outOfFocus, let focus = channel.focus else { return nil }
        let band = recent.band { image in
            let channels = image.quality?.channels ?? []
            return channels.indices.contains(index) ? channels[index].focus : nil
        }
        guard let band, focus < part * band.median else { return nil }
        return "focus \(Self.text(focus)), the recent median is \(Self.text(band.median)) "
            + "(limit \(Self.text(part)) of it)"
    }

    private func outsideTrainingRange(_ channel: ImageQuality.Channel) -> String? {
        guard let limit = settings.outsideTrainingRange, let share = channel.outsideShare, share >= limit else {
            return nil
        }
        return
            "\(Self.percent(share)) of the pixels lie on one side of all thresholds of the classifier on intensities "
            + "(limit \(Self.percent(limit)); 98 % of the pixels lie from \(Self.text(channel.percentile1)) to "
            + "\(Self.text(channel.percentile99)))"
    }

    private func objectCountOutlier(_ image: ImageFigures, _ recent: RecentImages) -> String? {
        guard let width = settings.objectCountOutlier, let objects = image.objects else { return nil }
        // That there is none has a flag of its own.
        if objects == 0 && settings.noObjects { return nil }
        guard let band = recent.band({ $0.objects.map { Double($0) } }) else { return nil }
        let reach = max(width * band.deviation, Self.leastPart * band.median, Self.leastObjects)
        guard abs(Double(objects) - band.median) > reach else { return nil }
        return "\(objects) objects, the recent median is \(Self.text(band.median)) (limit ± \(Self.text(reach)))"
    }

    private func foregroundOutlier(_ image: ImageFigures, _ recent: RecentImages) -> String? {
        guard let width = settings.foregroundOutlier, let share = image.foregroundShare else { return nil }
        guard let band = recent.band(\.foregroundShare) else { return nil }
        let reach = max(width * band.deviation, Self.leastPart * band.median, Self.leastShare)
        guard abs(share - band.median) > reach else { return nil }
        return "\(Self.percent(share)) foreground, the recent median is \(Self.percent(band.median)) "
            + "(limit ± \(Self.percent(reach)))"
    }

    /// A number with three digits that count.
    private static func text(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        // Beyond what whole numbers hold, as "no data" of float images.
        if abs(value) >= 1e15 { return "\(value)" }
        if abs(value) >= 1_000 { return "\(Int(value.rounded()))" }
        var step = 1_000.0
        while abs(value) * step < 100, step < 1e9 { step *= 10 }
        let rounded = (value * step).rounded() / step
        let digits = abs(rounded) >= 100 ? 1.0 : abs(rounded) >= 10 ? 10.0 : abs(rounded) >= 1 ? 100.0 : step
        let short = (rounded * digits).rounded() / digits
        return short == short.rounded() ? "\(Int(short))" : "\(short)"
    }

    private static func percent(_ share: Double) -> String { text(100 * share) + " %" }
}
