import Files
import Results
package import Settings
package import SystemPackage

extension UnitProtection {
    private static let temporary: [FilePath] = ["/tmp", "/var/tmp"]

    /// What the unit keeps the service from doing that its configuration asks for.
    package func problems(of settings: Settings, instance: String? = nil) -> [SettingsProblem] {
        settings.folders.enumerated().flatMap { index, folder in
            var problems: [SettingsProblem] = []
            func add(_ key: String, _ message: String?) {
                guard let message else { return }
                let option = instance.map { " --instance \($0)" } ?? ""
                problems.append(
                    settings.problem(
                        "folder[\(index)].\(key)",
                        "\(message) (by \(source))",
                        "`segmentd unit-dropin --write\(option)`, `systemctl daemon-reload` and a restart of the service"
                    )
                )
            }
            var results: (key: String, path: FilePath) = ("path", folder.path)
            if case .mirror(root: let root) = folder.output {
                results = ("output", root)
                add("path", hides(folder.path) ? "the service cannot see \(folder.path)" : nil)
            }
            if hides(results.path) {
                add(results.key, "the service cannot see \(results.path)")
            } else if !letsWrite(to: results.path) {
                add(results.key, "the service cannot write to \(results.path)")
            }
            for (recipeIndex, recipe) in folder.recipes.enumerated() {
                for (key, file) in recipe.classifierKeys where hides(file) {
                    add("recipe[\(recipeIndex)].\(key)", "the service cannot see \(file)")
                }
            }
            return problems
        }
    }

    /// Whether a path is not there for the service.
    package func hides(_ path: FilePath) -> Bool {
        let path = path.lexicallyNormalized()
        let isHome = SandboxedPlace.homes.contains { path.starts(with: $0) }
        let isTemporary = Self.temporary.contains { path.starts(with: $0) }
        guard isHome && (protectHome == "yes" || protectHome == "tmpfs") || isTemporary && privateTemporary else {
            return false
        }
        return !shows(path)
    }

    /// Whether a path is shown to the service by itself, whatever the folders above it allow.
    package func shows(_ path: FilePath) -> Bool {
        let path = path.lexicallyNormalized()
        return isBound(path, in: bound) || isBound(path, in: boundForReading)
    }

    /// Whether the service may write to a path, as far as the unit is concerned.
    package func letsWrite(to path: FilePath) -> Bool {
        let path = path.lexicallyNormalized()
        if isBound(path, in: bound) { return true }
        if protectHome == "read-only", SandboxedPlace.homes.contains(where: { path.starts(with: $0) }) {
            return writable.contains { path.starts(with: $0) }
        }
        guard protectSystem == "strict" else { return true }
        return writable.contains { path.starts(with: $0) } || Self.temporary.contains { path.starts(with: $0) }
    }

    /// Whether a list of BindPaths=, as systemctl prints it without quotes, shows a path where it is: `SOURCE:PLACE:rbind`.
    private func isBound(_ path: FilePath, in list: String) -> Bool {
        var place = path
        while !place.components.isEmpty {
            if list.contains(":\(place.string):rbind") || list.contains(":\(place.string):norbind") { return true }
            place.removeLastComponent()
        }
        return false
    }
}
