import SystemPackage
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
        try await withWatcher(of: [root], timing: shortTiming()) { watcher, events, _ in
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

    @Test("names that are no text survive byte for byte")
    func bytes() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        let root = WatchedRoot(path: folder.root, recursive: true, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: shortTiming()) { _, events, _ in
            await folder.shell.run(#"d=$(printf 'in/\377\376'); mkdir "$d"; printf data > "$d/$(printf '\200\n.tif')""#)
            let image = await take(1, &events).first
            let bytes = image?.path.withPlatformString { text in
                Array(UnsafeBufferPointer(start: text, count: folder.root.length + 10)).map { UInt8(bitPattern: $0) }
            }
            #expect(bytes?.suffix(10) == [0x2F, 0xFF, 0xFE, 0x2F, 0x80, 0x0A, 0x2E, 0x74, 0x69, 0x66])
        }
        withExtendedLifetime(folder) {}
    }

    @Test("a consumer that takes nothing holds back the backlog, not the live images")
    func backPressure() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in && for i in $(seq 500); do printf data > in/$i.tif; done")
        var timing = shortTiming()
        timing.eventCapacity = 20
        let root = WatchedRoot(path: folder.root, quiet: .milliseconds(50))
        try await withWatcher(of: [root], timing: timing) { watcher, events, _ in
            await folder.shell.run("printf data > in/live.tif")
            // A witness with a longer quiet time tells when the live one has long been due.
            let witness = WatchedRoot(path: folder.root, quiet: .seconds(1))
            try await withWatcher(of: [witness], timing: shortTiming()) { _, events, _ in
                _ = await take(501, &events)
            }
            let images = await take(501, &events)
            #expect(Set(images.map(\.path)).count == 501)
            // Ready, a notice and ten images were in the buffer, then the live one may pass.
            let place = images.firstIndex { $0.arrival == .live } ?? 501
            #expect(place < 100)
            #expect(watcher.silentRoots.isEmpty)
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
        try await withWatcher(of: roots, timing: shortTiming()) { _, events, _ in
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
        try await withWatcher(of: [root], timing: .standard, clock: clock) { _, events, early in
            #expect(early.contains { if case .notice(_, .scanned(_, 0, 1, _)) = $0 { true } else { false } })
            await folder.shell.run("printf data > in/x.tif")
            // Ten seconds to the next look through the folder, ten seconds of quiet.
            clock.advance(by: .seconds(10))
            while case .notice? = await events.next(isolation: #isolation) { break }
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
        try await withWatcher(of: [], timing: .standard) { watcher, _, _ in
            #expect(watcher.silentRoots.isEmpty)
        }
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir in")
        try await withWatcher(of: [WatchedRoot(path: folder.root)], timing: .standard) { watcher, _, _ in
            watcher.askForBeat()
            while !watcher.silentRoots.isEmpty { await Task.yield() }
        }
        withExtendedLifetime(folder) {}
    }

    /// The next finished images; other events are passed over.
    private func take(_ count: Int, _ events: inout FolderEvents.Iterator) async -> [FinishedImage] {
        var images: [FinishedImage] = []
        while images.count < count, let event = await events.next(isolation: #isolation) {
            if case .finished(let image) = event { images.append(image) }
        }
        return images
    }
}

extension WatchedFolder {
    fileprivate func name(_ image: FinishedImage) -> String { relative(image.path) }
}
