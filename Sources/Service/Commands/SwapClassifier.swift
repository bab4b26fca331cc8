import Files
import Settings
package import SystemPackage
package import WorkerProtocol

/// `promote`: brings a version of a classifier into force, the one that waits or the one of a number.
enum PromoteClassifier: DaemonCommand {
    static let name = "promote"
    static let looksAtFiles = true
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> ClassifierSwap {
        try await daemon.swap(request) { versions throws(Failure) in
            try versions.promote(request.number, by: request.asker)
        }
    }
}

/// `rollback`: brings the version of a classifier back that was in force before.
enum RollBackClassifier: DaemonCommand {
    static let name = "rollback"
    static let looksAtFiles = true
    static let changesState = true

    static func answer(_ request: DaemonRequest, _ daemon: DaemonControls) async throws(Failure) -> ClassifierSwap {
        try await daemon.swap(request) { versions throws(Failure) in try versions.rollBack(by: request.asker) }
    }
}

/// What became of the wish to have another version of a classifier in force.
package struct ClassifierSwap: Codable, Sendable, Equatable {
    /// The classifier's file.
    package let file: PathText
    /// The version that lies there now.
    package let version: Int
    /// SHA-256 of it, hexadecimal.
    package let digest: String
    /// The version that was in force; nil where that was none.
    package let before: Int?
    /// What the daemon makes of the file; nil where no daemon was asked.
    package let state: ClassifierState?

    /// The given change, of a daemon where there is one.
    package init(_ file: FilePath, _ change: ClassifierVersions.Change, state: ClassifierState? = nil) {
        self.file = PathText(file)
        (version, digest, before, self.state) = (change.version, change.digest, change.before, state)
    }

    /// Whether the daemon, where there is one, has it in force.
    package var isWell: Bool { state.map { $0.digest == digest && $0.refused == nil } ?? true }

    /// A line for people.
    package var text: String {
        var line = "\(file.path.readable): version \(version) (\(digest.prefix(12)))"
        if let refused = state?.refused { return "\(line) lies there, and is refused: \(refused)" }
        line += before == version ? " is in force, as it was" : " is in force"
        if let before, before != version { line += ", before it version \(before)" }
        if let generation = state?.generation { line += "; generation \(generation)" }
        return state == nil ? line + "; no daemon uses it now" : line
    }
}

extension Failure {
    /// The kind of the failure that the daemon does not use a classifier.
    package static let unusedClassifierKind = "classifier_unused"
}

extension DaemonControls {
    /// Changes the version in force of the one classifier that a request names, and takes the file into force.
    fileprivate func swap(
        _ request: DaemonRequest,
        _ change: (ClassifierVersions) throws(Failure) -> ClassifierVersions.Change
    ) async throws(Failure) -> ClassifierSwap {
        guard let file = request.files?.first?.path, request.files?.count == 1 else {
            throw .badRequest("it names no classifier, or several (files)")
        }
        let recipes = folders.settings.flatMap { folder in
            folder.recipes.flatMap(\.classifiers).map { (file: $0, access: folder.access) }
        }
        // Links on the way to it may differ from those of the configuration.
        let place = ClassifierPlace(file)
        guard
            let used = recipes.first(where: { $0.file == file })
                ?? recipes.first(where: { ClassifierPlace($0.file) == place })
        else {
            throw Failure(
                kind: Failure.unusedClassifierKind,
                message: "no recipe of the running daemon uses \(file.readable)",
                remedy: "`segmentd classifiers` lists those in use"
            )
        }
        let done = try change(ClassifierVersions(of: used.file, access: used.access))
        let state = await reloadClassifier(used.file)
        return ClassifierSwap(used.file, done, state: state)
    }
}
