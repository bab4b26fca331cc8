import Imaging

extension DescribingSystem {
    /// Zeiss LSM 510 to 880: a structure with extents and voxel; every second page is a thumbnail.
    static let lsm = DescribingSystem(name: "Zeiss LSM") { described throws(TIFFFault) in
        guard !described.header.isBigEndian, let info = LSMInfo(described), let first = described.pages.first else {
            return nil
        }
        // A thumbnail may have the size and the colours of its image.
        let whole = described.pages.filter { !$0.isReduced }
        let pages = whole.isEmpty ? described.pages : whole
        var description = info.description(height: first.height ?? 0)
        description.pages = LSMPlaces(described, info: info).mended(pages)
        if info.channels == first.samples, info.channelNames.count == first.samples {
            description.channelNames = info.channelNames
        }
        return description
    }
}

/// The structure CZ_LSMINFO.
struct LSMInfo {
    let channels: Int
    let channelNames: [String]
    /// Tiles and positions of the stage.
    let mosaic: Int
    let positions: Int
    private let extents: [Character: Int]
    /// Metres.
    private let voxel: (x: Double?, y: Double?, z: Double?)
    /// Seconds.
    private let interval: Double?
    private let scan: Int

    /// Nil when `described` has no such structure.
    init?(_ described: DescribedFile) {
        guard let info = described.structure(TagNumber.zeissLSM), let magic = info.uint32(0),
            [50_350_412, 67_127_628].contains(magic), let size = info.uint32(4), let scan = info.uint16(88)
        else { return nil }
        let counts = stride(from: 8, through: 24, by: 4).map { info.int32($0) ?? 0 }
        extents = ["X": counts[0], "Y": counts[1], "Z": counts[2], "T": counts[4]]
        channels = counts[3]
        (voxel, self.scan) = ((info.double(40), info.double(48), info.double(56)), scan)
        positions = size >= 268 ? max(0, info.int32(264) ?? 0) : 0
        mosaic = size >= 272 ? max(0, info.int32(268) ?? 0) : 0
        channelNames = LSMInfo.names(described, at: info.uint32(108) ?? 0)
        let times = LSMInfo.times(described, at: info.uint32(132) ?? 0, count: counts[4])
        // The interval that was set, else the mean of the times when frames were recorded.
        let set = info.double(112).flatMap { $0 > 0 ? $0 : nil }
        let spans = times.flatMap { first, last in last > first ? (last - first) / Double(counts[4] - 1) : nil }
        interval = set ?? spans
    }

    /// The names in the structure ChannelColors.
    private static func names(_ described: DescribedFile, at offset: Int) -> [String] {
        guard let colors = described.structure(at: offset), let size = colors.uint32(0), let count = colors.uint32(8),
            count <= described.limits.samples, var place = colors.uint32(16), place < size
        else { return [] }
        var names: [String] = []
        for _ in 0..<count {
            guard let length = colors.uint32(place), length <= 1024, let text = colors.text(place + 4, length) else {
                return []
            }
            names.append(SystemDescription.name(text))
            place += 4 + length
        }
        return names.allSatisfy { !$0.isEmpty } ? names : []
    }

    /// The first and the last of `count` times.
    private static func times(_ described: DescribedFile, at offset: Int, count: Int) -> (Double, Double)? {
        guard count > 1, count <= described.limits.pages, let table = described.structure(at: offset),
            table.uint32(4) == count, let first = table.double(8), let last = table.double(count * 8)
        else { return nil }
        return (first, last)
    }

    /// The axes before those of a page, slowest first, as the kind of scan has them.
    private var letters: String {
        switch scan {
        case 0: "ZYX"
        case 1, 8: "ZX"
        case 2, 5, 10: "TX"
        case 3: "TYX"
        case 4, 9: "TZX"
        default: "TZYX"
        }
    }

    /// How often the stage was at another place.
    var places: Int { max(1, positions).multipliedReportingOverflow(by: max(1, mosaic)).partialValue }

    /// Frames, where the scan has any.
    var frames: Int { letters.contains("T") ? extents["T"] ?? 0 : 0 }

    /// What pages of `height` rows are.
    func description(height: Int) -> SystemDescription {
        guard scan <= 10 else { return SystemDescription(.unknown) }
        var axes = letters.dropLast().map { (letter: $0, extent: extents[$0] ?? 0) }
        var rows: Character = "Y"
        // Sections along z, or lines over time, fill a page from top to bottom.
        if let last = axes.last, last.letter == "Y" || last.extent == height { rows = axes.removeLast().letter }
        if positions > 0 { axes.insert(("P", positions), at: 0) }
        if mosaic > 0 { axes.insert(("M", mosaic), at: 0) }
        var description = SystemDescription(axes: axes)
        if rows != "Y" {
            let what = rows == "Z" ? "sections along x and z" : "lines over time"
            description.warnings.append("its pages are \(what); they are read as planes of x and y")
        }
        let height = rows == "Z" ? voxel.z : rows == "T" ? nil : voxel.y
        if let width = micrometres(voxel.x), let height = micrometres(height) {
            let depth = axes.contains { $0.letter == "Z" && $0.extent > 1 } ? micrometres(voxel.z) : nil
            description.pixelSize = PixelSize(x: width, y: height, z: depth, unit: "micron")
        }
        if axes.contains(where: { $0.letter == "T" && $0.extent > 1 }) { description.frameInterval = interval }
        return description
    }

    private func micrometres(_ metres: Double?) -> Double? {
        metres.map { LengthUnit.metre.convert($0, to: .micrometre) }.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
}
