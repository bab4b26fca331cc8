import Imaging

extension DescribingSystem {
    /// MetaMorph: settings in tags of its own (UIC1 to UIC4), and in stacks (.stk) all planes behind one directory.
    static let metaMorph = DescribingSystem(name: "MetaMorph") { described throws(TIFFFault) in
        guard described.has(TagNumber.metaMorphSettings), !described.header.isBigEndian else { return nil }
        let planes = described.entry(TagNumber.metaMorphPlanes)?.count ?? 1
        guard planes <= described.limits.pages else {
            throw TIFFFault(.tooLarge, "one directory holds \(planes) planes, the limit is \(described.limits.pages)")
        }
        var description: SystemDescription
        var distance: Double?
        if planes > 1, described.pages.count == 1 {
            (description, distance) = stack(described, planes)
        } else {
            let pages = described.pages.count
            description = SystemDescription(pages > 1 ? .unknown : .inOrder(.pages(1)))
        }
        let settings = MetaMorphSettings(described)
        if let x = settings.x, let y = settings.y, let unit = settings.unit, settings.isCalibrated,
            LengthUnit(unit) != nil
        {
            description.pixelSize = PixelSize(x: x, y: y, z: distance, unit: unit == "um" ? "micron" : unit)
        }
        description.sliceDistance = distance
        return description
    }

    /// Z where each plane has a distance, else T where each has a time of its own, else an axis without a name; and the
    /// distance.
    private static func stack(_ described: DescribedFile, _ planes: Int) -> (SystemDescription, distance: Double?) {
        let table = described.structure(TagNumber.metaMorphPlanes)
        var distances: [Double] = []
        var times: [Int] = []
        // What the file does not hold is not there: the count is the file's own claim.
        for plane in 0..<min(planes, described.file.size / 24) {
            guard let table, let time = table.uint32(plane * 24 + 12) else { break }
            distances.append(table.fraction(plane * 24) ?? 0)
            times.append(time)
        }
        let isWhole = distances.count == planes
        if isWhole, distances.allSatisfy({ $0 != 0 }) {
            var description = stack("Z", planes)
            if distances.contains(where: { $0 != distances[0] }) {
                description.warnings.append(
                    "its planes lie at unequal distances; that of the first two is taken for all"
                )
            }
            return (description, distances[0])
        }
        if isWhole, zip(times, times.dropFirst()).allSatisfy({ $0 != $1 }) {
            var description = stack("T", planes)
            // Milliseconds since midnight.
            let span = Double(times[planes - 1] - times[0]) / 1000
            if span > 0 { description.frameInterval = span / Double(planes - 1) }
            return (description, nil)
        }
        return (stack("I", planes), nil)
    }

    private static func stack(_ letter: Character, _ planes: Int) -> SystemDescription {
        SystemDescription(AxisLetters.order([(letter, planes)]).map { .behindFirst($0) } ?? .unknown)
    }
}

/// The calibration among MetaMorph's settings (UIC1).
private struct MetaMorphSettings {
    private(set) var x: Double?
    private(set) var y: Double?
    private(set) var unit: String?
    private(set) var isCalibrated = true

    init(_ described: DescribedFile) {
        guard let entry = described.entry(TagNumber.metaMorphSettings), entry.type == 4,
            let table = described.structure(TagNumber.metaMorphSettings)
        else { return }
        for index in 0..<min(entry.count, 1000) {
            guard let number = table.uint32(index * 8), let value = table.uint32(index * 8 + 4) else { return }
            switch number {
            case 3: isCalibrated = value != 0
            case 4: x = described.structure(at: value)?.fraction(0).flatMap { $0 > 0 ? $0 : nil }
            case 5: y = described.structure(at: value)?.fraction(0).flatMap { $0 > 0 ? $0 : nil }
            case 6:
                guard let place = described.structure(at: value), let length = place.uint32(0), length <= 1024 else {
                    continue
                }
                unit = place.text(4, length)?.trimmed
            default: break
            }
        }
    }
}
