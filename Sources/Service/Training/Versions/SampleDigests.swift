import Files
import Glibc
import Synchronization
import SystemPackage

/// The digests of files that were read already, so that large ones are not read again and again. As long as a file is in the
/// same state, its content is the same.
final class SampleDigests: Sendable {
    /// A file that was changed so short a time ago may change again without a trace in its times, whose steps are coarse.
    private static let leastAge = 2
    /// Beyond so many files all are forgotten: each is read once more.
    private static let most = 1000

    private let digests = Mutex<[FileState: String]>([:])

    /// SHA-256 of an open file, hexadecimal.
    fileprivate func digest(of file: Descriptor, _ calls: FileCalls) throws(Errno) -> String {
        let state = try calls.state(of: file)
        if let digest = digests.withLock({ $0[state] }) { return digest }
        let now = time(nil)
        let digest = try FileDigest.sha256(fileDescriptor: file.number, calls: calls)
        if now - Int(state.changeSeconds) >= Self.leastAge, try calls.state(of: file) == state {
            digests.withLock { digests in
                if digests.count >= Self.most { digests = [:] }
                digests[state] = digest
            }
        }
        return digest
    }
}

extension Descriptor {
    /// SHA-256 of the file, hexadecimal; read only where it is not known.
    func digest(_ known: SampleDigests, _ calls: FileCalls) throws(Errno) -> String {
        try known.digest(of: self, calls)
    }
}
