import FoundationEssentials
import Results
import SystemPackage
import TestSupport
import WorkerProtocol

/// What a reader finds who knows only that the summary is the commit mark; written without the code under test.
enum FolderReader {
    enum Finding: Equatable {
        case nothing
        /// The result of this sample, complete, and no output besides.
        case whole(String)
        /// The summary of a failed image of this content, and no output.
        case failed(String)
        case broken(String)
    }

    private struct Note: Decodable {
        struct Image: Decodable {
            var sha256: String
        }
        struct Output: Decodable {
            var name: String
        }
        var status: String
        var image: Image
        var outputs: [Output]
    }

    /// Compares a folder with what is expected of either run.
    static func look(at folder: TemporaryFolder, expecting samples: [SampleResult]) throws -> Finding {
        let names = samples[0].names
        guard let bytes = try folder.read(names.summary) else { return .nothing }
        guard let note = try? JSONDecoder().decode(Note.self, from: Data(bytes)) else { return .broken("summary") }
        guard let sample = samples.first(where: { $0.imageSummary.sha256 == note.image.sha256 }) else {
            return .broken("unknown content")
        }
        let kinds = OutputKind.allCases
        let present = try kinds.map { names[$0] }.filter { try folder.read($0) != nil }
        guard Set(present.map(\.string)) == Set(note.outputs.map(\.name)) else { return .broken("files \(present)") }
        if note.status == "failed" {
            return present.isEmpty ? .failed(sample.content) : .broken("outputs of a failure")
        }
        for (name, expected) in sample.files where try folder.read(name) != expected { return .broken("\(name)") }
        return present.count == sample.files.count ? .whole(sample.content) : .broken("too few files")
    }

    /// The hidden files of a folder.
    static func hidden(_ folder: TemporaryFolder) throws -> [String] {
        try folder.names().map(\.string).filter { $0.hasPrefix(".") }.sorted()
    }
}
