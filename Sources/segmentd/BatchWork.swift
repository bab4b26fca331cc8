import ArgumentParser
import Files
import Glibc
import Service
import Settings
import SystemPackage
import Worker
import WorkerClient
import WorkerProtocol

/// What `run` does, from its arguments to its exit status.
struct BatchWork {
    private let command: RunCommand
    private let progress: ProgressLine

    /// The work that the arguments ask for.
    init(_ command: RunCommand) {
        self.command = command
        progress = ProgressLine(asJSON: command.json)
    }

    /// Does it.
    ///
    /// - Returns: the exit status; nil when every image has a result.
    /// - Throws: a `Failure` where nothing was begun.
    func run() async throws -> ExitCode? {
        let settings = try configuration
        try LinuxCheck.run()
        let paths = command.paths + (try command.sharing.listed())
        let directories = try ServiceDirectories()
        // What cannot be made there costs time or room, not the run.
        try? directories.create()
        let isEngine = command.sharing.isEngine
        let started = StartedWorkers()
        let interruption = Interruption(
            status: { isEngine ? .tryAgain : ExitCode(128 + $0) },
            // Who ends services and jobs waits less long than somebody at a terminal.
            onStop: { if isEngine || $0 == SIGTERM { started.stopSoon() } }
        )
        let found = try find(paths, settings)
        let workers = workers(settings, kernelCache(directories), found.items.map(\.path), started)
        let batch = BatchRun(
            worker: workers.first,
            others: { await workers.others() },
            directories: directories,
            again: command.again,
            log: command.logging.logger
        )
        do { try await batch.loadClassifiers(of: found.folders) { StandardError.write("\($0)") } } catch {
            if let stopped = interruption.exitCode { return stopped }
            throw error
        }
        if command.dryRun {
            var line = PreviewLine(asJSON: command.json)
            await batch.preview(found.items, isStopped: { interruption.isWanted }, tell: { line.show($0, $1, $2) })
            line.finish()
            for (named, failure) in found.lost { progress.show(lost: named, failure) }
            for folder in found.empty {
                StandardError.write("\(BatchItems.noImages(in: folder, endings: found.endings))")
            }
            return interruption.exitCode ?? (found.lost.isEmpty && found.empty.isEmpty ? nil : .failure)
        }
        let total = found.items.reduce(0) { $0 + $1.folder.recipes.count }
        if isEngine, total > 0, let (reason, status) = await missingDevice(workers.first) {
            StandardError.write(reason)
            return status
        }
        if let folder = command.outputDir { try OutputDirectory.makeLevels(above: folder) }

        progress.total = total
        for (named, failure) in found.lost { progress.show(lost: named, failure) }
        interruption.note(left: total)
        var hasFailed = !found.lost.isEmpty
        let stopsAtFailure = command.sharing.failFast
        var tally = await batch.run(
            found.items,
            among: found.named,
            isStopped: { interruption.isWanted || stopsAtFailure && hasFailed },
            progress: {
                if $2.prospect != nil { hasFailed = true }
                interruption.note(left: max(0, total + $3.added - $3.settled))
                progress.total = total + $3.added
                progress.show($0, $1, $2, $3)
            }
        )
        let left = max(0, total + tally.added - tally.settled)
        for (_, failure) in found.lost {
            if failure.isTransient { tally.postponed += 1 } else { tally.failed += 1 }
        }
        progress.finish(tally, left: left)
        // A job that has to end does not read a whole folder first: the call that goes on does that.
        if !(isEngine && interruption.isWanted) {
            let isUnfinished = await BatchRun.updateTables(of: found.items, named: paths) { StandardError.write($0) }
            if isUnfinished { tally.postponed += 1 }
        }
        for folder in found.empty { StandardError.write("\(BatchItems.noImages(in: folder, endings: found.endings))") }
        return .ofRun(tally, left: left, stop: interruption.exitCode, hasEmpty: !found.empty.isEmpty)
    }

