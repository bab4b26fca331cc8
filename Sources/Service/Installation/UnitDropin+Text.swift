import Files
package import SystemPackage

extension UnitDropin {
    /// The file's text, for the configuration `file`.
    package func text(for file: FilePath) -> String {
        var lines = ["# What segmentd's unit needs for \(file.readable), as `segmentd unit-dropin` prints it."]
        lines += remarks.map { "# \($0)" }
        if isEmpty { return (lines + ["# The unit file does as it is.", ""]).joined(separator: "\n") }
        if !mounts.isEmpty {
            lines += [
                "", "[Unit]", "# The service comes after these drives, and goes on without one that cannot be mounted.",
            ]
            lines += mounts.map { "Wants=\(Self.specifiersEscaped($0))" }
            lines += mounts.map { "After=\(Self.specifiersEscaped($0))" }
        }
        guard !(written.isEmpty && shown.isEmpty && shownForReading.isEmpty && groups.isEmpty) else {
            return lines.joined(separator: "\n") + "\n"
        }
        lines += ["", "[Service]"]
        if opensHomes {
            lines.append("# Of all homes, nothing but these folders is there for the service.")
            lines.append("ProtectHome=tmpfs")
        }
        lines += shown.compactMap { UnitText.bindWord($0) }.map { "BindPaths=\($0)" }
        lines += shownForReading.compactMap { UnitText.bindWord($0) }.map { "BindReadOnlyPaths=\($0)" }
        if !written.isEmpty { lines.append("# Images and results.") }
        lines += written.compactMap { UnitText.word($0) }.map { "ReadWritePaths=\($0)" }
        // Nothing that lies among images may be executed.
        lines += (written + shown).compactMap { UnitText.word($0) }.map { "NoExecPaths=\($0)" }
        if !groups.isEmpty { lines.append("SupplementaryGroups=\(groups.joined(separator: " "))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func specifiersEscaped(_ name: String) -> String { name.replacing("%", with: "%%") }
}
