import FoundationEssentials

/// The JSON that Micro-Manager and NDTiff write into each page (51123): where it belongs, and what it is of.
struct PageMetadata: Decodable {
    /// A place along an axis: its number, or what it is called.
    enum Place: Decodable, Hashable {
        case number(Int)
        case name(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .name(try container.decode(String.self))
            }
        }

        /// As it is shown.
        var words: String {
            switch self {
            case .number(let number): "\(number)"
            case .name(let name): name
            }
        }
    }

    /// NDTiff: the place of the page along each axis by its name.
    let axes: [String: Place]?
    /// Micro-Manager: the place of the page.
    let channelIndex: Int?
    let sliceIndex: Int?
    let frameIndex: Int?
    let positionIndex: Int?
    let channel: String?
    let positionName: String?
    /// Micrometres.
    let pixelSize: Double?

    private static let members = Set(CodingKeys.allCases.map(\.rawValue))

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case axes = "Axes"
        case channelIndex = "ChannelIndex"
        case sliceIndex = "SliceIndex"
        case frameIndex = "FrameIndex"
        case positionIndex = "PositionIndex"
        case channel = "Channel"
        case positionName = "PositionName"
        case pixelSize = "PixelSizeUm"
        case pixelSizeWithUnit = "PixelSize_um"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        // Versions differ in what they write as text and what as numbers: what is of another kind is not there.
        axes = try? values.decode([String: Place].self, forKey: .axes)
        channelIndex = try? values.decode(Int.self, forKey: .channelIndex)
        sliceIndex = try? values.decode(Int.self, forKey: .sliceIndex)
        frameIndex = try? values.decode(Int.self, forKey: .frameIndex)
        positionIndex = try? values.decode(Int.self, forKey: .positionIndex)
        channel = try? values.decode(String.self, forKey: .channel)
        positionName = try? values.decode(String.self, forKey: .positionName)
        let size = (try? values.decode(Double.self, forKey: .pixelSize))
        pixelSize = size ?? (try? values.decode(Double.self, forKey: .pixelSizeWithUnit))
    }

    /// The metadata of each of `pages`; nil where one of them has none that can be read.
    static func all(of pages: [PageTags], in file: FileBytes, limits: TIFFLimits) -> [PageMetadata]? {
        var rest = max(file.size, limits.descriptionBytes)
        var all: [PageMetadata] = []
        for page in pages {
            guard let entry = page.metadata, let metadata = PageMetadata(entry, in: file, atMost: rest) else {
                return nil
            }
            // Pages could share one long text, so that a small file takes hours to read.
            rest -= entry.count
            guard rest >= 0 else { return nil }
            all.append(metadata)
        }
        return all
    }

    /// The metadata behind `entry`, of at most `limit` bytes.
    init?(_ entry: DirectoryEntry, in file: FileBytes, atMost limit: Int) {
        guard let text = entry.text(in: file, atMost: min(limit, 1 << 20)),
            let excerpt = JSONExcerpt.of(text, members: Self.members),
            let value = try? JSONDecoder().decode(PageMetadata.self, from: Data(excerpt))
        else { return nil }
        self = value
    }
}

/// The JSON that Micro-Manager and NDTiff write behind the header of a file: what was to be recorded.
struct AcquisitionSummary: Decodable {
    let channels: Int?
    let slices: Int?
    let frames: Int?
    let positions: Int?
    let channelNames: [String]
    /// Micrometres.
    let pixelSize: Double?
    let sliceDistance: Double?
    /// Milliseconds.
    let interval: Double?

    private enum CodingKeys: String, CodingKey {
        case channels = "Channels"
        case slices = "Slices"
        case frames = "Frames"
        case positions = "Positions"
        case channelNames = "ChNames"
        case pixelSize = "PixelSize_um"
        case sliceDistance = "z-step_um"
        case interval = "Interval_ms"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) -> Double? {
            (try? values.decode(Double.self, forKey: key)).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        }
        func count(_ key: CodingKeys) -> Int? { number(key).flatMap { Int(exactly: $0) } }
        (channels, slices) = (count(.channels), count(.slices))
        (frames, positions) = (count(.frames), count(.positions))
        channelNames = (try? values.decode([String].self, forKey: .channelNames)) ?? []
        (pixelSize, sliceDistance, interval) = (number(.pixelSize), number(.sliceDistance), number(.interval))
    }

    /// The summary of `length` bytes at `offset`; nil where there is none.
    init?(at offset: Int, length: Int, in described: DescribedFile) {
        guard length <= min(described.limits.descriptionBytes, 16 << 20),
            let bytes = described.file.read(at: offset, count: length),
            let value = try? JSONDecoder().decode(AcquisitionSummary.self, from: Data(bytes.prefix { $0 != 0 }))
        else { return nil }
        self = value
    }

    /// Planes that were to be recorded; nil where that is not written, or is no number of planes.
    var plannedPlanes: Int? {
        let counts = [channels, slices, frames, positions]
        guard counts.contains(where: { $0 != nil }) else { return nil }
        return counts.reduce(Optional(1)) { product, count in
            guard let product else { return nil }
            let next = product.multipliedReportingOverflow(by: count ?? 1)
            return next.overflow ? nil : next.partialValue
        }
    }
}
