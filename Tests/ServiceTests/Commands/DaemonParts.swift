import Dispatch
import Foundation
import Logging
import Results
import Service
import ServiceLifecycle
import Settings
import Synchronization
import SystemPackage
import TestSupport
import Watching
import WorkerProtocol

/// The parts of a daemon that commands see, at rest: nothing is taken out of the queue, and no folder is watched.
struct DaemonParts: Sendable {
    let queue: ImageQueue
    let status: ServiceStatus
    let postponed = PostponedImages()
    let processor: ImageProcessor
    let controls: DaemonControls
    let socket: DaemonSocket

    /// A daemon on `folders`, whose socket lies in `place`.
    init(
        _ folders: [FolderSettings],
        in place: FilePath,
        processor: ImageProcessor,
        reload: @escaping @Sendable () async -> ReloadReport = {
            ReloadReport(configuration: ConfigurationChange(), classifiers: [])
        }
    ) {
        self.processor = processor
        queue = ImageQueue()
        status = ServiceStatus(
            folderCount: folders.count,
            queue: queue,
            announcements: Announcements(FoldersInForce(folders))
        )
        socket = DaemonSocket(in: place)
        controls = DaemonControls(
            status: status,
            folders: FoldersInForce(folders),
            queue: queue,
            postponed: postponed,
            processor: processor,
            watcher: FolderWatcher(
                roots: folders.map {
                    WatchedRoot(path: $0.path, recursive: $0.recursive, excludedNames: ["results"])
                }
            ),
            classifiers: { [] },
            reload: reload
        )
    }

    /// A daemon on the folder of an acquisition.
    init(_ acquisition: Acquisition, by worker: ScriptedWorker = ScriptedWorker([.finish])) {
        self.init(
            [acquisition.settings],
            in: acquisition.folder.path,
            processor: acquisition.processor(by: worker)
        )
    }

    /// Runs `body` while the daemon answers.
    func answering(_ body: () async throws -> Void) async throws {
        let service = CommandService(socket, controls, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            // The file is there before the socket listens.
            while (try? await exchange("x")) == nil { try await Task.sleep(for: .milliseconds(2)) }
            try await body()
            group.cancelAll()
        }
    }

    /// Asks from a thread of its own: the service needs those of tasks, of which there are few, to answer.
    func ask<Content: Codable & Sendable>(
        _ request: DaemonRequest,
        for content: Content.Type = Content.self
    ) async throws -> Content {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [socket] in
                continuation.resume(with: Result { try socket.ask(request, for: content, patience: .seconds(60)) })
            }
        }
    }

    /// Sends a line as it is, and gives the one that comes back.
    func exchange(_ text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [socket] in
                continuation.resume(
                    with: Result {
                        let line = try socket.exchange(Array("\(text)\n".utf8), until: .now + .seconds(60))
                        return String(decoding: line, as: UTF8.self)
                    }
                )
            }
        }
    }
}
