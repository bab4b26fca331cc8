import Files
import FoundationEssentials
package import SystemPackage
package import WorkerProtocol

/// What somebody asks of the running daemon: a line of JSON (`README.md` beside this file tells the whole protocol).
package struct DaemonRequest: Codable, Sendable, Equatable {
    /// The version of the protocol; raised when something changes its meaning, not when something is added.
    package static let version = 1

    /// The version that the asker speaks.
    package var `protocol`: Int
    /// The name of the command.
    package var command: String
    /// The images that are meant, by their absolute paths.
    package var files: [PathText]?
    /// The watched folder that is meant, by its absolute path; nil for all.
    package var folder: PathText?
    /// What `events` is asked to tell of; nil for everything.
    package var kinds: [String]?
    /// The version of a classifier that is meant; nil for the one that waits.
    package var number: Int?
    /// Who asks, in words; never part of a message: whoever hears it knows.
    var asker: String?

    private enum CodingKeys: String, CodingKey { case `protocol`, command, files, folder, kinds, number }

    /// A request in the present version.
    package init(
        _ command: String,
        files: [FilePath]? = nil,
        folder: FilePath? = nil,
        kinds: [String]? = nil,
        number: Int? = nil
    ) {
        `protocol` = Self.version
        self.command = command
        self.files = files?.map(PathText.init)
        self.folder = folder.map(PathText.init)
        self.kinds = kinds
        self.number = number
    }

    /// Reads a line.
    init(line: [UInt8]) throws(Failure) {
        do {
            self = try DaemonMessage.decoder.decode(Self.self, from: Data(line))
        } catch {
            throw .badRequest("it is no request of the form {\"protocol\": 1, \"command\": \"status\"}")
        }
        guard `protocol` == Self.version else {
            throw .badRequest("it is of version \(`protocol`) of the protocol, and this daemon speaks \(Self.version)")
        }
    }
}

/// What the daemon says in return, a line of JSON too: an answer, or why there is none.
package struct DaemonAnswer<Content: Codable & Sendable>: Codable, Sendable {
    /// The version of the protocol.
    package var `protocol`: Int
    /// The version of the program that answers.
    package var version: String
    /// What was asked for.
    package var answer: Content?
    /// Why it could not be done.
    package var error: Failure?

    /// An answer of this program.
    init(_ answer: Content) {
        (`protocol`, version) = (DaemonRequest.version, Version.current)
        (self.answer, error) = (answer, nil)
    }

    /// A refusal.
    init(_ error: Failure) {
        (`protocol`, version) = (DaemonRequest.version, Version.current)
        (answer, self.error) = (nil, error)
    }
}

/// How messages become lines: keys in snake case, sorted; line ends inside of texts are escaped.
enum DaemonMessage {
    /// A request or an answer as a line, with its end.
    static func line(_ message: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return [UInt8](try encoder.encode(message)) + [UInt8(ascii: "\n")]
    }

    /// Reads an answer.
    static func answer<Content>(_ line: [UInt8]) throws -> DaemonAnswer<Content> {
        try decoder.decode(DaemonAnswer<Content>.self, from: Data(line))
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}

extension Failure {
    /// What came over the socket is no request that this daemon knows.
    static func badRequest(_ problem: String) -> Failure {
        Failure(
            kind: "bad_request",
            message: "the daemon does not answer this: \(problem)",
            remedy: "use the `segmentd` of the same version; Sources/Service/Commands/README.md tells the protocol"
        )
    }

    /// No daemon answers.
    package static func unreachable(
        _ path: FilePath,
        _ problem: String,
        remedy: String? = nil,
        kind: String = unreachableKind
    ) -> Failure {
        Failure(
            kind: kind,
            message: "the daemon's socket \(path.readable): \(problem)",
            remedy: remedy ?? "check the runtime folder (RuntimeDirectory= of the unit) and its permissions"
        )
    }

    /// The kind of the failure that no daemon answers.
    package static let unreachableKind = "daemon_unreachable"
    /// The kind of the failure that the asker may not ask.
    package static let forbiddenKind = "daemon_forbidden"
    /// Whether it is about the asking, and says nothing of what was asked for.
    package var isOfReaching: Bool { kind == Self.unreachableKind || kind == Self.forbiddenKind }
    /// The kind of the failure that too many ask at once.
    static let busyKind = "busy"
}
