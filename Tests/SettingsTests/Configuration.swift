import Settings
import SystemPackage

/// Short ways to read configurations in tests.
enum Configuration {
    /// The file that tests pretend to read.
    static let file = FilePath("/etc/segmentd/segmentd.toml")

    /// The settings in `text`.
    static func settings(_ text: String) throws -> Settings {
        try Settings(parsing: text, file: file)
    }

    /// The problems of `text`; empty when it has none.
    static func problems(_ text: String) -> [SettingsProblem] {
        do throws(SettingsError) {
            _ = try Settings(parsing: text, file: file)
            return []
        } catch {
            return error.problems
        }
    }

    /// A folder with one recipe, and more keys of the folder.
    static func folder(_ path: String, _ more: String = "") -> String {
        """
        [[folder]]
        path = "\(path)"
        \(more)
        [[folder.recipe]]
        classifier = "/c.cl"

        """
    }
}
