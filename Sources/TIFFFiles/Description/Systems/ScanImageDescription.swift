import Imaging

extension DescribingSystem {
    /// ScanImage, from 2016 on: its settings as lines of MATLAB, behind the BigTIFF header or in the Software tag.
    ///
    /// Older versions say in a description of each page what was planned, not what is there: their pages have no names.
    /// https://docs.scanimage.org/Appendix/ScanImage%2BBigTiff%2BSpecification.html
    static let scanImage = DescribingSystem(name: "ScanImage") { described throws(TIFFFault) in
        let text = described.texts.first ?? ""
        let settings = ScanImageSettings(described)
        guard settings != nil || text.hasPrefix("state.") || text.suffix(256).contains("scanimage.SI") else {
            return nil
        }
        guard let settings, let channels = settings.list("hChannels.channelSave") else {
            return SystemDescription(.unknown)
        }
        return settings.description(of: described.pages.count, channels: channels)
    }
}

/// Lines such as `SI.hStackManager.framesPerSlice = 10`.
private struct ScanImageSettings {
    /// Bytes that are read: all settings of a microscope with many regions have fewer.
    private static let longest = 1 << 20

    private let values: [Substring: Substring]

    /// Nil when `described` is not ScanImage's.
    init?(_ described: DescribedFile) {
        var text = described.text(TagNumber.software, atMost: Self.longest)
        if described.header.isBig, let header = described.structure(at: 16), header.uint32(0) == 0x0703_0301,
            let length = header.uint32(8), length <= described.limits.descriptionBytes,
            let held = header.text(16, min(length, Self.longest))
        {
            text = held
        }
        guard text.hasPrefix("SI.") else { return nil }
        var values: [Substring: Substring] = [:]
        for line in text.split(maxSplits: 10_000, whereSeparator: \.isNewline).prefix(10_000) {
            guard let mark = line.firstIndex(of: "="), line.hasPrefix("SI.") else { continue }
            let key = line[..<mark].dropFirst(3)
            values[key.prefix { !$0.isWhitespace }] = line[line.index(after: mark)...].drop { $0.isWhitespace }
        }
        self.values = values
    }

    /// The numbers of a list, or of what is one number.
    func list(_ key: Substring) -> [Int]? {
        // There are a few channels, and lists could be as long as files.
        guard let value = values[key], value.utf8.count <= 1024 else { return nil }
        let parts = value.split { "[]{};, ".contains($0) }
        let numbers = parts.compactMap { Double($0).flatMap { Int(exactly: $0) } }.filter { 1..<65_536 ~= $0 }
        return numbers.isEmpty || numbers.count != parts.count ? nil : numbers
    }

    /// A positive number; nil where it is none, or infinite.
    private func number(_ key: Substring) -> Double? {
        values[key].flatMap { Double($0.trimmed) }.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }

    private func count(_ key: Substring) -> Int? { number(key).flatMap { Int(exactly: $0) } }

    /// The texts in quotes of a list.
    private func names(_ key: Substring) -> [String] {
        values[key].map { value in
            value.split(separator: "'", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { SystemDescription.name(String($0.element)) }
        } ?? []
    }

    /// What `pages` pages of `channels` are.
    ///
    /// Slices, frames of each slice, channels, slowest first. Where one frame of each slice was recorded again and again
    /// as volumes, these are frames, not further slices.
    func description(of pages: Int, channels: [Int]) -> SystemDescription {
        let steps = pages / channels.count
        let perSlice = count("hStackManager.framesPerSlice")
        let slices = count("hStackManager.actualNumSlices") ?? count("hStackManager.numSlices") ?? 1
        let volumes = count("hStackManager.actualNumVolumes") ?? count("hStackManager.numVolumes") ?? 1
        let perVolume = count("hFastZ.numFramesPerVolume") ?? slices
        var description: SystemDescription
        let areVolumes = perSlice == 1 && volumes > 1 && perVolume > 1 && pages > perVolume.clamped * channels.count
        if areVolumes {
            let frames = (steps + perVolume - 1) / perVolume
            description = SystemDescription(axes: [("T", frames), ("Z", perVolume), ("C", channels.count)])
        } else if let perSlice {
            let frames = min(perSlice, max(1, steps))
            description = SystemDescription(axes: [("Z", max(1, steps / frames)), ("T", frames), ("C", channels.count)])
            if perSlice > steps || steps % frames != 0 {
                let planned = perSlice.multipliedReportingOverflow(by: slices.clamped * channels.count)
                description.plannedPlanes = planned.overflow ? nil : planned.partialValue
            }
        } else {
            description = SystemDescription(axes: [("T", max(1, steps)), ("C", channels.count)])
        }
        let names = names("hChannels.channelName")
        let used = channels.compactMap { names.indices.contains($0 - 1) ? names[$0 - 1] : nil }
        if used.count == channels.count { description.channelNames = used }
        if case .inOrder(let order) = description.planes, order.slices > 1 {
            description.sliceDistance =
                number("hStackManager.actualStackZStepSize") ?? number("hStackManager.stackZStepSize")
        }
        setTimes(&description, areVolumes: areVolumes)
        return description
    }

    private func setTimes(_ description: inout SystemDescription, areVolumes: Bool) {
        let averaged = number("hScan2D.logAverageFactor") ?? 1
        let rate = areVolumes ? number("hRoiManager.scanVolumeRate") : number("hRoiManager.scanFrameRate")
        if let rate, case .inOrder(let order) = description.planes, order.frames > 1 {
            description.frameInterval = (areVolumes ? 1 : averaged) / rate
        }
    }
}

extension Int {
    /// At most what can be multiplied by a few numbers of channels.
    fileprivate var clamped: Int { Swift.min(self, 1 << 40) }
}
