import FoundationEssentials

/// A folder of golden cases: the shared ones, or the project's own, which real APOC answered on generated images.
package struct GoldenMaterial: Sendable {
    /// The cases below `Tests/Fixtures`; always there.
    package static let fixtures = GoldenMaterial(
        folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/golden").path
    )

    private let folder: String

    /// The cases in `folder`.
    package init(folder: String) {
        self.folder = folder
    }

    /// All cases, by name.
    package func cases() throws -> [GoldenCase] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/case.json") }
            .map(named)
    }

    /// The case in the folder `name`.
    package func named(_ name: String) throws -> GoldenCase {
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)/case.json"))
        var golden = try JSONDecoder().decode(GoldenCase.self, from: data)
        golden.folder = "\(folder)/\(name)"
        return golden
    }
}
