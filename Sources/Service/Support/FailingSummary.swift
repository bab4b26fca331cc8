import Files
import Results
import Settings
import SystemPackage

/// Finds an image that failed, to be looked at by somebody who helps.
enum FailingSummary {
    /// So long it is looked for: folders may hold millions of files.
    private static let patience: Duration = .seconds(5)
    private static let deepest = 8
    private static let ending = "_summary.json"

    /// The text of the newest summary without a result below the folders' results, or that there is none.
    static func newest(below folders: [FolderSettings]) -> String {
        let end = ContinuousClock.now + patience
        var found: [(changed: Int64, path: FilePath)] = []
        var isCut = false
        for folder in folders {
            var root = folder.path
            if case .mirror(let other) = folder.output { root = other }
            look(in: root, depth: 0, until: end, &found, &isCut)
        }
        // The newest first; a failure is looked for among the last of them.
        for (_, path) in found.sorted(by: { $0.changed > $1.changed }).prefix(2000) {
            if ContinuousClock.now > end + patience { break }
            guard let bytes = KeptFile.read(path, atMost: 1 << 20) else { continue }
            if case .found(let summary) = SummaryFile.decode(bytes), summary.status == .failed {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        let cut = isCut ? " in the part of the folders that could be looked through in \(patience / .seconds(1)) s" : ""
        return "there is no summary of an image that failed\(cut)\n"
    }

    private static func look(
        in folder: FilePath,
        depth: Int,
        until end: ContinuousClock.Instant,
        _ found: inout [(changed: Int64, path: FilePath)],
        _ isCut: inout Bool
    ) {
        guard depth < deepest, let opened = try? FileCalls().open(folder, for: .listing),
            var entries = try? FolderEntries(of: opened)
        else { return }
        var folders: [FilePath.Component] = []
        while let entry = try? entries.next() {
            guard ContinuousClock.now < end else {
                isCut = true
                return
            }
            if entry.name.string.hasSuffix(ending) {
                guard let state = try? FileCalls().state(of: entry.name, in: opened), state.isRegularFile else {
                    continue
                }
                found.append((state.changeSeconds, folder.appending(entry.name)))
            } else if entry.mayBeFolder, !entry.name.string.hasPrefix(".") {
                folders.append(entry.name)
            }
        }
        for name in folders {
            // A link is not followed.
            guard (try? FileCalls().state(of: name, in: opened))?.type == .directory else { continue }
            look(in: folder.appending(name), depth: depth + 1, until: end, &found, &isCut)
        }
    }
}
