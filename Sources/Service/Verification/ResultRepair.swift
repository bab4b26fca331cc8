import Files
package import Logging
import Results
package import Settings
import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// Mends what a verification found, and nothing else: images are done again, files of ours that are of no use are removed.
///
/// Raw images and files of others are never touched. An image is done again by the configuration where that covers it, else
/// by the recipe that its summary tells, if the classifier is still there with the same content.
package struct ResultRepair: Sendable {
    /// What was mended, and what could not be.
    package struct Report: Codable, Sendable, Equatable {
        /// Results that were made anew, one for each recipe.
        package internal(set) var redone = 0
        /// Files that were removed.
        package internal(set) var removed = 0
        /// What could not be mended.
        package internal(set) var failures: [Unmended] = []

        /// A line for each failure, and the counts.
        package var text: String {
            let lines = failures.map {
                "not mended: \($0.path.path.readable): \($0.reason.message); \($0.reason.remedy)"
            }
            return (lines + ["\(redone) results made anew, \(removed) files removed"]).joined(separator: "\n")
        }
    }

    /// Something that could not be mended.
    package struct Unmended: Codable, Sendable, Equatable {
        package let path: PathText
        package let reason: Failure
    }

    private let settings: Settings?
    private let batch: BatchRun
    private let worker: any ImageSegmenting
    private let kept: FilePath

    /// A repair that computes with `worker`.
    package init(
        settings: Settings?,
        worker: any ImageSegmenting,
        directories: ServiceDirectories,
        log: Logger
    ) throws {
        (self.settings, self.worker) = (settings, worker)
        kept = directories.state.appending("classifiers")
        batch = BatchRun(worker: worker, directories: directories, again: true, log: log)
    }

    /// Mends what `verification` found.
    ///
    /// - Parameter progress: told of each image that is done again, and of how many there are.
    package func run(
        _ verification: FolderVerification,
        isStopped: () -> Bool = { false },
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async -> Report {
        var report = Report()
        var results: [RedoneResult] = []
        for repair in verification.repairs where !isStopped() {
            switch repair {
            case .redo(let result): if !results.contains(result) { results.append(result) }
            case .remove(let path): remove(path, &report)
            case .sweep(let folder): Self.sweep(folder, &report)
            }
        }
        var items: [BatchRun.Item] = []
        for result in results {
            do throws(Failure) { items.append(try await item(for: result)) } catch {
                report.failures.append(Unmended(path: PathText(result.image), reason: error))
            }
        }
        var done = 0
        let total = items.count
        _ = await batch.run(items, isStopped: isStopped) { item, _, outcome, _ in
            done += 1
            progress(done, total)
            switch outcome {
            case .done: report.redone += 1
            case .failed(let summary):
                guard let cause = summary.error else { return }
                let reason = Failure(kind: cause.kind, message: cause.message, remedy: cause.remedy)
                report.failures.append(Unmended(path: PathText(item.path), reason: reason))
            case .postponed(let failure):
                report.failures.append(Unmended(path: PathText(item.path), reason: failure))
            default:
                let reason = Failure(
                    kind: "not_done",
                    message: "it changed meanwhile, or its classifier is not usable",
                    remedy: "verify once more"
                )
                report.failures.append(Unmended(path: PathText(item.path), reason: reason))
            }
        }
        return report
    }

    /// The image with the settings under which it is done again; its classifier is loaded.
    private func item(for result: RedoneResult) async throws(Failure) -> BatchRun.Item {
        let folder: FolderSettings
        if let configured = configured(result) { folder = configured } else { folder = try await asBefore(result) }
        try await batch.loadClassifiers(of: [folder])
        return BatchRun.Item(path: result.image, folder: folder)
    }

    /// The settings of the configuration; nil where it does not cover the image.
    private func configured(_ result: RedoneResult) -> FolderSettings? {
        guard var folder = settings?.folders.first(where: { result.image.starts(with: $0.path) }) else { return nil }
        folder.recipes = folder.recipes.filter { $0.name == result.recipe }
        return folder.recipes.isEmpty ? nil : folder
    }

    /// The settings that the summary tells.
    private func asBefore(_ result: RedoneResult) async throws(Failure) -> FolderSettings {
        var recipe = try await RecipeSettings(of: result.summary, keptIn: kept, by: worker)
        if let naming = result.naming { recipe.naming = naming }
        let home = result.image.removingLastComponent()
        let output: OutputLocation
        if result.folder == home {
            output = .beside
        } else if result.folder.removingLastComponent() == home, let name = result.folder.lastComponent,
            String(validating: name.bytes, as: UTF8.self) != nil
        {
            output = .subfolder(name.string)
        } else {
            output = .mirror(root: result.folder)
        }
        var folder = FolderSettings(path: home, recursive: false, output: output, recipes: [recipe])
        folder.together = result.summary.image.together.flatMap { try? TogetherPattern($0) }
        return folder
    }

    /// Removes a file that the verification found to be of no use, if it is still ours.
    private func remove(_ path: FilePath, _ report: inout Report) {
        guard let name = path.lastComponent else { return }
        do throws(Failure) {
            let endings = ExpectedRecipes.endings(of: settings?.folders ?? [])
            let summary = ResultFamily.summary(beside: name, endings: endings)
            guard let folder = try Self.opened(path.removingLastComponent()) else { return }
            let isRemoved = try folder.removeOurs(name) { () throws(Failure) in
                // What came meanwhile may name it, or be the right one.
                guard let summary, case .found(let told) = try folder.summary(summary) else { return true }
                return summary == name ? !told.isFamily(of: name) : !told.outputs.contains { $0.component == name }
            }
            if isRemoved { report.removed += 1 }
        } catch {
            report.failures.append(Unmended(path: PathText(path), reason: error))
        }
    }

    private static func sweep(_ path: FilePath, _ report: inout Report) {
        do throws(Failure) {
            report.removed += try opened(path)?.removeStaleTemporaries() ?? 0
        } catch {
            report.failures.append(Unmended(path: PathText(path), reason: error))
        }
    }

    private static func opened(_ path: FilePath) throws(Failure) -> ResultFolder? {
        let place = OutputFolder(base: path, below: [], creatable: 0, isBaseCreatable: false)
        return try ResultFolder(existing: place)
    }
}
