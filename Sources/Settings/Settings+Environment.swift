import Files
import Glibc
import Results
package import SystemPackage

extension Settings {
    /// What the file system has against this configuration, as the user of this process sees it now.
    ///
    /// None of it makes the configuration wrong: a classifier may be copied, and a right be granted, after the start.
    /// Folders that are not there are among the warnings (`missingFolders`).
    ///
    /// - Parameter isShown: whether the service's unit shows it a path that lies behind folders closed to its user
    ///   (BindPaths=); these are no problem then.
    package func environmentProblems(isShown: (FilePath) -> Bool = { _ in false }) -> [SettingsProblem] {
        var problems = folderFindings(isShown).filter { !$0.finding.isMissing }.map(problem)
        func add(_ keyPath: String, _ message: String, _ remedy: String) {
            problems.append(problem(keyPath, message, remedy))
        }
        for (index, folder) in folders.enumerated() {
            if let group = folder.access.group, GroupNames.number(of: group) == nil {
                add(
                    "folder[\(index)].group",
                    "there is no group \(group)",
                    "`groupadd \(group)`, or write another name"
                )
            }
            if let sheet = folder.groups?.samples {
                if let finding = PathFinding.file(sheet.path) {
                    if !(finding.isShutOff && isShown(sheet.path)) {
                        add("folder[\(index)].samples", finding.message, finding.remedy)
                    }
                } else if let finding = sheet.problem {
                    add("folder[\(index)].samples", finding.message, finding.remedy)
                }
            }
            for (recipeIndex, recipe) in folder.recipes.enumerated() {
                for (key, file) in recipe.classifierKeys {
                    guard let finding = PathFinding.file(file), !(finding.isShutOff && isShown(file)) else { continue }
                    // The first training makes it.
                    if finding.isMissing, isTrained(file) { continue }
                    add("folder[\(index)].recipe[\(recipeIndex)].\(key)", finding.message, finding.remedy)
                }
            }
            let real = PathFinding.resolved(folder.path)
            for (otherIndex, other) in folders.enumerated().prefix(index) {
                guard let real, let otherReal = PathFinding.resolved(other.path) else { continue }
                let overlaps =
                    real == otherReal || other.recursive && real.starts(with: otherReal)
                    || folder.recursive && otherReal.starts(with: real)
                if overlaps {
                    add(
                        "folder[\(index)].path",
                        "\(folder.path) leads to \(real), which overlaps folder[\(otherIndex)] (\(otherReal))",
                        "leave one out; links are followed here"
                    )
                }
            }
            for (otherIndex, other) in folders.enumerated().prefix(index) {
                guard let real = resolvedMirror(of: folder), let otherReal = resolvedMirror(of: other),
                    real.starts(with: otherReal) || otherReal.starts(with: real)
                else { continue }
                add(
                    "folder[\(index)].output",
                    "leads to \(real), which overlaps the output of folder[\(otherIndex)] (\(otherReal)), "
                        + "so images of equal names would clash",
                    "give each folder an output of its own; links are followed here"
                )
            }
        }
        return problems
    }

    /// Folders that are not there now: they are picked up as soon as they are.
    package func missingFolders() -> [SettingsProblem] {
        folderFindings { _ in false }.filter(\.finding.isMissing).map(problem)
    }

    /// A problem of the key at `keyPath`, with its line.
    package func problem(_ keyPath: String, _ message: String, _ remedy: String) -> SettingsProblem {
        SettingsProblem(keyPath: keyPath, line: lines.line(of: keyPath), message: message, remedy: remedy)
    }

    private func problem(_ keyPath: String, _ finding: PathFinding) -> SettingsProblem {
        problem(keyPath, finding.message, finding.remedy)
    }

    /// What is wrong with folders of images and of results.
    private func folderFindings(_ isShown: (FilePath) -> Bool) -> [(keyPath: String, finding: PathFinding)] {
        folders.enumerated().compactMap { index, folder in
            if let finding = PathFinding.folder(folder.path, access: R_OK | X_OK) {
                if finding.isShutOff, isShown(folder.path) { return nil }
                return ("folder[\(index)].path", finding)
            }
            return outputFinding(of: folder).map { ("folder[\(index)].output", $0) }
        }
    }

    private func resolvedMirror(of folder: FolderSettings) -> FilePath? {
        guard case .mirror(let root) = folder.output else { return nil }
        return PathFinding.resolved(root)
    }

    private func outputFinding(of folder: FolderSettings) -> PathFinding? {
        switch folder.output {
        case .beside, .subfolder: return PathFinding.folder(folder.path, access: W_OK | X_OK)
        case .mirror(let root):
            // The folder is made when first needed, but nothing above it: a share may not be mounted yet.
            let existing = PathFinding.resolved(root) == nil ? root.removingLastComponent() : root
            return PathFinding.folder(existing, access: W_OK | X_OK)
        }
    }
}
