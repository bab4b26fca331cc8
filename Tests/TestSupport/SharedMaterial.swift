import FoundationEssentials

/// The golden data shared between machines, found through the environment variable `SEGMENTD_SHARED`.
package enum SharedMaterial {
    /// The folder, or nil where the variable is not set.
    package static let folder: String? = ProcessInfo.processInfo.environment["SEGMENTD_SHARED"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// Whether suites that need the golden data can run.
    package static var isAvailable: Bool { folder != nil }

    /// What a suite that cannot run says.
    package static let absence = "SEGMENTD_SHARED is not set: the golden cases of real APOC are not compared"

    /// The path of a file below the folder.
    ///
    /// - Precondition: the material is available.
    package static func path(_ relative: String) -> String {
        guard let folder else { preconditionFailure(absence) }
        return "\(folder)/\(relative)"
    }

    /// The bytes of a file below the folder.
    package static func bytes(_ relative: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(relative))))
    }

    /// All golden cases, by name.
    package static func goldenCases() throws -> [GoldenCase] { try GoldenMaterial(folder: path("golden")).cases() }

    /// The golden case in the folder `name`.
    package static func goldenCase(_ name: String) throws -> GoldenCase {
        try GoldenMaterial(folder: path("golden")).named(name)
    }
}
