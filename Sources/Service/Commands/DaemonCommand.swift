import Ledger
import Settings
package import SystemPackage
package import Watching
import WorkerProtocol

/// A command to the running daemon, which comes over the socket in its runtime folder.
///
/// To add one: a type in a file of its own, its place in `DaemonCommands.all`, and a command of the program that asks
/// (`DaemonSocket.ask`).
protocol DaemonCommand: Sendable {
    /// What is said in return.
    associatedtype Answer: Codable & Sendable

    /// The word that asks for it.
    static var name: String { get }
    /// Whether it looks at files: a share that hangs may then keep it, and so only some of these run at once.
    static var looksAtFiles: Bool { get }
    /// Whether it changes what the daemon does: the journal says then who asked.
    static var changesState: Bool { get }

    /// Does what is asked for.
    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> Answer
}

extension DaemonCommand {
    static var changesState: Bool { false }
}

/// What commands can see and move of a running daemon.
package struct DaemonControls: Sendable {
    let status: ServiceStatus
    let folders: FoldersInForce
    let queue: ImageQueue
    let postponed: PostponedImages
    let processor: ImageProcessor
    let watcher: FolderWatcher
    /// The states of the classifier files, one for each.
    let classifiers: @Sendable () -> [ClassifierState]
    /// Reads the configuration and every classifier again, and has every folder looked through.
    let reload: @Sendable () async -> ReloadReport
    /// Reads one classifier file again and waits until it is in force or refused; nil where none of this path is used.
    let reloadClassifier: @Sendable (FilePath) async -> ClassifierState?

    /// The controls of these parts of a daemon.
    package init(
        status: ServiceStatus,
        folders: FoldersInForce,
        queue: ImageQueue,
        postponed: PostponedImages,
        processor: ImageProcessor,
        watcher: FolderWatcher,
        classifiers: @escaping @Sendable () -> [ClassifierState],
        reload: @escaping @Sendable () async -> ReloadReport,
        reloadClassifier: @escaping @Sendable (FilePath) async -> ClassifierState? = { _ in nil }
    ) {
        self.status = status
        self.folders = folders
        self.queue = queue
        self.postponed = postponed
        self.processor = processor
        self.watcher = watcher
        self.classifiers = classifiers
        self.reload = reload
        self.reloadClassifier = reloadClassifier
    }
}

/// A command in the list of all, whatever its answers are.
struct ListedCommand: Sendable {
    let name: String
    let looksAtFiles: Bool
    let changesState: Bool
    /// The line that answers a request, with its end.
    let line: @Sendable (DaemonRequest, DaemonControls) async -> [UInt8]
    /// Somebody who is told more behind that line; nil of commands that answer once.
    var listener: (@Sendable (DaemonRequest, DaemonControls) throws(Failure) -> AnnouncementListener)?

    /// The given command.
    init<Command: DaemonCommand>(_ command: Command.Type) {
        name = Command.name
        looksAtFiles = Command.looksAtFiles
        changesState = Command.changesState
        line = { request, daemon in
            do throws(Failure) {
                let answer = DaemonAnswer(try await Command.answer(request, daemon))
                do { return try DaemonMessage.line(answer) } catch { throw .internalFault("\(error)") }
            } catch {
                return DaemonCommands.refusal(error)
            }
        }
    }
}

extension ListedCommand {
    /// The command that is answered by a line for whatever happens.
    static var events: ListedCommand {
        var command = ListedCommand(TellEvents.self)
        command.listener = TellEvents.listener
        return command
    }
}

/// Every command that the daemon answers.
enum DaemonCommands {
    static let all = [
        ListedCommand(StatusOfDaemon.self), ListedCommand(ExplainImage.self), ListedCommand(RetryImages.self),
        ListedCommand(RescanFolders.self), ListedCommand(ReloadEverything.self), ListedCommand(PauseWork.self),
        ListedCommand(ResumeWork.self), ListedCommand(PromoteClassifier.self), ListedCommand(RollBackClassifier.self),
        ListedCommand.events,
    ]

    /// The command of a request.
    ///
    /// - Throws: a `Failure` that names those there are.
    static func command(_ name: String) throws(Failure) -> ListedCommand {
        if let command = all.first(where: { $0.name == name }) { return command }
        let names = all.map(\.name).joined(separator: ", ")
        throw .badRequest("it knows no command of this name; it knows \(names)")
    }

    /// The line that says why there is no answer.
    static func refusal(_ failure: Failure) -> [UInt8] {
        (try? DaemonMessage.line(DaemonAnswer<String>(failure))) ?? Array("{}\n".utf8)
    }
}
