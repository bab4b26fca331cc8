import Files
import SystemPackage
import TestSupport
import Testing
import Watching

/// The time limit is for lost events only.
@Suite("Images that come back", .timeLimit(.minutes(1)))
struct HandedBackTests {
    @Test("an image that is handed back comes again, not early; one that changed meanwhile comes once")
    func handedBack() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        var timing = WatchTiming()
        timing.unsureQuiet = .milliseconds(300)
        timing.changedQuiet = .milliseconds(300)
        try await withWatcher(of: [WatchedRoot(path: folder.root)], timing: timing) { watcher, events in
            await folder.shell.run("printf data > in/x.tif")
            let first = try #require(await next(&events))
            #expect(first.isEarly && first.state.identity.size == 4)
            watcher.handBack(first.path, root: 0, state: first.state, isIncomplete: true)
            let second = try #require(await next(&events))
            #expect(second.path == first.path && second.state == first.state && !second.isEarly)

            await folder.shell.run("printf more > .x && mv .x in/x.tif")
            watcher.handBack(second.path, root: 0, state: second.state, isIncomplete: true)
            let third = try #require(await next(&events))
            #expect(third.path == first.path && third.state.inode != first.state.inode && !third.isEarly)
            await folder.shell.run("printf data > in/y.tif")
            #expect(await next(&events)?.path.lastComponent == "y.tif")
        }
        withExtendedLifetime(folder) {}
    }

    private func next(_ events: inout EventFeed) async -> FinishedImage? {
        while let event = await events.next() {
            if case .finished(let image) = event { return image }
        }
        return nil
    }
}
