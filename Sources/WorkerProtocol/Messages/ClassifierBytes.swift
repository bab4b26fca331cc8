import Glibc

/// The bytes of classifier files, which the daemon digests and the worker parses.
package enum ClassifierBytes {
    /// A classifier file larger than this is not one: 100 full trees of depth 10 are some 6 MB.
    package static let most = 64 << 20

    /// All bytes of an open classifier file, bounded by `most`; the file's position is left alone.
    package static func read(_ descriptor: Int32, name: String) throws(Failure) -> [UInt8] {
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > most { throw tooLarge(name) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while bytes.count <= most {
            let count = pread(descriptor, &block, block.count, off_t(bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(
                    kind: "classifier_unreadable",
                    message: "\(name) cannot be read: \(String(cString: strerror(errno)))",
                    remedy: "check the file and the disk it lies on",
                    isTransient: true
                )
            }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
        throw tooLarge(name)
    }

    private static func tooLarge(_ name: String) -> Failure {
        Failure(
            kind: "classifier_refused",
            message: "\(name) is larger than \(most >> 20) MB",
            remedy: "check that it is an APOC classifier file; train a forest with less depth or fewer trees"
        )
    }
}
