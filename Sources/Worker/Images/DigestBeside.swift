import Concurrency
import Dispatch
import Files
import Synchronization
import SystemPackage
import WorkerProtocol

/// SHA-256 of an open file, taken by a thread of its own while the file is read and worked on.
///
/// The thread ends with the value: the file can be closed then.
final class DigestBeside {
    private final class Work: Sendable {
        let isCancelled = Atomic(false)
        let megabytes = Atomic(0)
        let hasEnded = DispatchSemaphore(value: 0)
        let result = Mutex<Result<String, Errno>?>(nil)

        func run(_ file: Int32) {
            let result = Result { () throws(Errno) in
                try FileDigest.sha256(fileDescriptor: file) { () throws(Errno) in
                    megabytes.add(1, ordering: .relaxed)
                    if isCancelled.load(ordering: .relaxed) { throw .canceled }
                }
            }
            self.result.withLock { $0 = result }
            hasEnded.signal()
        }
    }

    /// How often it is looked whether it gets on.
    private static let pause = DispatchTimeInterval.milliseconds(100)

    private let name: String
    private let work = Work()
    private var hasEnded = false

    /// Begins with `file`, which is called `name` in messages.
    init(of file: Int32, name: String) {
        self.name = name
        OwnThread.start { [work] in work.run(file) }
    }

    deinit {
        guard !hasEnded else { return }
        work.isCancelled.store(true, ordering: .relaxed)
        work.hasEnded.wait()
    }

    /// Waits for the digest; calls `beat` while it gets on.
    func value(beat: () -> Void) throws(Failure) -> String {
        var before = -1
        while !hasEnded, work.hasEnded.wait(timeout: .now() + Self.pause) == .timedOut {
            let now = work.megabytes.load(ordering: .relaxed)
            if now != before { beat() }
            before = now
        }
        hasEnded = true
        switch work.result.withLock({ $0 }) {
        case .success(let digest): return digest
        case .failure(let code): throw .imageUnreadable(name: name, code: code)
        case nil: throw .internalFault("\(name) was not digested")
        }
    }
}
