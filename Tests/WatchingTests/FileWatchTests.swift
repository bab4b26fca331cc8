import SystemPackage
import TestSupport
import Testing
import Watching

/// The time limit is for lost events only.
@Suite("File watch", .timeLimit(.minutes(1)))
struct FileWatchTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var commands: String
        var removed = false
    }

    static let cases: [Case] = [
        Case(testDescription: "rename over", commands: "echo new > .tmp && mv .tmp cl/a.cl"),
        Case(testDescription: "overwrite in place", commands: "echo new > cl/a.cl"),
        Case(
            testDescription: "overwrite in pieces, pausing with the file open",
            commands: "exec 3>cl/a.cl; for i in 1 2 3; do echo $i >&3; sleep 0.3; done; exec 3>&-"
        ),
        Case(
            testDescription: "an editor's save",
            commands: "cp cl/a.cl cl/.a.cl.swp; mv cl/a.cl cl/a.cl~; echo new > cl/a.cl; rm cl/a.cl~ cl/.a.cl.swp"
        ),
        Case(testDescription: "deleted and made again", commands: "rm cl/a.cl; echo new > cl/a.cl"),
        Case(testDescription: "deleted", commands: "rm cl/a.cl", removed: true),
        Case(testDescription: "same length", commands: "printf 'OLD\\n' > cl/a.cl"),
        Case(
            testDescription: "its folder replaced",
            commands: "mkdir next; echo new > next/a.cl; echo b > next/b.cl; mv cl former; mv next cl"
        ),
    ]

    @Test("reports one change", arguments: cases)
    func change(_ testCase: Case) async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir cl; echo old > cl/a.cl; echo b > cl/b.cl")
        let watch = FileWatch(quiet: .milliseconds(400), check: .milliseconds(100))
        let a = folder.path.appending("cl/a.cl")
        let b = folder.path.appending("cl/b.cl")
        await watch.watch([a, b])
        await run(watch) { events in
            #expect(await events.next(isolation: #isolation) == .armed)
            await folder.shell.run(testCase.commands)
            #expect(await next(&events, of: a) == (testCase.removed ? .removed(a) : .changed(a)))
            // Nothing more of it comes before a change of the other.
            await folder.shell.run("echo c > .tmp && mv .tmp cl/b.cl")
            #expect(await next(&events, of: b, butNot: a) == .changed(b))
        }
        withExtendedLifetime(folder) {}
    }

    @Test("a link that is turned to another file, and that file's own change")
    func links() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir one two; echo 1 > one/x; echo 2 > two/x; ln -s one data; ln -s data/x a.cl")
        let watch = FileWatch(quiet: .milliseconds(50), check: .milliseconds(100))
        let a = folder.path.appending("a.cl")
        await watch.watch([a])
        await run(watch) { events in
            #expect(await events.next(isolation: #isolation) == .armed)
            await folder.shell.run("ln -s two data.new && mv -T data.new data")
            #expect(await events.next(isolation: #isolation) == .changed(a))
            await folder.shell.run("echo 3 > two/x")
            #expect(await events.next(isolation: #isolation) == .changed(a))
            // The set can be changed while it runs, also to what is not there yet.
            let other = folder.path.appending("none/other.cl")
            await watch.watch([other])
            #expect(await events.next(isolation: #isolation) == .armed)
            await folder.shell.run("mkdir none; echo new > none/other.cl")
            #expect(await events.next(isolation: #isolation) == .changed(other))
        }
        withExtendedLifetime(folder) {}
    }

    @Test("a project that a program keeps open is reported when it is left alone, a classifier when it is closed")
    func heldOpen() async throws {
        let folder = try WatchedFolder()
        await folder.shell.run("mkdir cl; echo old > cl/a.ilp; echo b > cl/b.cl")
        // By its first bytes where its name does not say it.
        await folder.shell.run("printf '\\211HDF\\r\\n\\032\\nold' > cl/c.cl")
        let place = folder.path.appending("cl")
        let (a, b, c) = (place.appending("a.ilp"), place.appending("b.cl"), place.appending("c.cl"))
        let watch = FileWatch(quiet: .milliseconds(50), pause: .milliseconds(100), check: .milliseconds(100))
        await watch.watch([a, b, c])
        await run(watch) { events in
            #expect(await events.next(isolation: #isolation) == .armed)
            await folder.shell.run("exec 3<>cl/b.cl 4<>cl/a.ilp 5>>cl/c.cl; echo half >&3")
            for save in 1...3 {
                await folder.shell.run("echo save \(save) >&4")
                #expect(await next(&events, of: a, butNot: b) == .changed(a))
            }
            await folder.shell.run("echo more >&5")
            #expect(await next(&events, of: c, butNot: b) == .changed(c))
            await folder.shell.run("echo whole >&3; exec 3>&- 4>&- 5>&-")
            #expect(await next(&events, of: b) == .changed(b))
        }
        withExtendedLifetime(folder) {}
    }

    private func run(_ watch: FileWatch, _ body: (inout AsyncStream<FileWatchEvent>.Iterator) async -> Void) async {
        await withTaskGroup { group in
            group.addTask { await watch.run() }
            var events = watch.events.makeAsyncIterator()
            await body(&events)
            group.cancelAll()
        }
    }

    /// The next event of `file`; the other file's are passed over, and are an issue if `butNot` says so.
    private func next(
        _ events: inout AsyncStream<FileWatchEvent>.Iterator,
        of file: FilePath,
        butNot other: FilePath? = nil
    ) async -> FileWatchEvent? {
        while let event = await events.next(isolation: #isolation) {
            if event == .changed(file) || event == .removed(file) { return event }
            if let other { #expect(event != .changed(other) && event != .removed(other)) }
        }
        return nil
    }
}
