import Crypto
import FoundationEssentials
import Glibc

extension SampleBook {
    /// Writes the file of samples from the beginning of an open, empty file, block by block.
    ///
    /// - Returns: its size, and the SHA-256 of all of it, hexadecimal.
    package func write(to descriptor: Int32) throws(SamplesError) -> (bytes: Int, sha256: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let header: [UInt8]
        do { header = [UInt8](try encoder.encode(SampleFile.Header(self))) } catch {
            throw .damaged("its header cannot be made: \(error)")
        }
        guard header.count <= SampleFile.mostHeaderBytes else { throw .tooManyImages(headerBytes: header.count) }
        var sink = Sink(descriptor: descriptor)
        try sink.write(SampleFile.magic + Array("\(SampleFile.version)\n".utf8))
        try sink.write([UInt64(header.count).littleEndian])
        try sink.write(header)
        for block in blocks {
            for column in block.columns { try sink.write(column) }
            try sink.write(block.annotations)
            try sink.write(block.units)
            try sink.write(block.places)
            try sink.write(block.isTest.map { UInt8($0 ? 1 : 0) })
        }
        for runs in past.flatMap({ [$0.trained, $0.held] }) {
            try sink.write(runs.flatMap { [$0.lowerBound, $0.upperBound] })
        }
        let digest = Array(sink.content.finalize())
        try sink.write(digest)
        let whole = sink.whole.finalize().map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0\(text)" : text
        }
        return (sink.count, whole.joined())
    }

    /// A file that grows; numbers are little-endian as on every processor that this runs on.
    private struct Sink {
        let descriptor: Int32
        var count = 0
        /// Of all that was written, and of all but the digest at the end.
        var whole = SHA256()
        var content = SHA256()

        init(descriptor: Int32) { self.descriptor = descriptor }

        mutating func write<Value: BitwiseCopyable>(_ values: [Value]) throws(SamplesError) {
            var code: Int32 = 0
            values.withUnsafeBytes { bytes in
                whole.update(bufferPointer: bytes)
                content.update(bufferPointer: bytes)
                var done = 0
                while done < bytes.count {
                    let written = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(count))
                    if written < 0 && errno == EINTR { continue }
                    guard written > 0 else {
                        code = written < 0 ? errno : ENOSPC
                        return
                    }
                    done += written
                    count += written
                }
            }
            if code != 0 { throw .system(code: code, writing: true) }
        }
    }
}
