import Concurrency
import Dispatch
import Files
import Synchronization
import SystemPackage
import WorkerProtocol

/// SHA-256 of open files, one after the other, taken by a thread of its own while they are read and worked on.
///
/// The thread ends with the value: the files can be closed then.
final class DigestBeside {
    private final class Work: Sendable {
        let isCancelled = Atomic(false)
        let megabytes = Atomic(0)
        let hasEnded = DispatchSemaphore(value: 0)
        /// As many as there are files, or up to the first that could not be read.
        let results = Mutex<[Result<String, Errno>]>([])

        func run(_ files: [Int32]) {
            for file in files {
                let result = Result { () throws(Errno) in
                    try FileDigest.sha256(fileDescriptor: file) { () throws(Errno) in
                        megabytes.add(1, ordering: .relaxed)
                        if isCancelled.load(ordering: .relaxed) { throw .canceled }
                    }
                }
                results.withLock { $0.append(result) }
                guard case .success = result else { break }
            }
            hasEnded.signal()
        }
    }

    /// How often it is looked whether it gets on.
    private static let pause = DispatchTimeInterval.milliseconds(100)

    private let names: [String]
    private let work = Work()
    private var hasEnded = false

    /// Begins with `files`, with their names for messages.
    init(of files: [(file: Int32, name: String)]) {
        names = files.map(\.name)
        OwnThread.start { [work, files = files.map(\.file)] in work.run(files) }
    }

    deinit {
        guard !hasEnded else { return }
        work.isCancelled.store(true, ordering: .relaxed)
        work.hasEnded.wait()
    }

    /// Waits for the digests; calls `beat` while it gets on.
    func values(beat: () -> Void) throws(Failure) -> [String] {
        var before = -1
        while !hasEnded, work.hasEnded.wait(timeout: .now() + Self.pause) == .timedOut {
            let now = work.megabytes.load(ordering: .relaxed)
            if now != before { beat() }
            before = now
        }
        hasEnded = true
        var digests: [String] = []
        for (name, result) in zip(names, work.results.withLock { $0 }) {
            switch result {
            case .success(let digest): digests.append(digest)
            case .failure(let code): throw .imageUnreadable(name: name, code: code)
            }
        }
        guard digests.count == names.count else { throw .internalFault("\(names[digests.count]) was not digested") }
        return digests
    }
}
