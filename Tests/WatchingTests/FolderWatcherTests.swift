import Files
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Watching

/// The time limit is for lost events only.
@Suite("Folder watcher", .timeLimit(.minutes(1)))
struct FolderWatcherTests {
    private func shortTiming() -> WatchTiming {
        var timing = WatchTiming()
        timing.rescan = .seconds(3_600)
        timing.rootCheck = .milliseconds(50)
        return timing
    }

    @Test("hands everything out again when asked, and only then")
    func rescan() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && for i in 1 2 3; do printf data > in/$i.tif; done")
        let root = WatchedRoot(path: folder.root, quiet: .milliseconds(100))
        try await withWatcher(of: [root], timing: shortTiming()) { watcher, events in
            #expect(await take(3, &events).map(\.arrival) == [.backlog, .backlog, .backlog])
            await watcher.rescan(0)
            let again = await take(3, &events)
            #expect(Set(again.map(\.path.string)).count == 3)
            #expect(again.allSatisfy { $0.arrival == .backlog && $0.waited < .seconds(50) })
            await folder.shell.run("printf more >> in/2.tif")
            #expect(await take(1, &events).map(folder.name) == ["in/2.tif"])
            await folder.shell.run("rm in/1.tif")
            await watcher.rescan(0)
            #expect(await take(2, &events).map(folder.name).sorted() == ["in/2.tif", "in/3.tif"])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("a root whose path leads elsewhere is left alone until it is back")
    func elsewhere() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in outside && printf data > in/x.tif && printf data > outside/y.tif")
        let root = WatchedRoot(path: folder.root, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: shortTiming()) { watcher, events in
            #expect(await take(1, &events).map(folder.name) == ["in/x.tif"])
            await folder.shell.run("mv in kept && ln -s outside in")
            var now: FilePath?
            while now == nil, let event = await events.next() {
                if case .notice(_, .elsewhere(_, let place, _)) = event { now = place }
            }
            #expect(now == folder.path.appending("outside"))
            await folder.shell.run("printf data > outside/z.tif")
            await watcher.rescan(0)
            await folder.shell.run("rm in && mv kept in && printf data > in/last.tif")
            #expect(await take(2, &events).map(folder.name).sorted() == ["in/last.tif", "in/x.tif"])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("what is left alone is said once, however often it is met")
    func saidOnce() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && ln -s /etc/hostname in/link.tif && mkfifo in/pipe.tif && ln -s / in/all")
        let root = WatchedRoot(path: folder.root, recursive: true, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: shortTiming()) { watcher, events in
            await watcher.rescan(0)
            await folder.shell.run("touch -h in/link.tif in/pipe.tif && printf data > in/x.tif")
            var said: [String] = []
            while let event = await events.next() {
                if case .notice(_, .passedOver(let path, let reason)) = event {
                    said.append(folder.relative(path))
                    #expect(reason.description(of: path).contains(path.string))
                }
                if case .finished = event { break }
            }
            #expect(said.sorted() == ["in/all", "in/link.tif", "in/pipe.tif"])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("names that are no text survive byte for byte")
    func bytes() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        let root = WatchedRoot(path: folder.root, recursive: true, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: shortTiming()) { _, events in
            await folder.shell.run(#"d=$(printf 'in/\377\376'); mkdir "$d"; printf data > "$d/$(printf '\200\n.tif')""#)
            let image = await take(1, &events).first
            let bytes = image?.path.withPlatformString { text in
                Array(UnsafeBufferPointer(start: text, count: folder.root.length + 10)).map { UInt8(bitPattern: $0) }
            }
            #expect(bytes?.suffix(10) == [0x2F, 0xFF, 0xFE, 0x2F, 0x80, 0x0A, 0x2E, 0x74, 0x69, 0x66])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("a small buffer loses nothing")
    func backPressure() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && for i in $(seq 500); do printf data > in/$i.tif; done")
        var timing = shortTiming()
        timing.eventCapacity = 20
        let root = WatchedRoot(path: folder.root, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: timing) { _, events in
            await folder.shell.run("printf data > in/live.tif")
            let images = await take(501, &events)
            #expect(Set(images.map(\.path)).count == 501)
        }
        withExtendedLifetime(folder) {}
    }

    @Test(
        "a consumer that takes nothing holds back the backlog before the live images, and rings when it has taken most"
    )
    func outlet() async {
        let outlet = FolderOutlet(capacity: 8)
        let rung = Mutex(0)
        let ring: @Sendable () -> Void = { rung.withLock { $0 += 1 } }
        for sent in 0..<10 {
            #expect(outlet.hasRoom(for: .live, root: 0, orRing: ring) == (sent < 8))
            #expect(outlet.hasRoom(for: .backlog, root: 0, orRing: ring) == (sent < 4))
            outlet.send(.ready)
        }
        var events = outlet.events.makeAsyncIterator()
        for left in (0..<10).reversed() {
            _ = await events.next(isolation: #isolation)
            #expect(rung.withLock(\.self) == (left <= 2 ? 1 : 0))
        }
    }

    @Test("what the consumer says is done is left out of the backlog, until it changes")
    func leftOut() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && for i in 1 2 3; do printf data > in/$i.tif; done")
        let done = Mutex<Set<String>>(["in/1.tif", "in/2.tif"])
        let watcher = FolderWatcher(roots: [WatchedRoot(path: folder.root)], timing: shortTiming())
        watcher.leaveOut { _, path, state in
            state.identity.size == 4 && done.withLock { $0.contains(folder.relative(path)) }
        }
        await withTaskGroup { group in
            group.addTask { await watcher.run() }
            var events = EventFeed(iterator: watcher.events.makeAsyncIterator())
            #expect(await take(1, &events).map(folder.name) == ["in/3.tif"])
            await folder.shell.run("printf more >> in/2.tif")
            #expect(await take(1, &events).map(folder.name) == ["in/2.tif"])
            await watcher.rescan(0)
            #expect(await take(2, &events).map(folder.name).sorted() == ["in/2.tif", "in/3.tif"])
            // Its summary was removed.
            done.withLock { _ = $0.remove("in/1.tif") }
            await watcher.rescan(0)
            #expect(await take(3, &events).count == 3)
            group.cancelAll()
        }
        withExtendedLifetime(folder) {}
    }

    @Test("the backlog of one root can be held; its live images and the other roots go on")
    func heldRoot() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir a b && printf data > a/1.tif && printf data > b/1.tif")
        let roots = ["a", "b"].map { WatchedRoot(path: folder.path.appending($0), quiet: .milliseconds(50)) }
        let watcher = FolderWatcher(roots: roots, timing: shortTiming())
        watcher.holdBacklog(true, ofRoot: 0)
        await withTaskGroup { group in
            group.addTask { await watcher.run() }
            var events = EventFeed(iterator: watcher.events.makeAsyncIterator())
            #expect(await take(1, &events).map(folder.name) == ["b/1.tif"])
            await folder.shell.run("printf data > a/2.tif")
            #expect(await take(1, &events).map(folder.name) == ["a/2.tif"])
            watcher.holdBacklog(false, ofRoot: 0)
            #expect(await take(1, &events).map(folder.name) == ["a/1.tif"])
            group.cancelAll()
        }
        withExtendedLifetime(folder) {}
    }

    @Test("several roots, also one inside the other, each report their own")
    func roots() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir -p in/sub other && printf data > in/sub/x.tif")
        let roots = [
            WatchedRoot(path: folder.root, recursive: true, quiet: .milliseconds(100)),
            WatchedRoot(path: folder.root.appending("sub"), quiet: .milliseconds(100)),
            WatchedRoot(path: folder.path.appending("other"), quiet: .milliseconds(100)),
        ]
        try await withWatcher(of: roots, timing: shortTiming()) { _, events in
            await folder.shell.run("printf data > other/y.tif")
            let found = await take(3, &events).map { "\($0.root) \(folder.name($0))" }
            #expect(found.sorted() == ["0 in/sub/x.tif", "1 in/sub/x.tif", "2 other/y.tif"])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("the timer finds what came without an event, in virtual time")
    func timer() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        let clock = ManualClock()
        let root = WatchedRoot(path: folder.root, polling: .always)
        try await withWatcher(of: [root], timing: .standard, clock: clock) { _, events in
            #expect(events.early.contains { if case .notice(_, .scanned(_, 0, 1, _)) = $0 { true } else { false } })
            events.early = []
            await folder.shell.run("printf data > in/x.tif")
            // Ten seconds to the next look through the folder, ten seconds of quiet.
            clock.advance(by: .seconds(10))
            while case .notice? = await events.next() { break }
            clock.advance(by: .seconds(9))
            clock.advance(by: .seconds(1))
            let image = await take(1, &events).first
            #expect(image?.arrival == .live)
            #expect(image?.waited == .seconds(10))
        }
        withExtendedLifetime(folder) {}
    }

    @Test("is ready without roots, gives signs of life, and ends when cancelled")
    func life() async throws {
        try await withWatcher(of: [], timing: .standard) { watcher, _ in
            #expect(watcher.silentRoots.isEmpty)
        }
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        try await withWatcher(of: [WatchedRoot(path: folder.root)], timing: .standard) { watcher, _ in
            watcher.askForBeat()
            while !watcher.silentRoots.isEmpty { await Task.yield() }
        }
        withExtendedLifetime(folder) {}
    }

    /// The next finished images; other events are passed over.
    private func take(_ count: Int, _ events: inout EventFeed) async -> [FinishedImage] {
        var images: [FinishedImage] = []
        while images.count < count, let event = await events.next() {
            if case .finished(let image) = event { images.append(image) }
        }
        return images
    }
}

extension WatchedFolder {
    fileprivate func name(_ image: FinishedImage) -> String { relative(image.path) }
}
