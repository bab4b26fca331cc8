import FoundationEssentials
import TestSupport

/// The projects that `Tests/Fixtures/ilastik/make_projects.py` writes, and what it says of them.
struct ProjectFixtures: Decodable {
    /// What is to be found in a project.
    struct Good: Decodable {
        struct Stage: Decodable {
            /// Of the forest's columns, in ilastik's order.
            var names: [String]
            /// Trees of each forest.
            var forests: [Int]
            /// Channels, with the probabilities of the stage before.
            var channels: Int
            /// Planes of one channel that each chosen feature gives.
            var components: [Int]
        }

        var workflow: String
        var version: String
        var dimensions: Int
        var channels: Int
        var classes: [String]
        var axes: String
        var shape: [Int]
        var stages: [Stage]
    }

    var good: [String: Good]
    /// Words of the refusal.
    var refused: [String: String]

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../Fixtures/ilastik")
        .standardized

    static let all: ProjectFixtures = {
        do {
            return try JSONDecoder().decode(ProjectFixtures.self, from: Data(bytes("expected.json")))
        } catch { fatalError("expected.json: \(error)") }
    }()

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: file)))
    }

    static func array(_ file: String) throws -> NPYArray { try NPYArray(try bytes(file)) }
}
