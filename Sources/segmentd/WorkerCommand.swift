import ArgumentParser
import Worker
import WorkerProtocol

/// `segmentd worker`: the process that decodes and computes; started by the daemon.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Decode and compute for the daemon (internal).",
        shouldDisplay: false
    )

    func run() throws {
        try WorkerSession.run(socket: DescriptorSocket.inherited)
    }
}
