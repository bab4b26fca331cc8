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

    @Option(
        help: "The daemon's runtime folder; otherwise this user's daemon is asked, else the system's (/run/segmentd)."
    )
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
        let own = try? ServiceDirectories().runtime
        return own.flatMap { DaemonSocket(in: $0).exists ? $0 : nil } ?? Self.systemFolder
    }
}
