/// Counts of one looped plane.
package struct PlaneCounts: Sendable, Equatable, Codable {
    /// P, from 0.
    package var position: Int
    /// T, from 0.
    package var frame: Int
    /// Z, from 0.
    package var z: Int
    /// Number of objects, where labels were made.
    package var objects: Int?
    /// Share of pixels in the mask, 0…1, where a mask was made; kept to five digits, for there may be many planes.
    package var foregroundShare: Double?

    /// The counts of a plane.
    package init(position: Int = 0, frame: Int, z: Int, objects: Int?, foregroundShare: Double?) {
        self.position = position
        self.frame = frame
        self.z = z
        self.objects = objects
        self.foregroundShare = foregroundShare?.rounded(digits: 5)
    }

    enum CodingKeys: String, CodingKey {
        case position, frame, z, objects
        case foregroundShare = "foreground_share"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        // Summaries of earlier versions have no position, and more digits.
        position = try values.decodeIfPresent(Int.self, forKey: .position) ?? 0
        frame = try values.decode(Int.self, forKey: .frame)
        z = try values.decode(Int.self, forKey: .z)
        objects = try values.decodeIfPresent(Int.self, forKey: .objects)
        foregroundShare = try values.decodeIfPresent(Double.self, forKey: .foregroundShare)
    }
}
