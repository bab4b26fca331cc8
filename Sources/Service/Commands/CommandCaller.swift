import Concurrency
import Files
import WorkerProtocol

/// One who asks, on a queue of its own: calls on its socket block, and what it asks for may look at files.
actor CommandCaller {
    /// Within this time a request must have come whole.
    private static let patience: Duration = .seconds(2)
    /// Within this time the answer must have been taken.
    private static let takingPatience: Duration = .seconds(5)

    private let executor = QueueExecutor(label: "segmentd.caller")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let socket: Descriptor

    /// The caller at the other end of `socket`.
    init(_ socket: Descriptor) {
        self.socket = socket
    }

    /// Hears the request, and sends the line that `answer` gives for it.
    func serve(_ answer: nonisolated(nonsending) (_ request: [UInt8]) async -> [UInt8]) async {
        let line: [UInt8]
        switch SocketLine.read(socket, atMost: DaemonSocket.longestRequest, until: .now + Self.patience) {
        case .nothing: return
        case .tooLong:
            line = DaemonCommands.refusal(.badRequest("it is longer than \(DaemonSocket.longestRequest) bytes"))
        case .line(let request): line = await answer(request)
        }
        SocketLine.write(line, to: socket, until: .now + Self.takingPatience)
    }
}
