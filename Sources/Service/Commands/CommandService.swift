import Dispatch
import Files
package import Logging
import ServiceLifecycle
import Synchronization
import SystemdSupport
import WorkerProtocol

/// Answers commands to the running daemon, several at once.
///
/// A daemon whose socket cannot be made says so and works without one.
package struct CommandService: Service {
    /// So many callers are listened to at once; more are told to come again.
    private static let mostCallers = 16
    /// So many of them may have files looked at, where they may hang.
    private static let mostAtFiles = 8

    /// How often listeners get a sign of life.
    private static let beat: Duration = .seconds(10)

    private enum Kind { case listening, atFiles }

    private let socket: DaemonSocket
    private let daemon: DaemonControls
    private let log: Logger
    private let counts = Counter()

    /// A service that answers on `socket`.
    package init(_ socket: DaemonSocket, _ daemon: DaemonControls, log: Logger) {
        self.socket = socket
        self.daemon = daemon
        self.log = log
    }

    package func run() async throws {
        let listening: Descriptor
        do throws(Failure) { listening = try socket.listen() } catch {
            log.event(.socketUnavailable, "\(error)", ["error": "\(error.kind)"])
            return try await gracefulShutdown()
        }
        defer { _ = FileCalls().discard(socket.path) }
        let (callers, caller) = AsyncStream.makeStream(
            of: Descriptor.self,
            bufferingPolicy: .bufferingOldest(Self.mostCallers)
        )
        let source = DispatchSource.makeReadSource(
            fileDescriptor: listening.number,
            queue: DispatchQueue(label: "segmentd.callers")
        )
        source.setEventHandler { [counts] in
            guard let descriptor = DaemonSocket.accept(listening) else { return }
            if counts.take(.listening, of: Self.mostCallers) {
                caller.yield(descriptor)
            } else {
                Self.sendAway(descriptor)
            }
        }
        source.activate()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await beat() }
                for await descriptor in callers { group.addTask { await serve(descriptor) } }
                group.cancelAll()
            }
        }
        source.cancel()
    }

    private func serve(_ descriptor: Descriptor) async {
        let caller = CommandCaller(descriptor)
        let user = DaemonSocket.user(of: descriptor)
        let listener = await caller.serve { await reply(to: $0, from: user) }
        // Those who listen on have a number of their own, so that they keep nobody from asking.
        counts.give(.listening)
        guard let listener else { return }
        await caller.passOn(listener)
        daemon.status.announcements.leave(listener)
    }

    private func beat() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.beat)
            // Not as the last word of a daemon that stops.
            if !Task.isCancelled { daemon.status.announcements.beat() }
        }
    }

    /// What somebody gets who sent this.
    private func reply(to request: [UInt8], from user: UInt32?) async -> CommandCaller.Reply {
        do throws(Failure) {
            var request = try DaemonRequest(line: request)
            let command = try DaemonCommands.command(request.command)
            let who = user.map { "user \(UserNames.name(of: $0))" } ?? "somebody"
            request.asker = who
            let subject = request.folder ?? request.files.flatMap { $0.count == 1 ? $0.first : nil }
            log.event(
                .commandAsked,
                at: command.changesState ? .notice : .debug,
                "\(who) asks for \(command.name)\(subject.map { " of \($0.path.readable)" } ?? "")",
                user.map { ["user": "\($0)"] } ?? [:]
            )
            guard command.looksAtFiles else {
                let listener = try command.listener?(request, daemon)
                return CommandCaller.Reply(line: await command.line(request, daemon), listener: listener)
            }
            guard counts.take(.atFiles, of: Self.mostAtFiles) else { throw Self.busy }
            defer { counts.give(.atFiles) }
            return CommandCaller.Reply(line: await command.line(request, daemon))
        } catch {
            return CommandCaller.Reply(line: DaemonCommands.refusal(error))
        }
    }

    private static func sendAway(_ caller: Descriptor) {
        SocketLine.write(DaemonCommands.refusal(busy), to: caller, until: .now)
    }

    private static let busy = Failure(
        kind: Failure.busyKind,
        message: "too many ask the daemon at once",
        remedy: "ask again in a moment; a folder on a share that hangs keeps those who ask for its images",
        isTransient: true
    )

    private final class Counter: Sendable {
        private let counts = Mutex<[Kind: Int]>([:])

        func take(_ kind: Kind, of most: Int) -> Bool {
            counts.withLock { counts in
                guard counts[kind, default: 0] < most else { return false }
                counts[kind, default: 0] += 1
                return true
            }
        }

        func give(_ kind: Kind) {
            counts.withLock { $0[kind, default: 1] -= 1 }
        }
    }
}
