import Dispatch
import Service
import SystemPackage
import WorkerProtocol

/// One who listens to a daemon in this process, on threads of its own: those of tasks are needed to answer.
final class Listening: @unchecked Sendable {
    // Set once, and used by one call of `next` at a time: each test awaits one before it asks for more.
    private let stream: EventStream

    /// Listens as soon as the daemon lets it.
    init(
        _ socket: DaemonSocket,
        kinds: [String]? = nil,
        folder: FilePath? = nil,
        patience: Duration = .seconds(10)
    ) async throws {
        let end = ContinuousClock.now + patience
        while true {
            do {
                stream = try await Self.blocking { try Box(socket.events(kinds: kinds, folder: folder)) }.stream
                return
            } catch let failure as Failure where failure.kind == "busy" && ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// The next lines; fewer where the daemon ended, or was silent for half a minute.
    func next(_ count: Int) async throws -> [[UInt8]] {
        try await Self.blocking { [self] in
            var lines: [[UInt8]] = []
            while lines.count < count, case .line(let line) = stream.next(until: .now + .seconds(30)) {
                lines.append(line)
            }
            return lines
        }
    }

    /// Carries a stream from the thread that made it to the one that keeps it; nobody else has it.
    private struct Box: @unchecked Sendable {
        let stream: EventStream

        init(_ stream: EventStream) { self.stream = stream }
    }

    private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}
