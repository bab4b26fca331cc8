import Files
package import WorkerProtocol

/// Why an image waits, was skipped or failed, or what produced its result.
package struct ImageExplanation: Codable, Sendable, Equatable {
    /// Where an image stands, in one word.
    package enum State: String, Codable, Sendable {
        /// No watched folder holds it.
        case outside
        /// Its name, or a folder on the way, is left out.
        case ignored
        /// There is no such file.
        case missing
        /// It is a link that is not followed, a pipe, a device or a folder.
        case passedOver = "passed_over"
        /// It cannot be looked at.
        case unreadable
        /// It is a result of ours.
        case ownOutput = "own_output"
        /// Somebody has it open for writing.
        case written
        /// It has not been left alone for long enough.
        case settling
        case queued
        case inWork = "in_work"
        /// It waits until a trouble that is not its own is over.
        case postponed
        /// Workers were lost over it; it is tried again.
        case retried = "waits_for_retry"
        /// Workers were lost over it too often; it rests.
        case parked
        /// There is work to do, and it will come to it.
        case due
        /// A recipe has no good classifier.
        case waitsForClassifier = "waits_for_classifier"
        case waitsForLabels = "waits_for_labels"
        /// Not all files of the image are there.
        case waitsForFiles = "waits_for_files"
        /// It is one of the files of another image.
        case part
        /// Every recipe has its result.
        case done
        /// A recipe has a summary that says why it failed.
        case failed
    }

    package let image: PathText
    package let state: State
    /// Whether its folder is paused.
    package let isPaused: Bool
    /// The state in a sentence or two, with what can be done.
    package let words: String
    /// Its place among those that wait; nil where it does not wait there.
    package let queue: QueuePlace?
    /// The file after which the image is called of which this one is a part; nil where it is no part.
    package let first: PathText?
    /// What each recipe of the folder has made of it, as far as it came to that.
    package let recipes: [RecipeExplanation]

    init(
        _ image: PathText,
        _ state: State,
        _ words: String,
        isPaused: Bool = false,
        queue: QueuePlace? = nil,
        first: PathText? = nil,
        recipes: [RecipeExplanation] = []
    ) {
        self.first = first
        self.image = image
        self.state = state
        self.words = words
        self.isPaused = isPaused
        self.queue = queue
        self.recipes = recipes
    }

    /// The whole for people.
    package var text: String {
        let paused = isPaused ? "; its folder is paused (segmentd resume)" : ""
        return (["\(image.path.readable): \(words)\(paused)"] + recipes.map(\.text)).joined(separator: "\n")
    }
}

/// What a recipe has made of an image.
package struct RecipeExplanation: Codable, Sendable, Equatable {
    /// The recipe's name; nil for the only one of a folder.
    package let recipe: String?
    /// One of `done`, `failed`, `parked`, `waits_for_retry`, `due`, `waits_for_classifier`, `unreadable`.
    package let state: ImageExplanation.State
    /// The state in a sentence.
    package var words: String
    /// Where its summary is, or will be.
    package var summary: PathText?
    /// The classifier that made the result: its file name, SHA-256 and generation.
    package var classifier: String?
    package var classifierDigest: String?
    package var generation: Int?
    /// The SHA-256 of the recipe's settings.
    package var settingsDigest: String?
    /// How often the result was made anew; nil where the summary does not say.
    package var revision: Int?
    /// Why it failed.
    package var error: Failure?

    init(_ recipe: String?, _ state: ImageExplanation.State, _ words: String) {
        self.recipe = recipe
        self.state = state
        self.words = words
    }

    /// Lines for people.
    package var text: String {
        var lines = ["  \(recipe.map { "recipe \($0): " } ?? "")\(words)"]
        if let error { lines.append("    \(error.message); \(error.remedy)") }
        if let classifier, let classifierDigest, let generation {
            lines.append("    classifier \(classifier), \(classifierDigest.prefix(12)), generation \(generation)")
        }
        if let settingsDigest { lines.append("    settings \(settingsDigest.prefix(12))") }
        if let summary, classifier != nil { lines.append("    \(summary.path.readable)") }
        return lines.joined(separator: "\n")
    }
}
