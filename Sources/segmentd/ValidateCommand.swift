import ArgumentParser
import Files
import Imaging
import Results
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd validate`: what a classifier is worth.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Compare a classifier's results with annotations, or with outlined objects.",
        discussion: """
            Of annotated classes: the confusion matrix, precision, recall, F1 and IoU of each class, and how true the \
            probabilities are. Of objects: how many are found at an IoU of 0.5 to 0.95, and how many are split or merged. \
            A classifier is worth what it does on images that it was not trained on.

            The exit status is 0 when all was compared, 65 when an image or an annotation cannot be used, else 1.
            """
    )

    @Argument(help: "The classifier (.cl), or an ilastik project (.ilp).")
    var classifier: FilePath

    @OptionGroup var files: AnnotatedFiles

    @Option(help: "What the annotations are: classes, from 1, or objects, from 1, with 0 for the background.")
    var truth: ValidationJob.Truth = .classes

    @Option(
        help: ArgumentHelp(
            "What was annotated for class 1, 2, … when the classifier was trained, if not what the samples beside it say, "
                + "and without samples 1, 2, ….",
            valueName: "n,n,…"
        )
    )
    var classes: String?

    @Option(help: "The class that objects are made of (PixelClassifier).")
    var positiveClass: Int?

    @Option(help: "Probability from which on a pixel belongs to an object (ProbabilityMapper).")
    var threshold: Double?

    @OptionGroup var axes: AxesOption

    @Option(
        help: ArgumentHelp(
            "Write a page of pictures of each image into this folder: x_validation.png.",
            valueName: "folder"
        )
    )
    var pages: FilePath?

    @Option(
        name: [.customLong("config")],
        help: "Refuse images beyond the limits of this configuration, instead of \(Settings.standardFile)."
    )
    var configurationFile: FilePath?

    @Flag(help: "Print JSON instead of tables.")
    var json = false

    func validate() throws {
        if truth == .classes,
            let option = positiveClass.map({ _ in "--positive-class" }) ?? threshold.map({ _ in "--threshold" })
        {
            throw ValidationError("\(option) says what objects are made of; it goes with --truth objects.")
        }
        if truth == .objects, classes != nil { throw ValidationError("--classes goes with --truth classes.") }
        if classes != nil, namedClasses == nil {
            throw ValidationError("--classes are different numbers above 0, the one of class 1 first: 2,3.")
        }
        if let positiveClass, !(1...255).contains(positiveClass) {
            throw ValidationError("--positive-class is a class number, from 1 to 255.")
        }
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold is a probability, from 0 to 1.")
        }
    }

    func run() async throws {
        let settings = try ConfigurationOptions.load(configurationFile, orStandard: Settings.standardFile)
        let unwritten: [Failure]
        do throws(Failure) {
            let (pairs, notes) = try files.pairs(inTriples: try takesLabels())
            for note in notes { StandardError.write(note) }
            let sheets = try pages.map { (folder) throws(Failure) in
                try ValidationPages(pairs.map(\.image), in: folder)
            }
            let report = try await compared(pairs, settings?.limits ?? ImageLimits(), sheets)
            do { try json ? JSONOutput.print(report) : print(report.text) } catch { throw .internalFault("\(error)") }
            unwritten = sheets?.write() ?? []
        } catch {
            if json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            throw error.isOfData ? ExitCode.dataError : .failure
        }
        // The figures are out by now, whatever becomes of the pictures.
        for failure in unwritten { StandardError.write("\(failure)") }
        if !unwritten.isEmpty { throw ExitCode.failure }
    }

    /// Whether the classifier's header says that it is one of objects in label images; what else is wrong with it the worker
    /// says.
    private func takesLabels() throws(Failure) -> Bool {
        let file = try Self.open(classifier)
        defer { withExtendedLifetime(file) {} }
        guard let bytes = try? FileCalls().read(file.number, first: 4096) else { return false }
        let kinds = ["ObjectClassifier", "ObjectSelector"]
        return kinds.contains { bytes.firstRange(of: "classifier_class_name = \($0)\n".utf8) != nil }
    }

    /// The annotated numbers of the classes that were named, class 1 first; nil where they are none.
    private var namedClasses: [Int]? {
        let numbers = classes?.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) } ?? []
        let named = numbers.compactMap(\.self).filter { (1...Int(Int32.max)).contains($0) }
        return named.isEmpty || named.count != numbers.count || Set(named).count != named.count ? nil : named
    }

    /// Has a worker compare, and draw the pages.
    private func compared(
        _ pairs: [AnnotatedFiles.Pair],
        _ limits: ImageLimits,
        _ sheets: ValidationPages?
    ) async throws(Failure) -> ValidationReport {
        let directories: ServiceDirectories
        do { directories = try ServiceDirectories() } catch { throw Self.uncompared(.cannotStart("\(error)")) }
        let worker = WorkerConnection(directories: directories, limits: limits)
        let (job, inputs) = try await opened(pairs, limits, by: worker)
        // Only their numbers are used below: without this they would be closed at once.
        defer { withExtendedLifetime((inputs, sheets)) {} }
        do throws(WorkerError) {
            let numbers = (inputs + (sheets?.files ?? [])).map(\.number)
            return try await worker.validate(job, descriptors: numbers)
        } catch {
            throw Self.uncompared(error)
        }
    }

    private static func uncompared(_ error: WorkerError) -> Failure {
        if case .refused(let failure) = error { return failure }
        return Failure(
            kind: "worker_lost",
            message: "the results were not compared: \(error)",
            remedy: "run `segmentd devices`, which says what there is to compute with"
        )
    }

    /// What the worker is asked, and the files that go with it.
    private func opened(
        _ pairs: [AnnotatedFiles.Pair],
        _ limits: ImageLimits,
        by worker: WorkerConnection
    ) async throws(Failure) -> (job: ValidationJob, files: [Descriptor]) {
        OpenFileLimit.raise()
        var job = ValidationJob(classifier: Self.name(classifier), images: [])
        var files = [try await ClassifierFile(opening: classifier, by: worker).file]
        for pair in pairs {
            for path in [pair.image, pair.annotation, pair.labels].compactMap(\.self) {
                files.append(try Self.open(path))
            }
            job.images.append(
                AnnotatedImage(
                    image: Self.name(pair.image),
                    annotation: Self.name(pair.annotation),
                    labels: pair.labels.map(Self.name)
                )
            )
        }
        (job.truth, job.positiveClass, job.threshold) = (truth, positiveClass, threshold)
        do { job.axes = try axes.choice } catch { throw .internalFault("\(error)") }
        (job.drawsPages, job.limits) = (pages != nil, limits)
        job.classes = namedClasses
        if truth == .classes, job.classes == nil {
            do throws(Failure) {
                let learnt = try LearntClasses(beside: classifier, files[0])
                (job.classes, job.classesSource) = (learnt?.numbers, learnt?.source)
            } catch {
                StandardError.write("what the classifier learnt is not known: \(error)")
            }
        }
        return (job, files)
    }

    private static func name(_ path: FilePath) -> String { path.lastComponent?.readable ?? path.readable }

    private static func open(_ path: FilePath) throws(Failure) -> Descriptor {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return Descriptor(owning: file.rawValue)
        } catch {
            throw Failure(
                kind: (error as? Errno) == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions of the file"
            )
        }
    }
}

extension ValidationJob.Truth: ExpressibleByArgument {}

extension Failure {
    /// Kinds that say what an image, an annotation or a label image holds; all others are about a classifier, an option, a
    /// place on a disk or this computer.
    private static let kindsOfData: Set = [
        "annotation_empty", "annotation_invalid", "annotation_mismatch", "channel_mismatch", "dimensions_mismatch",
        "image_too_large", "labels_mismatch", "labels_too_large", "no_pixel_size", "objects_unmeasurable",
        "too_many_objects",
        // Of TIFFs (`TIFFProblem`), without those of reading and writing itself.
        "axes_mismatch", "bad_geometry", "bad_ifd_offset", "bad_tag", "corrupt_data", "different_sizes",
        "incomplete_series", "missing_tag", "no_image", "not_tiff", "too_large", "truncated_data", "truncated_header",
        "truncated_ifd", "unsupported_compression", "unsupported_fileset", "unsupported_layout",
        "unsupported_photometric", "unsupported_samples",
    ]

    /// Whether what an image or an annotation holds is to blame.
    fileprivate var isOfData: Bool { !isTransient && Self.kindsOfData.contains(kind) }
}
