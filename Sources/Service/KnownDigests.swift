import Results
import Synchronization
import SystemPackage

/// Digests of images whose time alone has changed, so that not every scan reads them whole again.
final class KnownDigests: Sendable {
    /// With more, all are forgotten, and computed once more.
    private static let most = 10_000

    private struct Known {
        var state: FileState
        var digest: String
    }

    private let known = Mutex<[FilePath: Known]>([:])

    /// The digest of the content of `image`; read only if the file is not as it was then.
    func digest(of image: ImageFile) throws(ResultsError) -> String {
        if let known = known.withLock({ $0[image.path] }), known.state == image.state { return known.digest }
        let digest = try image.digest()
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[image.path] = Known(state: image.state, digest: digest)
        }
        return digest
    }
}
