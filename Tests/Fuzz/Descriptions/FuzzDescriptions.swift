import FuzzDriver
import Glibc

/// The input is what a writer says of its file, in one tag or in several, put into a TIFF that is otherwise good.
@main
enum FuzzDescriptions {
    private static let file = FileInMemory()

    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "--tiff" { exit(save(arguments[2], as: arguments[3])) }
        exit(
            FuzzDriver.run { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                guard let described = DescribedTIFF(input) else { return -1 }
                described.bytes.withUnsafeBytes { FuzzDescriptions.file.hold($0) }
                WholeRead.run(FuzzDescriptions.file.descriptor, most: 1 << 16)
                return 0
            }
        )
    }

    /// Writes the TIFF of an input; the exit status.
    private static func save(_ input: String, as place: String) -> CInt {
        guard let described = DescribedTIFF(WholeRead.contents(input)), let target = fopen(place, "w") else {
            return 66
        }
        defer { fclose(target) }
        return fwrite(described.bytes, 1, described.bytes.count, target) == described.bytes.count ? 0 : 74
    }
}
