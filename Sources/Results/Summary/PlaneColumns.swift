import WorkerProtocol

/// The counts of all planes as columns, for the file: in the order P, T, Z, entry `i` is slice `i % slices`.
struct PlaneColumns: Codable {
    /// Positions, P; nothing is written of a single one.
    private let positions: Int?
    /// Frames, T, of each position.
    private let frames: Int
    /// Looped slices, Z, of each frame; 1 where a frame is a volume.
    private let slices: Int
    /// Objects of each plane; no list where nothing was counted.
    private let objects: [Int?]?
    /// The share of the mask in each plane, 0…1; no list where there is no mask.
    private let foregroundShare: [Double?]?

    /// Planes in the order P, T, Z; nil for others.
    init?(_ planes: [PlaneCounts]) {
        let ofFirst = planes.prefix { $0.position == 0 }
        slices = ofFirst.prefix { $0.frame == 0 }.count
        frames = slices > 0 ? ofFirst.count / slices : 0
        for (index, plane) in planes.enumerated() {
            guard frames > 0, slices > 0,
                (plane.position, plane.frame, plane.z) == Self.place(index, frames, slices)
            else { return nil }
        }
        let positions = frames > 0 ? planes.count / (frames * slices) : 1
        guard positions * frames * slices == planes.count else { return nil }
        self.positions = positions > 1 ? positions : nil
        objects = planes.contains { $0.objects != nil } ? planes.map(\.objects) : nil
        foregroundShare = planes.contains { $0.foregroundShare != nil } ? planes.map(\.foregroundShare) : nil
    }

    /// The planes; nil where the columns do not fit each other.
    var planes: [PlaneCounts]? {
        let positions = positions ?? 1
        let (ofOne, isTooLarge) = frames.multipliedReportingOverflow(by: slices)
        let (count, areTooMany) = ofOne.multipliedReportingOverflow(by: positions)
        guard positions > 0, frames >= 0, slices >= 0, !isTooLarge, !areTooMany, objects?.count ?? count == count,
            foregroundShare?.count ?? count == count, count <= Self.most
        else { return nil }
        return (0..<count).map { index in
            let place = Self.place(index, frames, slices)
            return PlaneCounts(
                position: place.position,
                frame: place.frame,
                z: place.z,
                objects: objects?[index],
                foregroundShare: foregroundShare?[index]
            )
        }
    }

    /// Where plane `index` lies.
    private static func place(_ index: Int, _ frames: Int, _ slices: Int) -> (position: Int, frame: Int, z: Int) {
        let (outer, slice) = index.quotientAndRemainder(dividingBy: slices)
        let (position, frame) = outer.quotientAndRemainder(dividingBy: frames)
        return (position, frame, slice)
    }

    /// More planes no file of ours tells of: a column takes two bytes a plane at least.
    private static let most = SummaryFile.mostAtOnce / 2

    enum CodingKeys: String, CodingKey {
        case positions, frames, slices, objects
        case foregroundShare = "foreground_share"
    }
}

extension Summary {
    /// Whether its planes lie in the order P, T, Z, as this version writes them.
    package var hasOrderedPlanes: Bool { PlaneColumns(planes) != nil }
}
