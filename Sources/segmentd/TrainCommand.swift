import ArgumentParser
import Files
import Imaging
import Settings
import SystemPackage
import Training
import WorkerClient
import WorkerProtocol

/// `segmentd train`: a classifier from images and annotations.
struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a classifier from annotated images: the file that APOC writes, to the byte.",
        discussion: """
            Annotations are label TIFFs with the numbers of the classes, from 1, and 0 where nothing is said, as napari, Fiji \
            and QuPath save them. The samples are kept beside the classifier (x.samples), so that --continue can add to them. \
            A set of features that APOC has a name for can be called by it: \
            \(PredefinedFeatures.names.joined(separator: ", ")).

            The exit status is 0 when the classifier was written, 64 when the call is wrong, 65 when images, annotations, \
            tables or earlier samples cannot be used, else 1.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The features, as APOC calls them: \"gaussian_blur=1 sobel_of_gaussian_blur=1\", or the name of a set.",
            valueName: "features"
        )
    )
    var features: String?

    @Option(
        help: ArgumentHelp(
            "What is trained; a PixelClassifier unless another option says more: "
                + TrainingKind.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "kind"
        )
    )
    var kind: TrainingKind?

    @Option(
        help:
            "The class that becomes objects, from 1: trains an ObjectSegmenter (or an ObjectSelector); 2 if not given."
    )
    var positiveClass: Int?

    @Option(help: "The class whose probability is told, from 1: trains a ProbabilityMapper.")
    var probabilityClass: Int?

    @Option(help: "The most splits from a root to a leaf; 2, or as before with --continue, if not given.")
    var depth: Int?

    @Option(help: "The number of trees; 100, or as before with --continue, if not given.")
    var trees: Int?

    @Option(help: ArgumentHelp("The classifier to write (.cl), instead of that of --continue.", valueName: "file"))
    var output: FilePath?

    @OptionGroup var inputs: TrainingInputs

    @Option(
        name: [.customLong("continue")],
        help: ArgumentHelp("Add to the samples beside this classifier.", valueName: "file")
    )
    var earlier: FilePath?

    @Option(help: "Hold about this share of the annotations back from training for ever, 0 to 1, and judge on it.")
    var holdBack: Double?

    @Option(
        help: "Judge in as many parts, each by a classifier of the others; the one that is written learns from all."
    )
    var folds: Int?

    @Option(help: "What is held back together: image, or scribble (connected pixels, single objects, single rows).")
    var holdBackBy: HoldBackUnit?

    @Flag(help: "Take the slices of a stack one by one, instead of as a volume.")
    var planes = false

    @OptionGroup var axes: AxesOption

    @Option(help: "Threads that grow trees; all processors if not given.")
    var threads: Int?

    @Flag(help: "Replace a classifier that segmentd did not train.")
    var force = false

    @Option(
        name: [.customLong("config")],
        help: "Refuse images beyond the limits of this configuration, instead of \(Settings.standardFile)."
    )
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    func validate() throws {
        // What goes on is known once its samples are open.
        if earlier == nil, let problem = inputs.problem(for: kind(after: nil)) { throw ValidationError(problem) }
        if output == nil && earlier == nil { throw ValidationError("Name the classifier to write (--output).") }
        if features == nil && earlier == nil && kind(after: nil) != .tableRowClassifier {
            throw ValidationError("Name the features (--features).")
        }
        if earlier == nil && inputs.files.isEmpty && inputs.images == nil && inputs.table.isEmpty {
            throw ValidationError("Name an image and its annotation, or give --images and --annotations.")
        }
        if holdBack != nil && folds != nil { throw ValidationError("Give --hold-back or --folds, not both.") }
        if let holdBack, !(holdBack > 0 && holdBack < 1) {
            throw ValidationError("--hold-back is a share between 0 and 1, for example 0.2.")
        }
        if let folds, !(2...100).contains(folds) { throw ValidationError("--folds is a number from 2 to 100.") }
        if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
        guard (1...512).contains(depth ?? 2) else { throw ValidationError("--depth is a number from 1 to 512.") }
        guard (1...100_000).contains(trees ?? 100) else {
            throw ValidationError("--trees is a number from 1 to 100000.")
        }
    }

    /// What the options say together, and what is trained further.
    private func kind(after earlier: TrainingKind?) -> TrainingKind {
        if let kind { return kind }
        if probabilityClass != nil { return .probabilityMapper }
        if positiveClass != nil { return earlier == .objectSelector ? .objectSelector : .objectSegmenter }
        return earlier ?? (inputs.table.isEmpty ? .pixelClassifier : .tableRowClassifier)
    }

    func run() async throws {
        let settings = try ConfigurationOptions.load(configurationFile, orStandard: Settings.standardFile)
        do throws(Failure) {
            let report = try await trained(settings?.limits ?? ImageLimits())
            do { try json ? JSONOutput.print(report) : print(report.text) } catch { throw .internalFault("\(error)") }
        } catch {
            if json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            if error.kind == "usage" { throw ExitCode.validationFailure }
            throw error.isOfTrainingData ? ExitCode.dataError : .failure
        }
    }

    /// Has a worker train, and gives the files their names.
    private func trained(_ limits: ImageLimits) async throws(Failure) -> TrainingReport {
        guard let path = output ?? earlier else { throw .internalFault("no classifier is named") }
        let before = try earlier.map { (path) throws(Failure) in try EarlierTraining(at: path) }
        let kind = kind(after: before?.kind)
        if let problem = inputs.problem(for: kind) {
            throw Failure(kind: "usage", message: "\(kind.rawValue): \(problem)", remedy: "see `segmentd help train`")
        }
        let request = try TrainingRequest(self.job(kind, limits, after: before?.choices), inputs, earlier: before)
        for note in request.notes { StandardError.write(note) }
        let isSame = output.map { $0.lexicallyNormalized() == earlier?.lexicallyNormalized() } ?? true
        let written = try TrainedFiles(
            at: path,
            replacesAll: force,
            continued: isSame ? before?.classifierSHA256 : nil
        )
        // Only their numbers are used below: without this they would be closed at once.
        defer { withExtendedLifetime((request, written)) {} }
        do throws(WorkerError) {
            let directories: ServiceDirectories
            do { directories = try ServiceDirectories() } catch { throw .cannotStart("\(error)") }
            let report = try await WorkerConnection(directories: directories, limits: limits)
                .train(request.job, descriptors: request.files.map(\.number) + written.numbers)
            do throws(Failure) { try written.commit() } catch { throw .refused(error) }
            return report
        } catch {
            written.discard()
            throw error.failure
        }
    }

    private func job(
        _ kind: TrainingKind,
        _ limits: ImageLimits,
        after earlier: TrainingChoices?
    ) throws(Failure) -> TrainingJob {
        var job = TrainingJob(kind: kind, features: features ?? "")
        (job.threads, job.limits) = (threads, limits)
        (job.depth, job.trees) = (depth ?? earlier?.depth ?? 2, trees ?? earlier?.trees ?? 100)
        job.positiveClass = positiveClass ?? earlier?.positiveClass
        job.probabilityClass = probabilityClass ?? earlier?.probabilityClass
        job.annotationColumn = inputs.annotationColumn
        do { job.axes = try axes.choice } catch { throw .internalFault("\(error)") }
        job.dimensions = planes ? 2 : nil
        job.holdBack = holdBack.map(HoldBack.share) ?? folds.map(HoldBack.folds)
        job.holdBackUnit = holdBackBy
        return job
    }
}

extension TrainingKind: ExpressibleByArgument {}
extension HoldBackUnit: ExpressibleByArgument {}

extension Failure {
    /// Whether what was given to learn from is at fault.
    fileprivate var isOfTrainingData: Bool {
        !isTransient
            && !["internal", "worker_lost", "no_name", "foreign_file", "output_unwritable", "usage", "not_found"]
                .contains(kind)
    }
}
