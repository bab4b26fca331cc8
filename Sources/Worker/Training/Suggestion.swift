import Forests
import Training
package import WorkerProtocol

/// What a forest makes of its features, and whether fewer would do.
///
/// Rows that are held back for ever take no part: a test set by which features were chosen would test nothing.
package struct Suggestion {
    /// Rows times trainings that are spent at most: with 16 features and 5 folds 17,000 rows.
    package static let mostWork = 6_400_000
    /// The rows that are taken all the same.
    private static let leastRows = 2_000
    private static let (standardFolds, imagesForFolds) = (5, 5)

    private let job: SuggestionJob
    private let book: SampleBook
    private let mostWork: Int
    private var warnings: [String] = []

    /// The answer to `job` from the file of samples.
    package static func report(
        _ job: SuggestionJob,
        samples: Int32,
        mostWork: Int = mostWork,
        beat: () -> Void
    ) throws(Failure) -> SuggestionReport {
        let book: SampleBook
        do throws(SamplesError) { book = try SampleBook(reading: samples) } catch {
            throw .samples(error, job.samples)
        }
        var suggestion = Suggestion(job: job, book: book, mostWork: mostWork)
        return try suggestion.report(beat: beat)
    }

    private init(job: SuggestionJob, book: SampleBook, mostWork: Int) {
        (self.job, self.book, self.mostWork) = (job, book, mostWork)
    }

    private mutating func report(beat: () -> Void) throws(Failure) -> SuggestionReport {
        let groups = try checkedGroups()
        let judge = try judge(of: groups.count, beat: beat)
        let (forest, importances) = try judge.forest(beat: beat)
        let shares = forest.splitShares
        let correlation = RankCorrelation(columns: judge.columns)
        beat()
        let all = try judge.scores(of: Array(importances.indices), beat: beat)
        let full = ValidationReport(basis: basis(judge), classCount: book.classes.count, images: all)
        let elimination = try FeatureElimination(
            importances: groups.map { columns in columns.reduce(0) { $0 + Self.finite(importances[$1]) } },
            full: full.f1 ?? 0,
            tolerance: job.tolerance
        ) { kept throws(Failure) in
            let scores = try judge.scores(of: Self.columns(of: kept, in: groups), beat: beat)
            return ValidationReport(basis: "", classCount: book.classes.count, images: scores).f1 ?? 0
        }
        let features = importances.indices.map { column in
            var feature = SuggestionReport.Feature(
                name: book.featureNames[column],
                importance: Self.finite(importances[column]),
                splitShares: shares[column]
            )
            if let closest = correlation.closest(to: column) {
                (feature.closest, feature.correlation) = (book.featureNames[closest.feature], closest.correlation)
            }
            let group = groups.firstIndex { $0.contains(column) }
            feature.loss = groups.count > 1 ? group.map { elimination.losses[$0] } : nil
            feature.isSuggested = group.map { elimination.kept.contains($0) } ?? true
            return feature
        }
        let kept = Self.columns(of: elimination.kept, in: groups)
        let scores = try judge.scores(of: kept, beat: beat)
        return SuggestionReport(
            features: features,
            scores: full,
            suggestion: specification(of: elimination.kept, in: groups),
            suggestedScores: ValidationReport(basis: full.basis, classCount: book.classes.count, images: scores),
            warnings: warnings
        )
    }

    /// The columns of each feature, one a channel: a specification holds for all channels.
    private func checkedGroups() throws(Failure) -> [[Int]] {
        let (columns, channels) = (book.featureNames.count, max(book.channelCount, 1))
        guard !book.classes.isEmpty, columns > 0, columns.isMultiple(of: channels) else {
            throw impossible("\(job.samples) holds no samples to learn from", "annotate images, and train again")
        }
        guard book.classes.count <= TrainingRun.mostClasses else {
            throw impossible(
                "\(job.samples) has \(book.classes.count) classes; a classifier has at most \(TrainingRun.mostClasses)",
                "annotate classes, not single objects, and train again"
            )
        }
        guard (1...ForestTrainer.mostDepth).contains(job.depth), (1...100_000).contains(job.trees) else {
            throw impossible("\(job.trees) trees of depth \(job.depth) cannot be grown", "see `segmentd help suggest`")
        }
        let features = columns / channels
        return (0..<features).map { feature in (0..<channels).map { $0 * features + feature } }
    }

    private mutating func judge(of groupCount: Int, beat: () -> Void) throws(Failure) -> FoldJudge {
        var wanted = Self.standardFolds
        if case .folds(let count) = job.holdBack { wanted = count }
        guard (2...Folds.most).contains(wanted) else {
            throw impossible("\(wanted) is no number of folds from 2 to \(Folds.most)", "ask for 5 folds")
        }
        let images = Set(book.blocks.map(\.image)).count
        let unit = job.holdBackUnit ?? (images >= Self.imagesForFolds ? .image : .scribble)
        let folds = Folds(wanted, of: book.blocks, byImage: unit == .image, beat: beat)
        guard folds.count > 1 else {
            throw impossible(
                "\(job.samples) has a single \(unit == .image ? "image" : "scribble"), and nothing else to judge it by",
                "annotate several places in several images"
            )
        }
        if folds.count < wanted { warnings.append("there are only \(folds.count) \(unit.rawValue)s: so many folds") }
        if job.classifierSHA256 != nil, job.classifierSHA256 != book.classifierSHA256 {
            warnings.append("the samples are those of another version of the classifier")
        }
        let trainer = ForestTrainer(
            maximumDepth: job.depth,
            treeCount: job.trees,
            threadCount: job.threads ?? TrainingRun.processorCount
        )
        let trainings = (FeatureElimination.mostTrials(of: groupCount) + 2) * folds.count
        let most = max(min(Self.leastRows, mostWork), mostWork / trainings)
        let judge = FoldJudge(book, folds, trainer: trainer, mostRows: most)
        let all = book.blocks.reduce(0) { $0 + $1.isTest.count { !$0 } }
        if judge.count < all {
            warnings.append("judged on \(judge.count) of \(all) samples, for the time that all take")
        }
        return judge
    }

    private func basis(_ judge: FoldJudge) -> String { "\(judge.count) samples, each fold by a forest of the others" }

    /// The features of these groups as a specification; for a table, the names of its columns.
    private func specification(of kept: [Int], in groups: [[Int]]) -> String {
        let names = kept.map { group in
            let name = book.featureNames[groups[group][0]]
            // Behind the name of a column stands its channel where there are several.
            return name.firstRange(of: " [channel ").map { String(name[..<$0.lowerBound]) } ?? name
        }
        return kept.count == groups.count ? book.featureSpecification : names.joined(separator: " ")
    }

    private func impossible(_ message: String, _ remedy: String) -> Failure {
        Failure(kind: "suggestion_impossible", message: message, remedy: remedy)
    }

    private static func columns(of kept: [Int], in groups: [[Int]]) -> [Int] { kept.flatMap { groups[$0] }.sorted() }

    /// A number that JSON has: where no split gains anything there are no importances.
    private static func finite(_ importance: Double) -> Double { importance.isFinite ? importance : 0 }
}
