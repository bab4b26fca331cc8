import FoundationEssentials

/// A folder of golden cases: the shared ones, or the project's own, which real APOC answered on generated images.
package struct GoldenMaterial: Sendable {
    /// The cases below `Tests/Fixtures`; always there.
    package static let fixtures = GoldenMaterial(folder: "\(fixtureFolder)/golden")

    /// The cases of classifiers of objects below `Tests/Fixtures`; always there.
    package static let objects = GoldenMaterial(folder: "\(fixtureFolder)/objects")

    private static let fixtureFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures").path

    /// The cases shared between machines; none where they are not there.
    package static var shared: GoldenMaterial? {
        SharedMaterial.isAvailable ? GoldenMaterial(folder: SharedMaterial.path("golden")) : nil
    }

    /// The only case to compare, by name, from the environment variable `SEGMENTD_GOLDEN`; nil where all are.
    package static let wanted: String? = ProcessInfo.processInfo.environment["SEGMENTD_GOLDEN"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// A folder without cases, or a wanted case that does not exist: a suite must not pass for nothing.
    package struct NoCases: Error, CustomStringConvertible {
        package let description: String
    }

    private let folder: String

    /// The cases in `folder`.
    package init(folder: String) {
        self.folder = folder
    }

    /// All cases, by name; at least one.
    package func cases() throws -> [GoldenCase] {
        let cases = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/case.json") }
            .map(named)
        guard !cases.isEmpty else { throw NoCases(description: "there is no golden case in \(folder)") }
        return cases
    }

    /// The cases to compare: all, or the wanted one if it is among them.
    ///
    /// - Throws: where the wanted one is nowhere.
    package func selected() throws -> [GoldenCase] {
        guard let wanted = Self.wanted else { return try cases() }
        let everywhere = try [Self.fixtures, Self.objects, Self.shared].compactMap { try $0?.cases() }.joined()
        guard everywhere.contains(where: { $0.name == wanted }) else {
            throw NoCases(description: "SEGMENTD_GOLDEN names no golden case: \(wanted)")
        }
        return try cases().filter { $0.name == wanted }
    }

    /// The case in the folder `name`.
    package func named(_ name: String) throws -> GoldenCase {
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)/case.json"))
        var golden = try JSONDecoder().decode(GoldenCase.self, from: data)
        golden.folder = "\(folder)/\(name)"
        return golden
    }
}
