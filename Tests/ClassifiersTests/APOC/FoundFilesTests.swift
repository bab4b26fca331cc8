import Classifiers
import Foundation
import Testing

@Suite("Classifier files that fuzzing found")
struct FoundFilesTests {
    @Test("are read or refused")
    func found() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fuzz/found/classifiers")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasPrefix(".") {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            _ = try? TrainedClassifier(parsing: bytes, name: name) { _ in nil }
        }
    }
}
