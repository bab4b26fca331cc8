import Dispatch
import Glibc
import Synchronization
import WorkerProtocol

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

    /// Whether a result that nobody waits for ends the process.
    private let endsProcess: Bool
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "segmentd.sign-of-life")

    /// Takes ownership of `socket`.
    init(socket: Int32, endsProcess: Bool) {
        self.endsProcess = endsProcess
        state = Mutex(State(socket: DescriptorSocket(owning: socket, as: .worker)))
        giveSignsOfLife()
    }

    /// A request has come.
    func begin() { state.withLock { $0.isAnswering = true } }

    /// Says something on the way to the answer.
    func say(_ sign: WorkerSign) { state.withLock { send(.underWay(sign), $0) } }

    /// Answers.
    func end(with reply: WorkerReply) {
        state.withLock { state in
            state.isAnswering = false
            send(reply, state)
        }
    }

    private func giveSignsOfLife() {
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in
            guard let self else { return }
            state.withLock { if $0.isAnswering { send(.underWay(.alive), $0) } }
            giveSignsOfLife()
        }
    }

    /// Nobody waits for the result where it cannot be sent: what is being computed can never be committed.
    private func send(_ reply: WorkerReply, _ state: borrowing State) {
        do throws(WorkerError) { try state.socket.send(reply) } catch { if endsProcess { _exit(0) } }
    }
}
