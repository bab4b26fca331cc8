import Files
package import Logging
import ServiceLifecycle
import Settings
package import SystemPackage
package import WorkerProtocol

/// Trains the classifiers of all folders in force whose configuration names annotations.
package struct TrainingService: Service {
    private let folders: FoldersInForce
    private let places: FolderPlaces
    private let worker: TrainingWorker
    private let limits: ImageLimits
    private let status: ServiceStatus
    private let log: Logger
    private let known: @Sendable (FilePath) -> RecipePlan.Known?
    private let reload: @Sendable (FilePath) -> Void

    /// A service that trains by `worker`.
    ///
    /// - Parameters:
    ///   - limits: beyond which images are refused.
    ///   - known: what is known of the classifiers in force.
    ///   - reload: called with the file of a classifier that was put in its place.
    package init(
        _ folders: FoldersInForce,
        places: FolderPlaces,
        worker: TrainingWorker,
        limits: ImageLimits,
        status: ServiceStatus,
        log: Logger,
        known: @escaping @Sendable (FilePath) -> RecipePlan.Known? = { _ in nil },
        reload: @escaping @Sendable (FilePath) -> Void
    ) {
        self.known = known
        (self.folders, self.places, self.worker) = (folders, places, worker)
        (self.limits, self.status, self.log, self.reload) = (limits, status, log, reload)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await worker.endAtRest() }
                await folders.whileInForce { folder in await train(folder.settings) }
                group.cancelAll()
            }
        }
    }

    /// Trains what a folder names, until the task is cancelled.
    private func train(_ folder: FolderSettings) async {
        await withDiscardingTaskGroup { group in
            for recipe in folder.recipes {
                for training in recipe.trainings {
                    let place = TrainingPlace(settings: training, recipe: recipe, folder: folder, limits: limits)
                    let images = training.images.map { PinnedFolder($0) } ?? places.images(of: folder)
                    let loop = TrainingLoop(
                        place,
                        folder: AnnotatedFolder(training, of: folder, images: images),
                        worker: worker,
                        status: status,
                        log: log,
                        obstacle: { [known] in $0.obstacle($1, known: known) },
                        reload: reload
                    )
                    group.addTask { await loop.run() }
                }
            }
        }
    }
}
