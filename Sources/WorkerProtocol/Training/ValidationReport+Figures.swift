/// What follows from the counts; it is written beside them, for programs that read JSON, and not read back.
extension ValidationReport.Matching {
    /// The share of the objects of the result that are matched; nil where there are none.
    package var precision: Double? { matched + extra > 0 ? Double(matched) / Double(matched + extra) : nil }
    /// The share of the objects of the truth that are matched; nil where there are none.
    package var recall: Double? { matched + missed > 0 ? Double(matched) / Double(matched + missed) : nil }
    /// Twice the matched by all of the truth and all of the result; nil where there are neither.
    package var f1: Double? {
        let all = 2 * matched + missed + extra
        return all > 0 ? 2 * Double(matched) / Double(all) : nil
    }
    /// The mean overlap of the matched pairs; nil where there are none.
    package var meanOverlap: Double? { matched > 0 ? overlap / Double(matched) : nil }
    /// Panoptic quality (Kirillov et al., CVPR 2019): F1 times the mean overlap; nil where there are no objects.
    package var panopticQuality: Double? {
        let all = Double(matched) + Double(missed + extra) / 2
        return all > 0 ? overlap / all : nil
    }

    private enum Keys: String, CodingKey {
        case threshold, matched, missed, extra, overlap
        case precision, recall, f1, averagePrecision, meanOverlap, panopticQuality
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(threshold, forKey: .threshold)
        try values.encode(matched, forKey: .matched)
        try values.encode(missed, forKey: .missed)
        try values.encode(extra, forKey: .extra)
        try values.encode(overlap, forKey: .overlap)
        try values.encode(precision, forKey: .precision)
        try values.encode(recall, forKey: .recall)
        try values.encode(f1, forKey: .f1)
        try values.encode(averagePrecision, forKey: .averagePrecision)
        try values.encode(meanOverlap, forKey: .meanOverlap)
        try values.encode(panopticQuality, forKey: .panopticQuality)
    }
}

extension ValidationReport.Class {
    private enum Keys: String, CodingKey {
        case number, truth, found, right, precision, recall, f1, iou
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(number, forKey: .number)
        try values.encode(truth, forKey: .truth)
        try values.encode(found, forKey: .found)
        try values.encode(right, forKey: .right)
        try values.encode(precision, forKey: .precision)
        try values.encode(recall, forKey: .recall)
        try values.encode(f1, forKey: .f1)
        try values.encode(iou, forKey: .iou)
    }
}

extension ValidationReport.Objects {
    /// The mean of the average precisions at all thresholds; nil without matchings.
    package var meanAveragePrecision: Double? {
        matchings.isEmpty ? nil : matchings.reduce(0) { $0 + $1.averagePrecision } / Double(matchings.count)
    }

    private enum Keys: String, CodingKey {
        case truth, found, matchings, overSegmented, underSegmented, meanAveragePrecision
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(truth, forKey: .truth)
        try values.encode(found, forKey: .found)
        try values.encode(matchings, forKey: .matchings)
        try values.encode(overSegmented, forKey: .overSegmented)
        try values.encode(underSegmented, forKey: .underSegmented)
        try values.encode(meanAveragePrecision, forKey: .meanAveragePrecision)
    }
}
