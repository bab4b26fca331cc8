import Classifiers
import FuzzDriver
import Glibc

/// The input is a classifier file.
@main
enum FuzzClassifiers {
    static func main() {
        exit(
            FuzzDriver.run { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                _ = try? TrainedClassifier(parsing: input, name: "x.cl") { _ in nil }
                return 0
            }
        )
    }
}
