/// Where and when an image was recorded, as far as its file tells.
package struct Acquisition: Sendable, Hashable, Codable {
    /// When the recording began, as the file writes it: a date and time by ISO 8601.
    package var date: String?
    /// Where the stage was for the first plane.
    package var stage: StagePosition?
    /// When each frame was recorded: seconds since the recording began, of the frame's first plane.
    package var frameTimes: [Double]?

    /// What the file tells.
    package init(date: String? = nil, stage: StagePosition? = nil, frameTimes: [Double]? = nil) {
        self.date = date
        self.stage = stage
        self.frameTimes = frameTimes
    }

    /// Whether the file tells nothing.
    package var isEmpty: Bool { date == nil && stage == nil && frameTimes == nil }
}

/// A place of the stage.
package struct StagePosition: Sendable, Hashable, Codable {
    package var x: Double?
    package var y: Double?
    package var z: Double?
    /// The symbol of a length, or `reference frame` where only the microscope knows what the numbers mean (OME).
    package var unit: String

    /// A place; nil for a coordinate that is not known.
    package init(x: Double?, y: Double?, z: Double?, unit: String) {
        self.x = x
        self.y = y
        self.z = z
        self.unit = unit
    }
}
