package import Imaging

extension OMEImage {
    /// Where and when it was recorded; nil where the description tells nothing of it.
    package var acquisition: Acquisition? {
        let told = Acquisition(date: recordingDate, stage: stagePosition, frameTimes: frameTimes)
        return told.isEmpty ? nil : told
    }

    /// A date and time as XML has them; anything else is no date.
    private var recordingDate: String? {
        guard let date, (19...40).contains(date.utf8.count),
            date.utf8.allSatisfy({ "0123456789-+:.TZ".utf8.contains($0) })
        else { return nil }
        return date
    }

    /// The place of the stage for the first plane, else that of the label.
    private var stagePosition: StagePosition? {
        let first = planes.first { plane in ["TheT", "TheZ", "TheC"].allSatisfy { plane[$0] ?? "0" == "0" } } ?? .none
        return place(first.dictionary, "Position", unit: "reference frame") ?? place(stage, "", unit: "reference frame")
    }

    private func place(_ attributes: [String: String], _ prefix: String, unit standard: String) -> StagePosition? {
        let keys = ["X", "Y", "Z"].map { prefix + $0 }
        let numbers = keys.map { attributes[$0].flatMap { Double($0.trimmed) }.flatMap { $0.isFinite ? $0 : nil } }
        guard numbers.contains(where: { $0 != nil }) else { return nil }
        let units = keys.map { attributes[$0 + "Unit"]?.trimmed ?? standard }
        let used = zip(units, numbers).filter { $0.1 != nil }.map(\.0)
        guard let unit = used.first, let length = LengthUnit(unit) else {
            // Numbers of which nobody knows what they are have one meaning only where all have it.
            guard let unit = used.first, used.allSatisfy({ $0 == unit }) else { return nil }
            return StagePosition(x: numbers[0], y: numbers[1], z: numbers[2], unit: unit)
        }
        let converted = zip(units, numbers).map { text, number in
            number.flatMap { number in LengthUnit(text).map { $0 == length ? number : $0.convert(number, to: length) } }
                .flatMap { $0.isFinite ? $0 : nil }
        }
        return StagePosition(x: converted[0], y: converted[1], z: converted[2], unit: length.rawValue)
    }

    /// The time of the first plane of each frame; nil where one of them is not told.
    private var frameTimes: [Double]? {
        guard let frames = pixels["SizeT"].flatMap({ Int($0.trimmed) }), frames > 0, frames <= planes.count else {
            return nil
        }
        var times: [Double?] = Array(repeating: nil, count: frames)
        for plane in planes where plane["TheZ"] ?? "0" == "0" && plane["TheC"] ?? "0" == "0" {
            guard let frame = Int(plane["TheT"] ?? "0"), times.indices.contains(frame),
                let value = plane["DeltaT"].flatMap({ Double($0.trimmed) }), value.isFinite,
                let seconds = TimeUnit.seconds(plane["DeltaTUnit"] ?? "s")
            else { continue }
            // To the microsecond: more digits are rounding, and cost room in summaries of long series.
            let time = (value * seconds * 1e6).rounded() / 1e6
            if time.isFinite { times[frame] = time }
        }
        let known = times.compactMap(\.self)
        return known.count == frames ? known : nil
    }
}

extension ImageSeries {
    /// Where and when it was recorded, where it is taken for so many frames: times of other ones mean nothing.
    func acquisition(ofFrames frames: Int) -> Acquisition? {
        guard var told = acquisition else { return nil }
        if told.frameTimes?.count != frames { told.frameTimes = nil }
        return told.isEmpty ? nil : told
    }
}
