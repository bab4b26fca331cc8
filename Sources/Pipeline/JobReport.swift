package import Imaging

/// What the worker found out about an image; the daemon turns it into the summary.
package struct JobReport: Sendable, Codable, Equatable {
    /// Counts of one looped plane.
    package struct Plane: Sendable, Codable, Equatable {
        package var frame: Int
        package var slice: Int
        /// Number of objects, where labels were made.
        package var objects: Int?
        /// Share of pixels in the mask, 0…1, where a mask was made.
        package var foregroundShare: Double?
    }

    /// One written file, in the order of the job's outputs.
    package struct Output: Sendable, Codable, Equatable {
        package var bytes: Int
        package var sha256: String
    }

    /// Milliseconds spent in each stage.
    package struct Timings: Sendable, Codable, Equatable {
        package var read: Double
        package var compute: Double
        package var write: Double
    }

    package var layout: ImageLayout
    package var imageSHA256: String
    package var planes: [Plane]
    package var outputs: [Output]
    package var timings: Timings
    package var warnings: [String]
    /// What computed; a device that fails on the way is given up, so this is said with every image.
    package var engine: EngineFacts
}
