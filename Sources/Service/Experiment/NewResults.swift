import Synchronization
package import SystemPackage

/// The images whose results are not in the tables yet, for each folder.
package final class NewResults: Sendable {
    /// What waits to be taken into the tables of a folder.
    package struct Waiting: Sendable, Equatable {
        /// Images that were done, or failed.
        package var images: Set<FilePath> = []
        /// Whether all results are to be looked at.
        package var isEverything = false
        /// When the last of it came.
        package var last = ContinuousClock.now
    }

    /// With more, a look at everything is no more work.
    private static let most = 10_000

    private struct State {
        var waiting: [Int: Waiting] = [:]
        var bells: [Int: AsyncStream<Void>.Continuation] = [:]
        var isClosed = false
    }

    /// By the number of the folder.
    private let state = Mutex(State())

    /// Nothing waits yet.
    package init() {}

    /// Says that an image of a folder was done, or failed.
    package func note(_ image: FilePath, in folder: Int) {
        change(folder) { waiting in
            waiting.last = .now
            guard !waiting.isEverything else { return }
            waiting.images.insert(image)
            if waiting.images.count > Self.most { waiting = Waiting(isEverything: true) }
        }
    }

    /// Has everything in a folder looked at.
    package func noteEverything(in folder: Int) {
        change(folder) { $0 = Waiting(isEverything: true) }
    }

    /// What waits in a folder; nil where nothing does.
    package func waiting(in folder: Int) -> Waiting? {
        state.withLock { $0.waiting[folder] }
    }

    /// Takes what waits in a folder away, to be worked on.
    package func take(from folder: Int) -> Waiting? {
        state.withLock { $0.waiting.removeValue(forKey: folder) }
    }

    /// Puts back what could not be worked on.
    package func giveBack(_ waiting: Waiting, to folder: Int) {
        guard !waiting.isEverything else { return noteEverything(in: folder) }
        for image in waiting.images { note(image, in: folder) }
    }

    /// Rings when something waits in a folder; for one consumer. Ends with `close`, and when the folder has ended.
    package func bell(of folder: Int) -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let isClosed = state.withLock { state in
            state.bells[folder] = bell
            if state.waiting[folder] != nil { bell.yield() }
            return state.isClosed
        }
        if isClosed { bell.finish() }
        return stream
    }

    /// Ends the bell of a folder that is in force no longer.
    package func close(_ folder: Int) {
        state.withLock { $0.bells.removeValue(forKey: folder) }?.finish()
    }

    /// Forgets a folder that has ended, when its last tables are written.
    package func forget(_ folder: Int) {
        _ = state.withLock { $0.waiting.removeValue(forKey: folder) }
    }

    /// Ends the bells.
    package func close() {
        let bells = state.withLock { state in
            state.isClosed = true
            return state.bells.values
        }
        for bell in bells { bell.finish() }
    }

    private func change(_ folder: Int, _ body: (inout Waiting) -> Void) {
        state.withLock { state in
            body(&state.waiting[folder, default: Waiting()])
            return state.bells[folder]
        }?.yield()
    }
}
