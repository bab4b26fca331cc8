/// Counts of one looped plane.
package struct PlaneCounts: Sendable, Equatable, Codable {
    /// T, from 0.
    package var frame: Int
    /// Z, from 0.
    package var z: Int
    /// Number of objects, where labels were made.
    package var objects: Int?
    /// Share of pixels in the mask, 0…1, where a mask was made; kept to five digits, for there may be many planes.
    package var foregroundShare: Double?

    /// The counts of a plane.
    package init(frame: Int, z: Int, objects: Int?, foregroundShare: Double?) {
        self.frame = frame
        self.z = z
        self.objects = objects
        self.foregroundShare = foregroundShare?.rounded(digits: 5)
    }

    enum CodingKeys: String, CodingKey {
        case frame, z, objects
        case foregroundShare = "foreground_share"
    }
}
