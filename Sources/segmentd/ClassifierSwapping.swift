import ArgumentParser
import Files
import Service
import SystemPackage
import WorkerProtocol

/// How another version of a classifier is brought into force: by the running daemon, which swaps it at once, or, where none
/// uses it, by this process.
struct ClassifierSwapping {
    private let daemon: DaemonOptions
    private let command: String
    private let classifier: FilePath
    private let number: Int?

    /// The wish that `command` stands for.
    init(_ daemon: DaemonOptions, _ command: String, _ classifier: FilePath, number: Int? = nil) {
        (self.daemon, self.command, self.number) = (daemon, command, number)
        self.classifier = classifier.absolute.lexicallyNormalized()
    }

    /// Has it done, and says what became of it.
    ///
    /// - Parameter alone: what this process does where no daemon uses the classifier.
    /// - Throws: the exit status 69 where a daemon may not be asked, 1 where the version is not in force afterwards.
    func run(
        alone: (ClassifierVersions, _ asker: String) throws(Failure) -> ClassifierVersions.Change
    ) throws {
        let swap: ClassifierSwap
        do throws(Failure) {
            if let asked = try askDaemon() {
                swap = asked
            } else {
                let change = try alone(ClassifierVersions(of: classifier), "user \(UserNames.current)")
                swap = ClassifierSwap(classifier, change)
            }
        } catch {
            if daemon.json { try? JSONOutput.print(["error": error]) }
            StandardError.write("\(error)")
            throw error.isOfReaching ? ExitCode.unavailable : ExitCode.failure
        }
        if daemon.json { try JSONOutput.print(swap) } else { print(swap.text) }
        if !swap.isWell { throw ExitCode.failure }
    }

    /// What the daemon did; nil where none listens, or the one that does has nothing to do with the classifier.
    private func askDaemon() throws(Failure) -> ClassifierSwap? {
        guard try daemon.socket.isListenedTo() else { return nil }
        do throws(Failure) {
            // Kernels of another classifier may have to be compiled.
            let request = DaemonRequest(command, files: [classifier], number: number)
            return try daemon.socket.ask(request, patience: .seconds(900))
        } catch {
            if error.kind == Failure.unusedClassifierKind { return nil }
            throw error
        }
    }
}
