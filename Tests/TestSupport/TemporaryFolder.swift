import FoundationEssentials

/// A folder that is removed, with all that is in it, when the test lets go of it.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// Makes an empty folder below the system's folder for temporary files.
    package init() throws {
        let name = "segmentd-test-\(UInt64.random(in: .min ... .max))"
        path = FileManager.default.temporaryDirectory.appending(component: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of `name` in the folder.
    package func appending(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: appending(name)))
        return appending(name)
    }
}
