import Results
import SystemPackage

/// Checks the folders of a configuration against each other: no image twice, no result taken for an image.
struct FolderOverlaps {
    private let folders: [(index: Int, settings: FolderSettings)]

    /// The folders whose paths could be read.
    init(_ folders: [FolderSettings]) {
        self.folders = folders.enumerated().map { ($0, $1) }.filter { !$0.1.path.isEmpty }
    }

    /// Notes every clash, at the later of the two folders.
    func report(to problems: ProblemList) {
        for (index, folder) in folders {
            for (otherIndex, other) in folders where otherIndex < index {
                reportImages(folder, index, other, otherIndex, problems)
                reportMirrors(folder, index, other, otherIndex, problems)
                reportSubfolder(folder, index, other, otherIndex, problems)
                reportSubfolder(other, otherIndex, folder, index, problems)
            }
            for (otherIndex, other) in folders {
                reportResults(folder, index, other, otherIndex, problems)
            }
        }
    }

    /// No image may belong to two folders.
    private func reportImages(
        _ folder: FolderSettings,
        _ index: Int,
        _ other: FolderSettings,
        _ otherIndex: Int,
        _ problems: ProblemList
    ) {
        let here = "folder[\(index)].path"
        if folder.path == other.path {
            let remedy = "give one [[folder]] several [[folder.recipe]] instead"
            problems.add(here, "\(folder.path) is watched by folder[\(otherIndex)] too", remedy: remedy)
        } else if other.recursive && folder.path.starts(with: other.path) {
            let remedy = "leave one out, or set recursive = false in folder[\(otherIndex)]"
            problems.add(here, "lies inside folder[\(otherIndex)] (\(other.path)), which is recursive", remedy: remedy)
        } else if folder.recursive && other.path.starts(with: folder.path) {
            let remedy = "leave one out, or set recursive = false in folder[\(index)]"
            problems.add(here, "is recursive and holds folder[\(otherIndex)] (\(other.path))", remedy: remedy)
        }
    }

    /// Two folders mirrored into one place would overwrite each other's results.
    private func reportMirrors(
        _ folder: FolderSettings,
        _ index: Int,
        _ other: FolderSettings,
        _ otherIndex: Int,
        _ problems: ProblemList
    ) {
        guard case .mirror(let root) = folder.output, case .mirror(let otherRoot) = other.output else { return }
        guard root.starts(with: otherRoot) || otherRoot.starts(with: root) else { return }
        problems.add(
            "folder[\(index)].output",
            "overlaps the output of folder[\(otherIndex)] (\(otherRoot)), so images of equal names would clash",
            remedy: "give each folder an output of its own"
        )
    }

    /// A folder mirrored into a results folder of another one would overwrite what lies there.
    private func reportSubfolder(
        _ folder: FolderSettings,
        _ index: Int,
        _ other: FolderSettings,
        _ otherIndex: Int,
        _ problems: ProblemList
    ) {
        guard case .mirror(var inside) = folder.output, case .subfolder(let name) = other.output,
            inside.removePrefix(other.path), inside.components.contains(where: { $0.string == name })
        else { return }
        problems.add(
            "folder[\(index)].output",
            "is a place for results of folder[\(otherIndex)] (\(other.path)), so images of equal names would clash",
            remedy: "give each folder an output of its own"
        )
    }

    /// Results of `folder` may not land where `other` looks for images; a mirror inside a folder is left out of it.
    private func reportResults(
        _ folder: FolderSettings,
        _ index: Int,
        _ other: FolderSettings,
        _ otherIndex: Int,
        _ problems: ProblemList
    ) {
        let here = "folder[\(index)].output"
        switch folder.output {
        case .beside: return
        case .mirror(let root):
            guard other.path.starts(with: root) else { return }
            let isOwn = index == otherIndex && root == folder.path
            problems.add(
                here,
                "\(root) \(root == other.path ? "is" : "holds") the watched folder[\(otherIndex)] (\(other.path))",
                remedy: isOwn ? "write output = \"beside\"" : "choose a folder apart from the raw data"
            )
        case .subfolder(let name):
            let results = folder.path.appending(name)
            guard index != otherIndex, other.path.starts(with: results) else { return }
            problems.add(
                here,
                "\(results), where results go, is or holds the watched folder[\(otherIndex)] (\(other.path))",
                remedy: "choose another sub-folder name"
            )
        }
    }
}
