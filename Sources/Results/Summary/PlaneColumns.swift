import WorkerProtocol

/// The counts of all planes as columns, for the file: entry `i` is frame `i / slices`, slice `i % slices`.
struct PlaneColumns: Codable {
    /// Frames, T.
    private let frames: Int
    /// Looped slices, Z, of each frame; 1 where a frame is a volume.
    private let slices: Int
    /// Objects of each plane; no list where nothing was counted.
    private let objects: [Int?]?
    /// The share of the mask in each plane, 0…1; no list where there is no mask.
    private let foregroundShare: [Double?]?

    /// Planes in the order T, Z; nil for others.
    init?(_ planes: [PlaneCounts]) {
        slices = planes.prefix { $0.frame == 0 }.count
        frames = slices > 0 ? planes.count / slices : 0
        for (index, plane) in planes.enumerated() {
            guard slices > 0, plane.frame == index / slices, plane.z == index % slices else { return nil }
        }
        guard frames * slices == planes.count else { return nil }
        objects = planes.contains { $0.objects != nil } ? planes.map(\.objects) : nil
        foregroundShare = planes.contains { $0.foregroundShare != nil } ? planes.map(\.foregroundShare) : nil
    }

    /// The planes; nil where the columns do not fit each other.
    var planes: [PlaneCounts]? {
        let (count, isTooLarge) = frames.multipliedReportingOverflow(by: slices)
        guard frames >= 0, slices >= 0, !isTooLarge, objects?.count ?? count == count,
            foregroundShare?.count ?? count == count, count <= Self.most
        else { return nil }
        return (0..<count).map { index in
            PlaneCounts(
                frame: index / slices,
                z: index % slices,
                objects: objects?[index],
                foregroundShare: foregroundShare?[index]
            )
        }
    }

    /// More planes no file of ours tells of: a column takes two bytes a plane at least.
    private static let most = SummaryFile.mostAtOnce / 2

    enum CodingKeys: String, CodingKey {
        case frames, slices, objects
        case foregroundShare = "foreground_share"
    }
}

extension Summary {
    /// Whether its planes lie in the order T, Z, as this version writes them.
    package var hasOrderedPlanes: Bool { PlaneColumns(planes) != nil }
}
