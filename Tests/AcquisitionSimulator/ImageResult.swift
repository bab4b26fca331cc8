import FoundationEssentials

/// What the daemon made of one image.
struct ImageResult {
    /// As far as the score needs it, the summary that stands beside the results.
    private struct Summary: Decodable {
        var status: String
        var timings: [String: Double]?
        var error: Failure?

        enum CodingKeys: String, CodingKey {
            case status, error
            case timings = "timings_ms"
        }
    }

    /// Why an image failed.
    struct Failure: Decodable {
        var kind: String
        var message: String
    }

    /// The image that was dropped.
    let image: Truth.Image
    /// Seconds from the last byte of the image to the summary; nil without a summary.
    let latency: Double?
    /// Milliseconds of each stage, as the summary says.
    let timings: [String: Double]
    /// The failure that the summary reports.
    let failure: Failure?
    /// The object table; nil without one.
    let objects: [FoundObject]?

    /// Reads the summary and the object table of `image` below `folder`.
    ///
    /// - Parameter recipe: the recipe's name, where it is part of file names.
    init(_ image: Truth.Image, folder: String, recipe: String?) throws {
        self.image = image
        let stem = "\(folder)/\(image.path.dropLast(".tif".count))" + (recipe.map { "_\($0)" } ?? "")
        let path = stem + "_summary.json"
        guard let content = try Files.read(path), let changed = Files.changed(path) else {
            latency = nil
            timings = [:]
            failure = nil
            objects = nil
            return
        }
        let summary: Summary
        do {
            summary = try JSONDecoder().decode(Summary.self, from: Data(content))
        } catch {
            throw SimulatorError.malformed(path: path, what: "is not a summary: \(error)")
        }
        latency = changed - image.finished
        timings = summary.timings ?? [:]
        failure = summary.error
        objects = try FoundObject.read(stem + "_objects.csv")
    }

    /// Whether there is what the image called for: an error for a damaged one, a table for any other.
    var isAsExpected: Bool { image.isDamaged ? failure != nil : failure == nil && objects != nil }
}
