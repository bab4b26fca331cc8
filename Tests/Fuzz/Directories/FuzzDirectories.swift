import FuzzDriver
import Glibc

/// The input is a TIFF.
@main
enum FuzzDirectories {
    private static let file = FileInMemory()

    static func main() {
        exit(
            FuzzDriver.run { bytes, count in
                FuzzDirectories.file.hold(UnsafeRawBufferPointer(start: bytes, count: count))
                WholeRead.run(FuzzDirectories.file.descriptor, most: 1 << 20)
                return 0
            }
        )
    }
}
