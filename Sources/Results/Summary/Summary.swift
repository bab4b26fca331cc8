package import WorkerProtocol

/// What was done to one image for one recipe; written last, so its presence says that all outputs are there.
///
/// In JSON the keys are in snake case and in a fixed order; `SummaryFile` reads and writes it.
package struct Summary: Sendable, Equatable {
    /// How it ended.
    package enum Status: String, Sendable, Codable {
        /// All outputs are there.
        case done
        /// There are no outputs; `error` says why.
        case failed
    }

    /// What the file says it is.
    package static let schema = "segmentd.summary"
    /// Raised when a key changes its meaning; new keys do not raise it. README.md tells what each version means.
    package static let schemaVersion = 2

    package var status: Status
    /// The recipe's name; nil for the only recipe of a folder.
    package var recipe: String?
    package var image: Image
    /// Which result of the image this is, from 1: the earlier ones were of other content. Of a failure, how many
    /// results there were before. Nil in summaries of earlier versions, and of failures without a result before.
    package var revision: Int?
    /// What the image is of, by the folder's pattern and sample sheet when it was done; nil without a pattern.
    package var groups: [String: String]?
    /// The label image that others made, where the recipe begins with one.
    package var labels: Image?
    /// The classifier of the pixels; nil where the recipe begins with labels.
    package var classifier: Classifier?
    /// The steps of the recipe; empty in summaries of earlier versions.
    package var steps: [Step]
    /// The engine that computed; nil when it did not come to that.
    package var engine: Engine?
    package var settings: Settings
    /// One entry per looped plane, in the order of the outputs' pages.
    package var planes: [PlaneCounts]
    /// How far the classifier of the pixels is in doubt; nil where none looked at them, and in summaries of earlier versions.
    package var quality: ForestDoubt?
    package var outputs: [Output]
    /// The folder of the outputs and of this summary, by the paths of the configuration; where `resultsFolderBytes` is given,
    /// only for people. Nil in summaries of schema 1.
    package internal(set) var resultsFolder: String?
    /// The bytes of a folder's path that is no UTF-8, in Base64.
    package internal(set) var resultsFolderBytes: String?
    /// When, where and by what; nil in summaries of schema 1.
    package var processed: Processing?
    /// The command that makes the same outputs again, from the kept copies of the classifiers; nil in summaries of schema 1.
    package var reproduce: String?
    package var timings: StageTimings
    package var warnings: [String]
    /// What looks doubtful about the image (Service/Quality); not written where there is nothing.
    package var flags: [Flag] = []
    /// Why it failed; nil when it did not.
    package var error: Cause?

    /// The summary of an image that was segmented.
    package init(
        done image: Image,
        labels: Image? = nil,
        recipe: String?,
        classifier: Classifier?,
        steps: [Step] = [],
        engine: Engine,
        settings: Settings,
        planes: [PlaneCounts],
        outputs: [Output],
        timings: StageTimings,
        warnings: [String] = []
    ) {
        status = .done
        self.recipe = recipe
        self.image = image
        self.labels = labels
        self.classifier = classifier
        self.steps = steps
        self.engine = engine
        self.settings = settings
        self.planes = planes
        self.outputs = outputs
        self.timings = timings
        self.warnings = warnings
        error = nil
    }

    /// The summary of an image that could not be segmented.
    package init(
        failed image: Image,
        labels: Image? = nil,
        recipe: String?,
        classifier: Classifier?,
        steps: [Step] = [],
        engine: Engine? = nil,
        settings: Settings,
        error: Cause,
        timings: StageTimings,
        warnings: [String] = []
    ) {
        status = .failed
        self.recipe = recipe
        self.image = image
        self.labels = labels
        self.classifier = classifier
        self.steps = steps
        self.engine = engine
        self.settings = settings
        planes = []
        outputs = []
        self.timings = timings
        self.warnings = warnings
        self.error = error
    }

    /// Counts over all planes; nil where no plane has them.
    package var totals: Totals {
        let objects = planes.compactMap(\.objects)
        let shares = planes.compactMap(\.foregroundShare)
        return Totals(
            planes: planes.count,
            objects: objects.isEmpty ? nil : objects.reduce(0, &+),
            foregroundShare: shares.isEmpty ? nil : (shares.reduce(0, +) / Double(shares.count)).rounded(digits: 6)
        )
    }
}
