import Crypto
import FuzzDriver
import Glibc
import Training

/// The input is a file of samples without the digest at its end, which no chance would make: it is read as it is, and with the
/// digest behind it.
@main
enum FuzzSamples {
    static let file = FileInMemory()

    static func main() {
        exit(
            FuzzDriver.run { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                FuzzSamples.read(input)
                FuzzSamples.read(input + SHA256.hash(data: input))
                return 0
            }
        )
    }

    /// What can be read can be trained from: rows and columns fit each other.
    private static func read(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes(file.hold)
        guard let book = try? SampleBook(reading: file.descriptor) else { return }
        for block in book.blocks {
            let counts = block.columns.map(\.count) + [block.units.count, block.isTest.count]
            precondition(counts.allSatisfy { $0 == block.annotations.count }, "columns of different lengths")
            precondition(block.annotations.allSatisfy { $0 > 0 }, "an annotation that is none")
        }
        precondition((try? SampleFile.header(of: file.descriptor)) != nil, "the header alone cannot be read")
    }
}
