import Files
import Ledger
import Logging
import Results
import Synchronization
import SystemPackage
import WorkerClient
import WorkerProtocol

/// Digests of images whose file is not as the summary has it although the content may be the same (touched, copied,
/// moved), so that not every scan reads them whole again; kept in the ledger where there is one, so that no restart does.
final class KnownDigests: Sendable {
    /// With more, all are forgotten here, and asked of the ledger, or computed, once more.
    private static let most = 10_000

    /// From this size on an image that failed is not read for its digest alone: all others would wait.
    private static let largestFailure = 128 << 20
    private static let workerUnavailable = "worker_unavailable"

    private let ledger: Ledger?
    private let log: Logger
    private let known = Mutex<[FilePath: KnownContent]>([:])

    /// Digests that outlast this process where there is a ledger.
    init(ledger: Ledger?, log: Logger) {
        self.ledger = ledger
        self.log = log
    }

    /// The digest of the content of `image`; read, by `worker`, only if the file is not as it was then.
    func digest(of image: ImageFile, by worker: any ImageSegmenting) async throws(Failure) -> String {
        if let known = known.withLock({ $0[image.path] }), known.isContent(of: image.state) { return known.digest }
        if let kept = await asking({ try await $0.content(path: image.path.bytes) }), kept.isContent(of: image.state) {
            note(kept, of: image.path)
            return kept.digest
        }
        let content = KnownContent(of: image.state, digest: try await read(image, by: worker))
        note(content, of: image.path)
        await asking { try await $0.note(content, path: image.path.bytes) }
        return content.digest
    }

    /// The digest of an image that failed; nil where it is not worth its time. Without an earlier result, nothing is
    /// compared with it but a file that was touched.
    func digest(
        ofFailed image: ImageFile,
        beside earlier: SummaryFile.Content,
        by worker: any ImageSegmenting
    ) async throws(Failure) -> String? {
        if case .found(let summary) = earlier, summary.status == .done {
            return try await digest(of: image, by: worker)
        }
        guard image.state.identity.size <= Self.largestFailure else { return nil }
        do throws(Failure) { return try await digest(of: image, by: worker) } catch {
            // Over an image that ends every worker it must be possible to give up.
            if error.kind == Self.workerUnavailable { return nil }
            throw error
        }
    }

    /// Has a worker read the image.
    private func read(_ image: ImageFile, by worker: any ImageSegmenting) async throws(Failure) -> String {
        do throws(WorkerError) {
            return try await worker.digest(image.file.number, name: image.name.readable)
        } catch {
            switch error {
            case .refused(let failure): throw failure
            case .interrupted: throw .interrupted(image.path.readable)
            default:
                throw Failure(
                    kind: Self.workerUnavailable,
                    message: "\(image.path.readable) could not be read: \(error)",
                    remedy: "if this stays, look at the messages around this time, and at its disk or share",
                    isTransient: true
                )
            }
        }
    }

    private func note(_ content: KnownContent, of path: FilePath) {
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[path] = content
        }
    }

    /// The ledger is an index: one that fails only costs reading the image.
    @discardableResult
    private func asking<Value>(_ body: (Ledger) async throws -> Value?) async -> Value? {
        guard let ledger else { return nil }
        do { return try await body(ledger) } catch {
            // The ledger itself has told of its troubles.
            log.debug("\(error)")
            return nil
        }
    }
}
