import Files
import Results
import Settings
import Synchronization
import SystemPackage
import Watching
import WorkerProtocol

/// Finds the files that a folder's pattern of names puts together.
final class NamedSets: Sendable {
    /// A folder with more names is refused.
    private static let mostNames = 1_000_000
    /// With more, all are compared anew.
    private static let mostKnown = 200_000

    /// What names say, by pattern: a folder is listed with each image, and nearly all of its names were there before.
    private let known = Mutex<[String: [FilePath.Component: TogetherPattern.Part?]]>([:])

    /// The files that belong to the image of the file called `name`, which is one of them.
    ///
    /// - Parameters:
    ///   - folder: open, in whatever way.
    ///   - path: where it lies.
    func files(
        with name: FilePath.Component,
        in folder: Descriptor,
        at path: FilePath,
        by pattern: TogetherPattern,
        _ settings: FolderSettings
    ) throws(Failure) -> PlacedNames? {
        guard let own = part(name, by: pattern) else { return nil }
        var parts = try parts(in: folder, at: path, by: pattern, settings.endings) { $0 == own.key }
        parts.removeAll { $0.name != name && !isImage($0.name, in: folder, at: path, settings) }
        // It was there a moment ago.
        if !parts.contains(where: { $0.name == name }) { parts.append((name, own)) }
        return PlacedNames(parts)
    }

    /// The first file of each image of a folder, by each of its files that belongs to one.
    func firsts(
        in folder: Descriptor,
        at path: FilePath,
        by pattern: TogetherPattern,
        _ settings: FolderSettings
    ) throws(Failure) -> [FilePath.Component: FilePath.Component] {
        let parts = try parts(in: folder, at: path, by: pattern, settings.endings) { _ in true }
        var firsts: [FilePath.Component: FilePath.Component] = [:]
        for set in Dictionary(grouping: parts, by: \.part.key).values {
            let placed = PlacedNames(set.filter { isImage($0.name, in: folder, at: path, settings) })
            for name in placed.names { firsts[name] = placed.names[0] }
        }
        return firsts
    }

    private func parts(
        in folder: Descriptor,
        at path: FilePath,
        by pattern: TogetherPattern,
        _ endings: ImageEndings,
        where isWanted: ([[UInt8]]) -> Bool
    ) throws(Failure) -> [(name: FilePath.Component, part: TogetherPattern.Part)] {
        let filter = NameFilter(endings)
        var found: [(name: FilePath.Component, part: TogetherPattern.Part)] = []
        do throws(Errno) {
            var entries = try FolderEntries(of: try FileCalls().openFolder(".", in: folder))
            var count = 0
            while let entry = try entries.next() {
                count += 1
                guard count <= Self.mostNames else { throw .fileTooLarge }
                guard filter.acceptsFile(entry.name), let part = part(entry.name, by: pattern), isWanted(part.key)
                else { continue }
                found.append((entry.name, part))
            }
        } catch {
            throw Failure(
                kind: "folder_unreadable",
                message: "\(path.readable) cannot be listed for the files of an image: \(error)",
                remedy: error == .fileTooLarge
                    ? "move images elsewhere: it has more than \(Self.mostNames) files"
                    : "let user \(UserNames.current) read the folder",
                isTransient: true
            )
        }
        return found
    }

    private func part(_ name: FilePath.Component, by pattern: TogetherPattern) -> TogetherPattern.Part? {
        if let known = known.withLock({ $0[pattern.text]?[name] }) { return known }
        let part = pattern.part(name)
        known.withLock { known in
            if known[pattern.text]?.count ?? 0 >= Self.mostKnown || known.count > 100 { known = [:] }
            known[pattern.text, default: [:]][name] = .some(part)
        }
        return part
    }

    /// Whether a file is one that could be an image: no result of ours, and no label image.
    private func isImage(
        _ name: FilePath.Component,
        in folder: Descriptor,
        at path: FilePath,
        _ settings: FolderSettings
    ) -> Bool {
        if !settings.images(ofLabels: path.appending(name)).isEmpty { return false }
        guard ResultFamily.summary(beside: name, endings: settings.outputEndings) != nil else { return true }
        return !OutputMark.isOurs(name, in: folder)
    }
}
