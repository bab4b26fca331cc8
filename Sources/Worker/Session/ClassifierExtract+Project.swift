import Classifiers
import Files
import SystemPackage
import WorkerProtocol

extension ClassifierExtract {
    /// Reads a project file and writes its extract.
    ///
    /// - Throws: why it holds no classifier that this build runs.
    init(of project: Int32, into extract: Int32, name: String) throws(Failure) {
        let content = try ClassifierContent(reading: project, name: name)
        guard let found = content.project else {
            throw Failure(classifier: .unrecognised(file: name, look: nil))
        }
        // What cannot be run is refused here, where the one in force stays.
        _ = try content.classifier()
        do {
            let file = FileDescriptor(rawValue: extract)
            try file.writeAll(toAbsoluteOffset: 0, content.bytes)
            try file.resize(to: Int64(content.bytes.count))
        } catch {
            throw Failure(
                kind: "classifier_unreadable",
                message: "what \(name) holds cannot be written down: \(error)",
                remedy: "check the free space of the state folder",
                isTransient: true
            )
        }
        self.init(
            sha256: content.sha256,
            bytes: content.bytes.count,
            classMarks: found.classes,
            remarks: found.remarks,
            savedAt: found.savedAt
        )
    }
}