    private var configuration: Settings? {
        get throws {
            if command.isByHand { return nil }
            do { return try ConfigurationOptions.load(command.configurationFile ?? Settings.standardFile) } catch {
                // It was said already.
                throw error as? ExitCode == .configuration ? ExitCode.refused : error
            }
        }
    }

    /// What there is to do.
    private struct Found {
        /// What names of images end with.
        let endings: ImageEndings
        /// The images of this part.
        var items: [BatchRun.Item] = []
        /// The settings of all of them, whoever does them: what is wrong there is said by each part.
        var folders: [FolderSettings] = []
        /// All images, whoever does them.
        var named: Set<FilePath> = []
        var empty: [FilePath] = []
        /// What a list names and is not there, of this part.
        var lost: [(FilePath, Failure)] = []
    }

    private func find(_ paths: [FilePath], _ settings: Settings?) throws -> Found {
        // An engine's list may be older than what it names; somebody's arguments are as they were meant.
        let isList = command.sharing.filesFrom != nil
        var folders = try RunFolders(
            settings: settings,
            recipe: try command.recipe,
            outputDirectory: command.outputDir,
            tree: BatchItems.commonFolder(of: paths, passesOver: isList),
            axes: try command.axes.choice,
            endings: command.endings.given
        )
        folders.groups = try command.names.groups
        folders.together = try command.names.togetherPattern
        if let problem = folders.groups?.samples?.problem {
            throw Failure(kind: "samples_unusable", message: problem.message, remedy: problem.remedy)
        }
        var found = Found(endings: folders.endings)
        found.items = try BatchItems.find(
            paths,
            recursive: !command.flat,
            endings: folders.endings,
            isEmpty: { found.empty.append($0) },
            passingOver: { StandardError.write($0) },
            lost: isList ? { found.lost.append(($0, $1)) } : nil,
            folder: folders.settings
        )
        found.folders = found.items.map(\.folder)
        found.named = Set(found.items.map(\.path))
        if let part = command.sharing.part {
            found.items.removeAll { !part.contains($0.way) }
            found.lost.removeAll { !part.contains($0.0.lexicallyNormalized()) }
        }
        return found
    }

    private func workers(
        _ settings: Settings?,
        _ kernelCache: FilePath,
        _ images: [FilePath],
        _ started: StartedWorkers
    ) -> RunWorkers {
        guard command.inProcess else {
            return RunWorkers(settings, kernelCache: kernelCache, images: images, started: started)
        }
        return RunWorkers(inProcess: settings, kernelCache: kernelCache, started: started) {
            try? WorkerSession.run(socket: $0, isOwnProcess: false)
        }
    }

    /// Where compiled kernels are kept: in the folder that PoCL itself was told, on a disk of the node for example.
    private func kernelCache(_ directories: ServiceDirectories) -> FilePath {
        let told = getenv("POCL_CACHE_DIR").map { FilePath(platformString: $0) }
        guard let told, told.isAbsolute else { return directories.kernelCache }
        // One of our own within: a damaged cache is emptied.
        let folder = told.appending("segmentd")
        try? ServiceDirectories.create(folder)
        return folder
    }

    /// Why an engine should use another computer, or try again on this one; nil where there is a device.
    private func missingDevice(_ worker: WorkerConnection) async -> (String, ExitCode)? {
        do throws(WorkerError) {
            let report = try await worker.start()
            guard report.engine.kind == "host" else { return nil }
            let warnings = report.warnings.joined(separator: "; ")
            return ("no OpenCL device is usable: \(warnings); see `segmentd devices`", .noDevice)
        } catch {
            switch error {
            case .interrupted: return nil
            case .refused: return ("no OpenCL device is usable: \(error); see `segmentd devices`", .noDevice)
            // Killed, or silent: that is no word about the device.
            default: return ("the worker did not start: \(error)", .tryAgain)
            }
        }
    }
}
