import Files
import Ledger
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import WorkerProtocol

/// An acquisition folder in which images have several files, and a life of the daemon on it.
struct SetOfFiles {
    var acquisition: Acquisition
    let worker: ScriptedWorker
    let ledger: Ledger?
    var processor: ImageProcessor
    private let state: TemporaryFolder

    /// With a classifier of two channels.
    init(
        together: String? = "{name}_C{channel}.tif",
        quiet: Duration = .seconds(3600),
        worker: ScriptedWorker = ScriptedWorker([.finish]),
        isDaemon: Bool = true
    ) async throws {
        acquisition = try await Acquisition(outputs: [.classes])
        try acquisition.folder.remove("in/x.tif")
        try await acquisition.swap(to: "nuclei_and_rings")
        acquisition.settings.together = try together.map { try TogetherPattern($0) }
        acquisition.settings.setQuiet = quiet
        state = try TemporaryFolder()
        ledger = isDaemon ? await Ledger(at: state.appending("ledger.sqlite")) { _ in } : nil
        self.worker = worker
        processor = acquisition.processor(by: worker, ledger: ledger)
    }

    /// Another life of the daemon, with the same ledger.
    mutating func restart() { processor = acquisition.processor(by: worker, ledger: ledger) }

    /// Writes a file; what it holds is of no interest.
    func write(_ name: String, _ content: String = "") throws {
        try acquisition.folder.write(Array("\(content)\n\(name)".utf8), to: "in/\(name)")
    }

    /// What comes of a file that the watcher hands out, in one word.
    func arrive(_ name: String) async throws -> String? {
        let path = acquisition.folder.path("in/\(name)")
        return await processor.process(
            path,
            in: acquisition.settings,
            isSuspect: true,
            handedOut: try FileCalls().state(at: path)
        )?.first?.word
    }

    /// The same of a file that comes from elsewhere: a member has brought it, or its time has come.
    func look(_ name: String, isSuspect: Bool = true) async -> String? {
        await processor.process(
            acquisition.folder.path("in/\(name)"),
            in: acquisition.settings,
            isSuspect: isSuspect
        )?.first?.word
    }

    /// Whether a scan leaves the file out.
    func isSettled(_ name: String) throws -> Bool {
        let path = acquisition.folder.path("in/\(name)")
        return processor.isSettled(path, in: acquisition.settings, try FileCalls().state(at: path))
    }

    func summary(_ name: String) throws -> Summary? { try acquisition.folder.summary("in/\(name)_summary.json") }

    /// The names of all summaries.
    func summaries() throws -> [String] { try acquisition.names().filter { $0.hasSuffix("_summary.json") } }
}
