import Files
import Ledger
import Logging
import Results
import Synchronization
import SystemPackage
import WorkerProtocol

/// Digests of images whose file is not as the summary has it although the content may be the same (touched, copied,
/// moved), so that not every scan reads them whole again; kept in the ledger where there is one, so that no restart does.
final class KnownDigests: Sendable {
    /// With more, all are forgotten here, and asked of the ledger, or computed, once more.
    private static let most = 10_000

    private let ledger: Ledger?
    private let log: Logger
    private let known = Mutex<[FilePath: KnownContent]>([:])

    /// Digests that outlast this process where there is a ledger.
    init(ledger: Ledger?, log: Logger) {
        self.ledger = ledger
        self.log = log
    }

    /// The digest of the content of `image`; read only if the file is not as it was then.
    func digest(of image: ImageFile) async throws(Failure) -> String {
        if let known = known.withLock({ $0[image.path] }), known.isContent(of: image.state) { return known.digest }
        if let kept = await asking({ try await $0.content(path: image.path.bytes) }), kept.isContent(of: image.state) {
            note(kept, of: image.path)
            return kept.digest
        }
        let content = KnownContent(of: image.state, digest: try image.digest())
        note(content, of: image.path)
        await asking { try await $0.note(content, path: image.path.bytes) }
        return content.digest
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
            log.warning("\(error)")
            return nil
        }
    }
}
