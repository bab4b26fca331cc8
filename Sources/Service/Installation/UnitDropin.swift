import Files
import Results
package import Settings
package import SystemPackage

/// What the service's unit needs beyond its file for a configuration: folders that it must see and write to, drives that
/// it waits for, groups that it gives results to.
package struct UnitDropin: Sendable, Equatable {
    /// What the unit file itself lets the service write to.
    package static let writable: [FilePath] = ["/data", "/srv", "/mnt", "/media"]
    /// What it hides: homes, and the temporary files of others.
    private static let temporary: [FilePath] = ["/tmp", "/var/tmp"]

    /// Folders of images and results that the unit would only let it read.
    package private(set) var written: [FilePath] = []
    /// Such folders that it would not even show.
    package private(set) var shown: [FilePath] = []
    /// Folders of classifiers that it would not show.
    package private(set) var shownForReading: [FilePath] = []
    /// Whether a home among them needs the others to be hidden in another way.
    package private(set) var opensHomes = false
    /// The units that mount what the folders lie on.
    package private(set) var mounts: [String] = []
    /// Groups that results are given to.
    package private(set) var groups: [String] = []
    /// What could not be said in a unit file, for people.
    package private(set) var remarks: [String] = []

    /// The drop-in for `settings`.
    package init(for settings: Settings, in surroundings: UnitSurroundings) {
        for folder in settings.folders {
            add(folder.path, surroundings)
            if case .mirror(root: let root) = folder.output {
                // The service makes the last folder itself.
                add(surroundings.isFolder(root) ? root : root.removingLastComponent(), surroundings)
            }
            if let group = folder.access.group, !groups.contains(group) {
                if surroundings.isGroup(group) {
                    groups.append(group)
                } else {
                    remarks.append("There is no group \(group) yet: `groupadd \(group)`, then make this file anew.")
                }
            }
            for file in folder.recipes.flatMap(\.classifiers) { show(file.removingLastComponent()) }
            for training in folder.recipes.flatMap(\.trainings) {
                // Classifiers and their versions are written there.
                add(training.classifier.removingLastComponent(), surroundings)
                for place in [training.annotations, training.images].compactMap(\.self) { show(place) }
            }
        }
        if let metrics = settings.metrics { add(metrics.file.removingLastComponent(), surroundings) }
        shownForReading.removeAll { place in shown.contains { place.starts(with: $0) } }
    }

    /// Whether the unit file does as it is.
    package var isEmpty: Bool {
        written.isEmpty && shown.isEmpty && shownForReading.isEmpty && mounts.isEmpty && groups.isEmpty
    }

    private mutating func add(_ folder: FilePath, _ surroundings: UnitSurroundings) {
        let folder = folder.lexicallyNormalized()
        let place = expressible(folder)
        if Self.isHidden(folder) {
            if !shown.contains(place) { shown.append(place) }
            opensHomes = opensHomes || !Self.temporary.contains { folder.starts(with: $0) }
        } else if !Self.writable.contains(where: { folder.starts(with: $0) }), !written.contains(place) {
            written.append(place)
        }
        if (shown + written).contains(place), !surroundings.isFolder(folder) {
            remarks.append("\(folder.readable) is not there now: restart the service once it is.")
        }
        let mount = surroundings.mountPlaces.filter { folder.starts(with: $0) && $0 != "/" }
            .max { $0.components.count < $1.components.count }
        guard let mount else { return }
        let unit = UnitText.mountUnit(mount)
        if !mounts.contains(unit) { mounts.append(unit) }
    }

    private mutating func show(_ folder: FilePath) {
        let folder = folder.lexicallyNormalized()
        let place = expressible(folder)
        guard Self.isHidden(folder), !shownForReading.contains(place) else { return }
        shownForReading.append(place)
        opensHomes = opensHomes || !Self.temporary.contains { folder.starts(with: $0) }
    }

    /// The folder, or the nearest one above it that a unit file can name.
    private mutating func expressible(_ folder: FilePath) -> FilePath {
        var place = folder
        while UnitText.word(place) == nil, !place.components.isEmpty { place.removeLastComponent() }
        if place != folder { remarks.append("No unit file can name \(folder.readable); \(place) stands for it.") }
        return place
    }

    private static func isHidden(_ folder: FilePath) -> Bool {
        (SandboxedPlace.homes + temporary).contains { folder.starts(with: $0) }
    }
}
