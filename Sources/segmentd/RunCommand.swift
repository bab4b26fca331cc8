import ArgumentParser
import Devices
import Files
import Glibc
import Service
import Settings
import SystemPackage
import Worker
import WorkerClient
import WorkerProtocol

/// `segmentd run`: files or folders, now.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Segment files or folders now; exit 0 when all are done, 1 when some failed."
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

    @OptionGroup var axes: AxesOption

    @Flag(help: "Do images again that are done already.")
    var again = false

    @Flag(help: "Say what would be done for each image, and why; compute and write nothing.")
    var dryRun = false

    @Flag(help: "Do not enter sub-folders.")
    var flat = false

    @Flag(help: "Print each summary as one line of JSON.")
    var json = false

    @Flag(help: "Compute in this process instead of a worker's, for debugging.")
    var inProcess = false

    @OptionGroup var logging: LoggingOptions

    @Argument(help: "Images, or folders of images.")
    var paths: [FilePath]

    func validate() throws {
        let given = [classifier != nil, configurationFile != nil, objects.labels != nil].count(where: { $0 })
        let standard = Settings.standardFile
        guard given == 1 || given == 0 && (try? FileCalls().check(access: F_OK, at: standard)) != nil else {
            let absence = given == 0 ? "; \(standard), which is used without them, is not there" : ""
            throw ValidationError("Give one of --classifier, --labels and --config\(absence).")
        }
        let ofPixels = positiveClass != nil ? "--positive-class" : threshold.map { _ in "--threshold" }
        let option = !output.isEmpty ? "--output" : ofPixels ?? objects.given
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
        let settings = try isByHand ? nil : ConfigurationOptions.load(configurationFile ?? Settings.standardFile)
        let progress = ProgressLine(asJSON: json)
        do {
            try LinuxCheck.run()
            let folders = try RunFolders(
                settings: settings,
                recipe: try recipe,
                outputDirectory: outputDir,
                tree: BatchItems.commonFolder(of: paths),
                axes: axes.names
            )
            var empty: [FilePath] = []
            let items = try BatchItems.find(
                paths,
                recursive: !flat,
                isEmpty: { empty.append($0) },
                passingOver: { StandardError.write($0) },
                folder: folders.settings
            )
            let total = items.reduce(0) { $0 + $1.folder.recipes.count }
            let interruption = Interruption()
            let batch = try await batch(device: settings?.device, folders: items.map(\.folder))
            if dryRun { return await preview(items, by: batch, until: interruption) }
            let tally = await batch.run(
                items,
                isStopped: { interruption.isWanted },
                progress: { progress.show($0, $1, $2, $3, total: total) }
            )
            progress.finish(tally)
            await BatchRun.updateTables(of: items, named: paths) { StandardError.write($0) }
            for folder in empty { StandardError.write("\(BatchItems.noImages(in: folder))") }
            if interruption.isWanted { throw ExitCode.interrupted }
            if tally.failed > 0 || !empty.isEmpty { throw ExitCode.failure }
        } catch let failure as Failure {
            StandardError.write("\(failure)")
            throw ExitCode.failure
        }
    }

    private func preview(_ items: [BatchRun.Item], by batch: BatchRun, until interruption: Interruption) async {
        var line = PreviewLine(asJSON: json)
        await batch.preview(items, isStopped: { interruption.isWanted }, tell: { line.show($0, $1, $2) })
        line.finish()
    }

    private func batch(device: DeviceSelection?, folders: [FolderSettings]) async throws -> BatchRun {
        let directories = try ServiceDirectories()
        try directories.create()
        let transport =
            inProcess
            ? WorkerTransport.thread { try? WorkerSession.run(socket: $0, isOwnProcess: false) } : .thisProgram
        let worker = WorkerConnection(transport, device: device, kernelCache: directories.kernelCache)
        let batch = try BatchRun(worker: worker, directories: directories, again: again, log: logging.logger)
        try await batch.loadClassifiers(of: folders)
        return batch
    }

    /// Whether the options say what to do, rather than a configuration.
    private var isByHand: Bool { classifier != nil || objects.labels != nil }

    private var recipe: RecipeSettings? {
        get throws {
            guard isByHand else { return nil }
            return RecipeSettings(
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
        }
    }
}

extension OutputKind: ExpressibleByArgument {
    /// What is in each, for the help.
    package static var allValueDescriptions: [String: String] {
        Dictionary(uniqueKeysWithValues: all.map { ($0.rawValue, $0.help) })
    }
}
