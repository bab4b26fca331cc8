import Concurrency
import Dispatch
import Files
import Glibc
import WorkerProtocol

/// One who asks, on a queue of its own: calls on its socket block, and what it asks for may look at files.
actor CommandCaller {
    /// What a caller gets.
    struct Reply: Sendable {
        /// The line that answers, with its end.
        let line: [UInt8]
        /// What is told behind it, line by line; nil where that was all.
        var listener: AnnouncementListener?
    }

    /// Within this time a request must have come whole.
    private static let patience: Duration = .seconds(2)
    /// Within this time the answer must have been taken.
    private static let takingPatience: Duration = .seconds(5)
    /// A listener that takes nothing for so long is taken for dead.
    private static let listeningPatience: Duration = .seconds(300)

    private let executor = QueueExecutor(label: "segmentd.caller")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let socket: Descriptor

    /// The caller at the other end of `socket`.
    init(_ socket: Descriptor) {
        self.socket = socket
    }

    /// Hears the request, and sends the line that `answer` gives for it.
    ///
    /// - Returns: what is to be told behind that line; nil where that was all, or nobody takes it.
    func serve(
        _ answer: nonisolated(nonsending) (_ request: [UInt8]) async -> Reply
    ) async -> AnnouncementListener? {
        let reply: Reply
        switch SocketLine.read(socket, atMost: DaemonSocket.longestRequest, until: .now + Self.patience) {
        case .nothing: return nil
        case .tooLong:
            let words = "it is longer than \(DaemonSocket.longestRequest) bytes"
            reply = Reply(line: DaemonCommands.refusal(.badRequest(words)))
        case .line(let request): reply = await answer(request)
        }
        if !SocketLine.write(reply.line, to: socket, until: .now + Self.takingPatience) { reply.listener?.close() }
        return reply.listener
    }

    /// Passes on what a listener is told, until the other end closes, or the task is cancelled.
    func passOn(_ listener: AnnouncementListener) async {
        let end = watchForEnd(listener)
        defer { end.cancel() }
        await withTaskCancellationHandler {
            for await _ in listener.news {
                let isTaken = SocketLine.write(listener.take(), to: socket, patience: Self.listeningPatience) {
                    !listener.isClosed
                }
                guard isTaken else { return }
            }
            // What was told last: that the daemon stops, for example.
            SocketLine.write(listener.take(), to: socket, until: .now + .seconds(1))
        } onCancel: {
            listener.close()
        }
    }

    /// Closes the listener as soon as the other end is gone; one that only says that it asks nothing more goes on.
    private func watchForEnd(_ listener: AnnouncementListener) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.number, queue: .global())
        source.setEventHandler { [socket] in
            var block = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket.number, &block, block.count, Int32(MSG_DONTWAIT))
            if count > 0 || (count < 0 && errno == EAGAIN) { return }
            var entry = pollfd(fd: socket.number, events: 0, revents: 0)
            if count < 0 || (poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLHUP) != 0) { listener.close() }
            source.cancel()
        }
        source.activate()
        return source
    }
}
