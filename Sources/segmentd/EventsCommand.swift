import ArgumentParser
import Files
import Glibc
import Service
import SystemPackage
import WorkerProtocol

/// `segmentd events`: what happens in the running daemon, as it happens.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print what happens in the running daemon, a line of JSON each, until it ends (exit 69) or Ctrl-C.",
        discussion: """
            The first lines say what is wrong already. Kinds: image_done, image_failed, trouble, recovered, classifier, \
            configuration, training, beat, stopping; `lost` says how many a listener missed that was too slow.
            """
    )

    @OptionGroup var daemon: DaemonOptions

    @Option(help: "Only these kinds, separated by commas.")
    var kinds: String?

    @Option(help: "Only the images and troubles of this watched folder.")
    var folder: FilePath?

    @Flag(help: "Wait for a daemon that is not there, or ends, and go on.")
    var wait = false

    func run() throws {
        var isWaiting = false
        while true {
            do throws(Failure) {
                let events = try daemon.events(kinds: kinds, folder: folder)
                isWaiting = false
                print(events)
                if !wait { throw .unreachable(daemon.socket.path, "the daemon has ended") }
            } catch {
                guard wait, error.isTransient || error.kind == Failure.unreachableKind else {
                    StandardError.write("\(error)")
                    throw error.isOfReaching ? ExitCode.unavailable : ExitCode.failure
                }
                if !isWaiting { StandardError.write("\(error.message); waiting for it") }
                isWaiting = true
            }
            sleep(1)
        }
    }

    private func print(_ events: EventStream) {
        while true {
            switch events.next(until: .now + .seconds(3600)) {
            case .line(let line):
                // Whoever reads a pipe wants each line now.
                StandardOutput.write(line + [UInt8(ascii: "\n")])
            case .nothing: break
            case .end: return
            }
        }
    }
}
