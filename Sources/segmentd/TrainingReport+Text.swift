import WorkerProtocol

extension TrainingReport {
    /// What `segmentd train` prints.
    var text: String {
        var lines = [
            "\(facts.kind), \(classes.count) class(es), \(features.count) feature(s), \(images.count) image(s)"
        ]
        lines += ["", "class  annotation  samples  held back"]
        for (index, one) in classes.enumerated() {
            lines.append(
                Self.row(["\(index + 1)", "\(one.annotation)", "\(one.trained)", "\(one.test)"], [5, 10, 7, 9])
            )
        }
        lines += ["", "importance  feature"]
        for feature in features.sorted(by: { $0.importance > $1.importance }) {
            lines.append(Self.row([Self.digits(feature.importance)], [10]) + "  " + feature.name)
        }
        if let scores, let f1 = scores.f1 {
            lines += ["", "judged on \(scores.basis): F1 \(Self.digits(f1))"]
            for one in scores.classes where one.truth > 0 {
                let figures = [("precision", one.precision), ("recall", one.recall), ("F1", one.f1), ("IoU", one.iou)]
                let texts = figures.map { name, value in "\(name) \(value.map(Self.digits) ?? "-")" }
                lines.append("class \(one.number): \(texts.joined(separator: ", "))")
            }
        }
        let times = ["features", "growing", "judging"].compactMap { name in
            seconds[name].map { "\(name) \(Self.digits($0)) s" }
        }
        lines += ["", "classifier \(classifier.sha256), \(classifier.bytes) bytes; " + times.joined(separator: ", ")]
        lines += warnings.map { "warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func row(_ texts: [String], _ widths: [Int]) -> String {
        zip(texts, widths).map { text, width in
            String(repeating: " ", count: max(0, width - text.count)) + text
        }.joined(separator: "  ")
    }

    /// Three digits behind the point.
    private static func digits(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let rest = "\(abs(thousandths) % 1000)"
        return "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000)."
            + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
