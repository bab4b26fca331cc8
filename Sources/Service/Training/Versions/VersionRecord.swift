import Results
package import WorkerProtocol

/// What is known of one version of a classifier: the content of its `version.json`, written once and never changed.
package struct VersionRecord: Sendable, Codable, Equatable {
    /// What was decided when the version came.
    package enum Decision: String, Sendable, Codable {
        /// It is brought into force.
        case taken
        /// It waits until somebody promotes it.
        case waits
        /// It is not to be brought into force.
        case notTaken = "not_taken"
        /// Somebody put it in place of the one in force.
        case byHand = "by_hand"
    }

    /// From what and how it was trained.
    package struct Training: Sendable, Codable, Equatable {
        package var kind: TrainingKind
        /// As they stand in the header.
        package var features: String
        package var depth: Int
        package var trees: Int
        package var positiveClass: Int?
        package var probabilityClass: Int?
        package var holdBack: HoldBack?
        package var holdBackUnit: HoldBackUnit?
        /// The images and annotations that were read for it; those of earlier samples are not among them.
        package var read: [AnnotatedImage]
        /// Whether earlier samples came along.
        package var continues: Bool
        /// All whose samples are in it, in the order that decides the forest.
        package var images: [String]
        package var classes: [TrainingReport.Class]
        package var importances: [TrainingReport.Feature]
        package var warnings: [String]
        /// Seconds for each part of the work.
        package var seconds: [String: Double]
    }

    /// The version of this form of the file.
    package static let schema = 1

    /// The version of the form in which it was written.
    package var version = schema
    /// From 1; never given twice.
    package var number: Int
    /// When, by UTC.
    package var made: String
    /// The version of the program.
    package var program: String
    package var classifier: TrainingReport.File
    /// Nil where there are none: somebody put the classifier there.
    package var samples: TrainingReport.File?
    /// The version whose samples it goes on from.
    package var from: Int?
    /// What says whether another training would learn anything else (`VersionDraft`).
    package var basis: String?
    /// Nil where somebody put the classifier there.
    package var training: Training?
    package var scores: ValidationReport?
    /// Those of the one that was in force, on the same annotations.
    package var scoresInForce: ValidationReport?
    /// Why the two cannot be compared.
    package var notComparable: String?
    /// The digest of the one that was in force when it was trained.
    package var comparedWith: String?
    /// The rule by which was decided.
    package var accept: String?
    package var decision: Decision
    /// Why, in words that follow a colon.
    package var reason: String

    /// The record of a trained version.
    init(_ draft: VersionDraft, number: Int, program: String = Version.current) {
        (self.number, self.program, made) = (number, program, UTCTime.now.inMilliseconds)
        (classifier, samples) = (draft.report.classifier, draft.report.samples)
        (from, basis, comparedWith, accept) = (draft.from, draft.basis, draft.comparedWith, draft.accept)
        (decision, reason) = (draft.decision, draft.reason)
        (scores, scoresInForce) = (draft.report.scores, draft.report.scoresInForce)
        notComparable = draft.report.notComparable
        let (job, report) = (draft.job, draft.report)
        training = Training(
            kind: job.kind,
            features: job.features,
            depth: job.depth,
            trees: job.trees,
            positiveClass: job.positiveClass,
            probabilityClass: job.probabilityClass,
            holdBack: job.holdBack,
            holdBackUnit: job.holdBackUnit,
            read: job.images,
            continues: job.continues,
            images: report.images,
            classes: report.classes,
            importances: report.features,
            warnings: report.warnings,
            seconds: report.seconds
        )
    }

    /// The record of a classifier that somebody put there.
    init(byHand classifier: TrainingReport.File, samples: TrainingReport.File?, number: Int) {
        (self.number, program, made) = (number, Version.current, UTCTime.now.inMilliseconds)
        (self.classifier, self.samples) = (classifier, samples)
        (decision, reason) = (.byHand, "put there by hand")
    }
}

/// What the daemon says of a version that was just trained.
package struct VersionDraft: Sendable, Equatable {
    /// What was asked of the worker.
    package var job: TrainingJob
    /// What it answered.
    package var report: TrainingReport
    /// What is decided; `byHand` is not for drafts.
    package var decision: VersionRecord.Decision
    /// Why, in words that follow a colon.
    package var reason: String
    /// The version whose samples came along.
    package var from: Int?
    /// A text that is the same for the same annotations, images and settings: as long as a version has it, whatever became
    /// of that one, there is nothing to train.
    package var basis: String?
    /// The digest of the classifier that was in force when the training began; nil where there was none.
    package var comparedWith: String?
    /// The rule by which is decided, as the configuration has it.
    package var accept: String?

    /// A draft of what is always there.
    package init(job: TrainingJob, report: TrainingReport, decision: VersionRecord.Decision, reason: String) {
        (self.job, self.report, self.decision, self.reason) = (job, report, decision, reason)
    }
}
