extension Summary {
    /// When an image was worked on, where, and by what.
    package struct Processing: Sendable, Equatable, Codable {
        /// When the work on the image began: UTC by ISO 8601, with milliseconds.
        package var start: String
        /// When it ended; the outputs got their names right after.
        package var end: String
        /// The name of the computer.
        package var host: String
        /// The service: `segmentd`, or the name of the instance; `run` for what somebody started by hand.
        package var service: String

        /// Work from `start` to `end`.
        package init(start: UTCTime, end: UTCTime, host: String, service: String) {
            self.start = start.inMilliseconds
            self.end = end.inMilliseconds
            self.host = host
            self.service = service
        }
    }
}
