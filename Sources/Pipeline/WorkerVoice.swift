import Dispatch
import Glibc
import Synchronization

/// What a worker says to the daemon: its answers, and every second that it lives while a request is answered.
///
/// The signs of life come from a thread of their own: compiling kernels, or reading from a slow share, takes longer than
/// a process that was stopped is waited for.
final class WorkerVoice: Sendable {
    private struct State: ~Copyable {
        let socket: DescriptorSocket
        var isAnswering = false
    }

    private static let pause = DispatchTimeInterval.seconds(1)

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "segmentd.sign-of-life")

    /// Takes ownership of `socket`.
    init(socket: Int32) {
        state = Mutex(State(socket: DescriptorSocket(owning: socket)))
        giveSignsOfLife()
    }

    /// A request has come.
    func begin() { state.withLock { $0.isAnswering = true } }

    /// Says something on the way to the answer.
    func say(_ reply: WorkerReply) { state.withLock { Self.send(reply, $0) } }

    /// Answers.
    func end(with reply: WorkerReply) {
        state.withLock { state in
            state.isAnswering = false
            Self.send(reply, state)
        }
    }

    private func giveSignsOfLife() {
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in
            guard let self else { return }
            state.withLock { if $0.isAnswering { Self.send(.alive, $0) } }
            giveSignsOfLife()
        }
    }

    /// Nobody waits for the result where it cannot be sent: what is being computed can never be committed.
    private static func send(_ reply: WorkerReply, _ state: borrowing State) {
        do throws(WorkerError) { try state.socket.send(reply) } catch { _exit(0) }
    }
}
