/// The report for people.
extension ValidationReport {
    /// All of it, as tables.
    package var text: String {
        var parts = [basis]
        if !classes.isEmpty { parts += [confusionText, classText] }
        if let calibration { parts.append(calibrationText(calibration)) }
        if let objects { parts.append(objects.text) }
        if images.count > 1 { parts.append(imageText) }
        if !warnings.isEmpty { parts.append(warnings.map { "warning: \($0)" }.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n")
    }

    /// The figures by which results are compared, in a line.
    package var headline: String {
        if let half = objects?.matchings.first, let objects {
            return "\(Self.count(half.matched)) of \(Self.count(objects.truth)) objects found at IoU 0.5, "
                + "\(Self.count(half.extra)) extra: F1 \(Self.share(half.f1)), "
                + "average precision \(Self.share(half.averagePrecision))"
        }
        let right = classes.reduce(0) { $0 + $1.right }
        let all = classes.reduce(0) { $0 + $1.truth }
        return "mean F1 \(Self.share(f1)), IoU \(Self.share(iou)), accuracy \(Self.share(accuracy)) "
            + "(\(Self.count(right)) of \(Self.count(all)))"
    }

    private var confusionText: String {
        let header = ["annotated as"] + classes.map { "found \($0.number)" } + ["all"]
        let rows = zip(classes, confusion).map { own, row in
            ["class \(own.number)"] + row.map(Self.count) + [Self.count(own.truth)]
        }
        return Self.table(
            [header] + rows + [
                ["all"]
                    + (classes.map(\.found) + [classes.reduce(0) { $0 + $1.truth }])
                    .map(Self.count)
            ]
        )
    }

    private var classText: String {
        let header = ["", "precision", "recall", "F1", "IoU"]
        let rows = classes.map { own in
            ["class \(own.number)"] + [own.precision, own.recall, own.f1, own.iou].map(Self.share)
        }
        return Self.table([header] + rows + [["mean of annotated", "", "", Self.share(f1), Self.share(iou)]])
            + "\naccuracy \(Self.share(accuracy)): the share of all samples with their right class"
    }

    private func calibrationText(_ bins: [Bin]) -> String {
        let header = ["probability", "samples", "mean", "right"]
        let rows = bins.filter { $0.count > 0 }.map { bin in
            [
                "\(Self.short(bin.above)) to \(Self.short(bin.upTo))", Self.count(bin.count),
                Self.share(bin.probability),
                Self.share(bin.share),
            ]
        }
        return Self.table([header] + rows)
            + "\ncalibration error \(Self.share(calibrationError)): how far probabilities are from the share that is right"
            + "\nBrier score \(Self.share(brier)): 0 is perfect, 2 is all wrong and sure of it"
    }

    private var imageText: String {
        let header =
            objects == nil ? ["image", "samples", "mean F1"] : ["image", "truth", "found", "F1 at 0.5", "mean AP"]
        return Self.table(
            [header]
                + images.map { image in
                    guard let objects = image.objects else {
                        return [image.name, Self.count(image.samples), Self.share(image.f1)]
                    }
                    return [image.name] + [objects.truth, objects.found].map(Self.count)
                        + [objects.matchings.first?.f1, objects.meanAveragePrecision].map(Self.share)
                }
        )
    }

    /// Three decimals; a dash where there is no figure.
    package static func share(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "-" }
        let scaled = Int((value.magnitude * 1000).rounded())
        let fraction = String(scaled % 1000)
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 1000)."
            + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    /// A tenth, or a twentieth, with its digits.
    static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    /// A count, in groups of three digits.
    static func count(_ number: Int) -> String {
        var (text, rest) = ("", String(number))
        while rest.count > 3 {
            text = "," + rest.suffix(3) + text
            rest.removeLast(3)
        }
        return rest + text
    }

    /// Rows in columns as wide as their widest cell: the first to the left, the others to the right.
    static func table(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let line = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blanks : blanks + cell
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

extension ValidationReport.Objects {
    /// The figures as a table, a row a threshold.
    var text: String {
        typealias Report = ValidationReport
        let header = ["IoU", "matched", "missed", "extra", "precision", "recall", "F1", "AP", "mean IoU", "PQ"]
        let rows = matchings.map { own in
            [Report.short(own.threshold)] + [own.matched, own.missed, own.extra].map(Report.count)
                + [own.precision, own.recall, own.f1, own.averagePrecision, own.meanOverlap, own.panopticQuality]
                .map(Report.share)
        }
        return """
            objects: \(Report.count(truth)) in the truth, \(Report.count(found)) found
            split: \(Report.count(overSegmented)) of the truth lie in several that were found
            merged: \(Report.count(underSegmented)) that were found lie over several of the truth

            \(Report.table([header] + rows))
            mean AP \(Report.share(meanAveragePrecision)): average precision over all these IoU
            """
    }
}
