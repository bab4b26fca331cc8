import Classifiers
import Forests
import FuzzDriver
import Glibc

/// The input is the extract of an ilastik project.
@main
enum FuzzExtracts {
    static func main() {
        exit(
            FuzzDriver.run { bytes, count in
                let input = Array(UnsafeBufferPointer(start: bytes, count: count))
                guard let stages = try? PixelStages(extract: input) else { return 0 }
                // What is accepted is the one way to write it, and every forest can be walked.
                guard let again = try? stages.extract(), again == input else { fatalError("it is written otherwise") }
                for stage in stages.stages {
                    do { try stage.forest.check() } catch { fatalError("\(error)") }
                }
                _ = try? Classifier(stages)
                return 0
            }
        )
    }
}
