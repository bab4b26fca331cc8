import ArgumentParser
import Files
import Imaging
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd suggest`: what a forest makes of its features, and which it could do without.
struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Say what a classifier makes of its features, and which it could do without.",
        discussion: """
            Reads the samples beside a classifier that was trained here, and trains it anew without each feature, judged fold \
            by fold on samples that it did not learn from. Tells importances, the share of the splits at each depth, which \
            features go with each other, and fewer features that do as well: fewer features take less time for every image. \
            Nothing is written. Samples that are held back for ever take no part.
            """
    )

    @Argument(help: "A classifier (.cl) that lies beside its samples, or the samples (.samples).")
    var file: FilePath

    @Option(help: "Folds: as many times a part is left out and judged by the others.")
    var folds = 5

    @Option(help: "What is left out together: image or scribble; images where there are at least 5.")
    var holdBackBy: HoldBackUnit?

    @Option(help: "By how much the mean F1 may be lower with fewer features.")
    var tolerance = 0.0

    @Option(help: "Depth of the trees; that of the classifier where one is named, else 2.")
    var depth: Int?

    @Option(help: "Number of trees; that of the classifier where one is named, else 100.")
    var trees: Int?

    @Option(help: "Threads; all processors where it is not given.")
    var threads: Int?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func validate() throws {
        if tolerance < 0 || !tolerance.isFinite { throw ValidationError("--tolerance is a number from 0") }
        if let threads, threads < 1 { throw ValidationError("--threads is a number from 1") }
    }

    func run() async throws {
        let worker = WorkerConnection.forReading()
        do throws(WorkerError) {
            let job = try await job(worker)
            let samples = try Self.open(samplesPath, "train the classifier with `segmentd train`, which writes it")
            defer { withExtendedLifetime(samples) {} }
            let report = try await worker.suggest(job, samples: samples.number)
            do { try json ? JSONOutput.print(report) : print(report.text) } catch {
                throw WorkerError.refused(.internalFault("\(error)"))
            }
        } catch {
            let failure = error.failure
            if json { try JSONOutput.print(["error": failure]) }
            StandardError.write("\(failure)")
            throw ExitCode.failure
        }
    }

    private var isClassifier: Bool { file.extension == "cl" }

    private var samplesPath: FilePath {
        guard isClassifier else { return file }
        var path = file
        path.extension = "samples"
        return path
    }

    /// The question, with what the classifier says of itself.
    private func job(_ worker: WorkerConnection) async throws(WorkerError) -> SuggestionJob {
        var job = SuggestionJob(samples: samplesPath.lastComponent?.readable ?? samplesPath.readable)
        if isClassifier {
            let classifier = try Self.open(file, "check the path")
            defer { withExtendedLifetime(classifier) {} }
            let name = file.lastComponent?.readable ?? file.readable
            if case .classifier(let found) = try await worker.inspect(classifier.number, name: name, axes: AxisChoice())
            {
                (job.depth, job.trees, job.classifierSHA256) = (max(found.depth, 1), found.trees, found.sha256)
            }
        }
        job.depth = depth ?? job.depth
        job.trees = trees ?? job.trees
        (job.holdBack, job.holdBackUnit) = (.folds(folds), holdBackBy)
        (job.tolerance, job.threads) = (tolerance, threads)
        return job
    }

    private static func open(_ path: FilePath, _ remedy: String) throws(WorkerError) -> Descriptor {
        do {
            return Descriptor(
                owning: try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]).rawValue
            )
        } catch {
            throw .refused(
                Failure(
                    kind: (error as? Errno) == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                    message: "\(path.readable) cannot be opened: \(error)",
                    remedy: remedy
                )
            )
        }
    }
}
