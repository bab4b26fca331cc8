import ArgumentParser
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// `segmentd status`: what the running daemon does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the running daemon does; exit 1 when none can be asked."
    )

    /// The runtime folder of the system's service.
    private static let systemFolder: FilePath = "/run/segmentd"

    @Option(help: "The daemon's runtime folder; otherwise that of this user's daemon, else of the system's, /run/segmentd.")
    var runtime: FilePath?

    func run() throws {
        do throws(Failure) {
            print(try DaemonSocket(in: runtime ?? folder).ask("status"), terminator: "")
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    private var folder: FilePath {
        guard let own = try? ServiceDirectories().runtime, DaemonSocket(in: own).exists else { return Self.systemFolder }
        return own
    }
}
