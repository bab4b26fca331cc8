import ArgumentParser
import Files
import Glibc
import Settings
import SystemPackage
import WorkerProtocol

/// `segmentd run`: files or folders, now.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: """
            Segment files or folders now; exit 0 when all are done, 1 when some failed, 2 when nothing was begun, 3 \
            without an OpenCL device, 75 when the same call may go on.
            """
    )

    @Option(help: "The classifier (.cl); instead of a configuration's recipes.")
    var classifier: FilePath?

    @Option(
        name: [.customLong("config")],
        help: """
            Use the device, folders and recipes of this configuration; \(Settings.standardFile) where there is none of \
            --config, --classifier and --labels.
            """
    )
    var configurationFile: FilePath?

    @Option(
        help: """
            Write results into this folder instead of where the configuration says, or beside the images: in the tree \
            of the folder named, or below the folder that holds all that is named.
            """
    )
    var outputDir: FilePath?

    @Option(help: "What to write; repeat for several.")
    var output: [OutputKind] = []

    @Option(help: "The class that mask and labels are made of (PixelClassifier).")
    var positiveClass: Int?

    @Option(help: "Probability from which on a pixel belongs to the mask (ProbabilityMapper).")
    var threshold: Double?

    @OptionGroup var objects: StepOptions

    @OptionGroup var names: NameOptions

    @OptionGroup var exports: ExportOptions

    @OptionGroup var axes: AxesOption

    @OptionGroup var endings: EndingsOption

    @Flag(help: "Do images again that are done already.")
    var again = false

    @Flag(help: "Say what would be done for each image, and why; compute and write nothing.")
    var dryRun = false

    @Flag(help: "Do not enter sub-folders.")
    var flat = false

    @OptionGroup var sharing: WorkSharing

    @Flag(help: "Print a line of JSON for each image: its summary, and where it lies.")
    var json = false

    @Flag(help: "Compute in this process instead of a worker's, for debugging.")
    var inProcess = false

    @OptionGroup var logging: LoggingOptions

    @Argument(help: "Images, or folders of images.")
    var paths: [FilePath] = []

    func validate() throws {
        if paths.isEmpty && sharing.filesFrom == nil {
            throw ValidationError("Name images or folders, or a list of them by --files-from.")
        }
        let given = [classifier != nil, configurationFile != nil, objects.labels != nil].count(where: { $0 })
        let standard = Settings.standardFile
        guard given == 1 || given == 0 && (try? FileCalls().check(access: F_OK, at: standard)) != nil else {
            let absence = given == 0 ? "; \(standard), which is used without them, is not there" : ""
            throw ValidationError("Give one of --classifier, --labels and --config\(absence).")
        }
        let ofPixels = positiveClass != nil ? "--positive-class" : threshold.map { _ in "--threshold" }
        let option = !output.isEmpty ? "--output" : ofPixels ?? objects.given ?? names.given ?? exports.given
        if !isByHand, let option {
            throw ValidationError("\(option) goes with --classifier; with a configuration the recipes say it.")
        }
        if objects.labels != nil, let option = ofPixels ?? objects.instances.map({ _ in "--instances" }) {
            throw ValidationError("\(option) goes with --classifier; with --labels the objects are there already.")
        }
        if let positiveClass, !(1...255).contains(positiveClass) {
            throw ValidationError("--positive-class is a class number, from 1 to 255.")
        }
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold is a probability, from 0 to 1.")
        }
    }

    func run() async throws {
        let end: ExitCode?
        do {
            end = try await BatchWork(self).run()
        } catch let failure as Failure {
            StandardError.write("\(failure)")
            throw failure.isTransient ? ExitCode.tryAgain : .refused
        } catch let error as ServiceDirectoriesError {
            StandardError.write("\(error)")
            throw ExitCode.refused
        }
        if let end { throw end }
    }

    /// Whether the options say what to do, rather than a configuration.
    var isByHand: Bool { classifier != nil || objects.labels != nil }

    /// The recipe of the options; nil where a configuration has it.
    var recipe: RecipeSettings? {
        get throws {
            guard isByHand else { return nil }
            let recipe = try names.applied(
                to: RecipeSettings(
                    name: objects.recipe,
                    classifier: classifier,
                    labels: try objects.pattern,
                    outputs: output.isEmpty ? nil : output,
                    positiveClass: positiveClass,
                    backgroundClass: objects.background,
                    threshold: threshold,
                    steps: try objects.steps,
                    measurements: try objects.groups,
                    classNames: try objects.classNames,
                    labelType: objects.labelType
                )
            )
            return try exports.applied(to: recipe)
        }
    }
}

extension OutputKind: ExpressibleByArgument {
    /// What is in each, for the help.
    package static var allValueDescriptions: [String: String] {
        Dictionary(uniqueKeysWithValues: all.map { ($0.rawValue, $0.help) })
    }
}
