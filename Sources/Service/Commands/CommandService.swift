import Concurrency
import Dispatch
import Files
package import Logging
import ServiceLifecycle
import WorkerProtocol

/// Answers commands to the running daemon, one after the other.
///
/// A daemon whose socket cannot be made says so and works without one.
package actor CommandService: Service {
    private let executor = QueueExecutor(label: "segmentd.commands")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let socket: DaemonSocket
    private let daemon: DaemonControls
    private let log: Logger

    /// A service that answers on `socket`.
    package init(_ socket: DaemonSocket, _ daemon: DaemonControls, log: Logger) {
        self.socket = socket
        self.daemon = daemon
        self.log = log
    }

    package func run() async throws {
        let listening: Descriptor
        do throws(Failure) { listening = try socket.listen() } catch {
            log.warning("\(error)")
            return try await gracefulShutdown()
        }
        defer { _ = FileCalls().discard(socket.path) }
        // Bounded: whoever comes when many wait already is sent away by the closing of its connection.
        let (callers, caller) = AsyncStream.makeStream(of: Descriptor.self, bufferingPolicy: .bufferingOldest(16))
        let source = DispatchSource.makeReadSource(
            fileDescriptor: listening.number,
            queue: DispatchQueue(label: "callers")
        )
        source.setEventHandler {
            if let descriptor = DaemonSocket.accept(listening) { caller.yield(descriptor) }
        }
        source.activate()
        await cancelWhenGracefulShutdown { [self] in
            for await caller in callers { await answer(caller) }
        }
        source.cancel()
    }

    private func answer(_ caller: Descriptor) async {
        guard let word = DaemonSocket.word(from: caller) else { return }
        guard let answer = await DaemonCommands.answer(word, daemon) else {
            log.debug("no command: \(word)")
            return
        }
        DaemonSocket.write("\(answer)\n", to: caller)
    }
}
