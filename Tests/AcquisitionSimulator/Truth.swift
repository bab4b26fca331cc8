import FoundationEssentials

/// What was dropped into a folder: the file `truth.json` that `drop` writes and `score` reads.
struct Truth: Codable {
    /// One image.
    struct Image: Codable {
        /// Below the acquisition folder.
        var path: String
        /// How it was written.
        var way: WritingWay
        /// When its last byte was written and it had its name: seconds since 1970.
        var finished: Double
        /// Whether it was damaged on purpose.
        var isDamaged: Bool
        /// Its nuclei; nil for a copy of a given image, of which the simulator knows nothing.
        var cells: [Cell]?

        enum CodingKeys: String, CodingKey {
            case path, way, finished, cells
            case isDamaged = "damaged"
        }
    }

    /// Images in the order in which they were dropped.
    var images: [Image] = []

    /// The truth kept in `folder`.
    static func read(folder: String) throws -> Truth {
        let path = "\(folder)/truth.json"
        guard let content = try Files.read(path) else { throw SimulatorError.malformed(path: path, what: "is missing") }
        do {
            return try JSONDecoder().decode(Truth.self, from: Data(content))
        } catch {
            throw SimulatorError.malformed(path: path, what: "is not a truth file: \(error)")
        }
    }

    /// Writes `truth.json` into `folder`, by renaming, so that a reader finds all or nothing.
    func write(folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try Files.replace("\(folder)/truth.json", content: [UInt8](try encoder.encode(self)))
    }
}
