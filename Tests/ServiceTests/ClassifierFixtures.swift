import Classifiers
import Foundation
import Segmentation
import Worker
import WorkerProtocol

/// Classifier files that real APOC wrote (Tests/Fixtures/README.md).
enum ClassifierFixtures {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// The text of the classifier called `name`.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: "classifiers/\(name).cl"), encoding: .utf8)
    }

    /// The bytes of the classifier called `name`.
    static func bytes(_ name: String) throws -> [UInt8] { Array(try text(name).utf8) }

    /// What a worker tells of the classifier called `name`, after a change to its text.
    static func facts(_ name: String, _ change: (String) -> String = { $0 }) throws -> ClassifierFacts {
        try ClassifierFacts(TrainedClassifier(bytes: Array(change(text(name)).utf8), name: "\(name).cl"))
    }

    /// The bytes of the ilastik project called `name` (Tests/Fixtures/projects/write.py).
    static func project(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: "projects/\(name).ilp")))
    }

    /// The bytes of a small image.
    static func image(_ number: Int = 0) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: "acquisition/\(number).tif")))
    }
}
