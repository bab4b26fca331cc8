import Files
import FoundationEssentials
import Results
import Service
import Settings
import SystemPackage
import WorkerProtocol

/// What `run --json` prints of an image: the keys of its summary, and where it and its results lie.
///
/// Texts are for people where the bytes of a path are no UTF-8; `…_bytes` gives these in Base64.
struct ImageLine: Encodable {
    /// Instead of a summary, for an image that has none.
    struct Image: Encodable {
        var name: String
    }

    /// Why there is no summary.
    struct Problem: Encodable {
        var kind: String
        var message: String
        var remedy: String
    }

    /// `done`, `done_before`, `failed`, or `postponed`: the same call may succeed at another time.
    var state: String
    /// As it is called in words.
    var path: String
    var pathBytes: String?
    /// The folder of the image.
    var folder: String
    var folderBytes: String?
    /// The folder of its results.
    var results: String?
    var resultsBytes: String?
    var image: Image?
    var recipe: String?
    var error: Problem?

    /// The line of an image in a state of the list above.
    init(_ item: BatchRun.Item, _ state: String) {
        self.state = state
        (path, pathBytes) = Self.texts(item.label)
        (folder, folderBytes) = Self.texts(item.path.removingLastComponent())
        let results = item.folder.outputFolder(forImage: item.path).path
        let (text, bytes) = Self.texts(results)
        (self.results, resultsBytes) = (text, bytes)
    }

    /// The line of something that was named and leads nowhere.
    init(lost named: FilePath, _ failure: Failure) {
        state = failure.isTransient ? "postponed" : "failed"
        (path, pathBytes) = Self.texts(named)
        (folder, folderBytes) = Self.texts(named.removingLastComponent())
        note(failure, name: named.lastComponent, recipe: nil)
    }

    /// Adds what the summary would say.
    mutating func note(_ failure: Failure, name: FilePath.Component?, recipe: String?) {
        image = name.map { Image(name: Self.texts(FilePath(root: nil, [$0])).text) }
        self.recipe = recipe
        error = Problem(kind: failure.kind, message: failure.message, remedy: failure.remedy)
    }

    /// Prints it at once, behind the keys of `summary`.
    func print(with summary: Summary? = nil) {
        guard let line = try? JSONOutput.line(self) else { return }
        guard let summary, let beginning = try? SummaryFile.line(summary) else { return StandardOutput.write(line) }
        StandardOutput.write(Array("\(beginning.dropLast()), ".utf8) + line.dropFirst())
    }

    private static func texts(_ path: FilePath) -> (text: String, bytes: String?) {
        let bytes = path.bytes
        if let text = String(validating: bytes, as: UTF8.self) { return (text, nil) }
        return (String(decoding: bytes, as: UTF8.self), Data(bytes).base64EncodedString())
    }
}
