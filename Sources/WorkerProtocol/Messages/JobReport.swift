package import Imaging

/// What the worker found out about an image, in the values that the summary holds.
package struct JobReport: Sendable, Codable, Equatable {
    /// One written file, in the order of the recipe's outputs.
    package struct Output: Sendable, Codable, Equatable {
        package var bytes: Int
        /// SHA-256 of the file, hexadecimal.
        package var sha256: String
        /// What is in it; nil where that is not known.
        package var form: OutputForm?

        /// A file of `bytes` bytes.
        package init(bytes: Int, sha256: String, form: OutputForm? = nil) {
            self.bytes = bytes
            self.sha256 = sha256
            self.form = form
        }
    }

    /// More planes do not fit into the longest message.
    package static let mostPlanes = 200_000

    package var layout: ImageLayout
    package var imageSHA256: String
    /// SHA-256 of the other files of an image that is stored in several, in the order of the job.
    package var membersSHA256: [String]?
    /// SHA-256 of the label image that others made, hexadecimal; nil where there is none.
    package var labelsSHA256: String?
    /// Objects behind each step of the recipe, over all planes, in the order of the steps; nil where it makes none, or was
    /// not needed.
    package var objectsAfterSteps: [Int?]
    package var planes: [PlaneCounts]
    package var outputs: [Output]
    package var timings: StageTimings
    package var warnings: [String]
    /// What computed; a device that fails on the way is given up, so this is said with every image.
    package var engine: EngineReport
    /// What the pixels say of the image; nil where they were not looked at.
    package var quality: ImageQuality?
    /// The output of an earlier result that took the place of the pixels' classification; nil where there was none.
    package var startedFrom: OutputKind?

    /// A report of everything.
    package init(
        layout: ImageLayout,
        imageSHA256: String,
        labelsSHA256: String? = nil,
        objectsAfterSteps: [Int?] = [],
        planes: [PlaneCounts],
        outputs: [Output],
        timings: StageTimings,
        warnings: [String],
        engine: EngineReport,
        quality: ImageQuality? = nil
    ) {
        self.layout = layout
        self.imageSHA256 = imageSHA256
        self.labelsSHA256 = labelsSHA256
        self.objectsAfterSteps = objectsAfterSteps
        self.planes = planes
        self.outputs = outputs
        self.timings = timings
        self.warnings = warnings
        self.engine = engine
        self.quality = quality
    }
}
