package import SystemPackage

/// A configuration that cannot be used, with everything that is wrong with it.
package struct SettingsError: Error, CustomStringConvertible {
    /// The configuration file.
    package let file: FilePath
    /// The problems in the order of the file; never empty.
    package let problems: [SettingsProblem]

    /// An error that holds all `problems` of `file`.
    package init(file: FilePath, problems: [SettingsProblem]) {
        self.file = file
        self.problems = problems
    }

    package var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return (["\(file): \(count)"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
