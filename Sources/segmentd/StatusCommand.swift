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

    @Option(help: "The daemon's runtime folder, such as /run/segmentd; otherwise that of this user's daemon.")
    var runtime: FilePath?

    func run() throws {
        do throws(Failure) {
            let folder: FilePath
            do { folder = try runtime ?? ServiceDirectories().runtime } catch {
                throw Failure(kind: "no_folder", message: "\(error)", remedy: "name the folder with --runtime")
            }
            print(try DaemonSocket(in: folder).ask("status"), terminator: "")
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }
}
