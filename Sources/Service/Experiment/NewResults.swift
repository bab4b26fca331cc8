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

        var isEmpty: Bool { images.isEmpty && !isEverything }
    }

    /// With more, a look at everything is no more work.
    private static let most = 10_000

    private let folders: Mutex<[Waiting]>
    private let bells: [(stream: AsyncStream<Void>, bell: AsyncStream<Void>.Continuation)]

    /// Nothing waits yet in any of `count` folders.
    package init(folderCount count: Int) {
        folders = Mutex(Array(repeating: Waiting(), count: count))
        bells = (0..<count).map { _ in
            let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            return (stream, bell)
        }
    }

    /// Says that an image of a folder was done, or failed.
    package func note(_ image: FilePath, in folder: Int) {
        folders.withLock { folders in
            folders[folder].last = .now
            guard !folders[folder].isEverything else { return }
            folders[folder].images.insert(image)
            if folders[folder].images.count > Self.most { folders[folder] = Waiting(isEverything: true) }
        }
        bells[folder].bell.yield()
    }

    /// Has everything in a folder looked at.
    package func noteEverything(in folder: Int) {
        folders.withLock { $0[folder] = Waiting(isEverything: true) }
        bells[folder].bell.yield()
    }

    /// What waits in a folder; nil where nothing does.
    package func waiting(in folder: Int) -> Waiting? {
        let waiting = folders.withLock { $0[folder] }
        return waiting.isEmpty ? nil : waiting
    }

    /// Takes what waits in a folder away, to be worked on.
    package func take(from folder: Int) -> Waiting? {
        folders.withLock { folders in
            defer { folders[folder] = Waiting() }
            return folders[folder].isEmpty ? nil : folders[folder]
        }
    }

    /// Puts back what could not be worked on.
    package func giveBack(_ waiting: Waiting, to folder: Int) {
        guard !waiting.isEverything else { return noteEverything(in: folder) }
        for image in waiting.images { note(image, in: folder) }
    }

    /// Rings when something begins to wait in a folder; ends with `close`.
    package func bell(of folder: Int) -> AsyncStream<Void> { bells[folder].stream }

    /// Ends the bells.
    package func close() { for bell in bells { bell.bell.finish() } }
}
