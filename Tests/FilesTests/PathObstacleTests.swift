import Files
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("What stands in the way at a path")
struct PathObstacleTests {
    /// Debian's user and group of nobody.
    private static let nobody = ClosedPlace.Asker(name: "nobody", groups: [65_534])

    /// What `body` gives on a thread that accesses files as nobody does.
    private static func actingAsNobody<Value: Sendable>(
        _ body: @escaping @Sendable () -> Value
    ) async throws -> Value {
        typealias Setting = @convention(c) (UInt32) -> Int32
        // sys/fsuid.h is not in the module of the C library.
        func setting(_ name: String) throws -> Setting {
            unsafeBitCast(try #require(dlsym(nil, name)), to: Setting.self)
        }
        let (setUser, setGroup) = (try setting("setfsuid"), try setting("setfsgid"))
        return await withCheckedContinuation { continuation in
            let work = Box {
                _ = setGroup(65_534)
                _ = setUser(65_534)
                continuation.resume(returning: body())
            }
            var thread = pthread_t()
            pthread_create(
                &thread,
                nil,
                { context in
                    Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().run()
                    return nil
                },
                Unmanaged.passRetained(work).toOpaque()
            )
            pthread_detach(thread)
        }
    }

    private final class Box: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// The first command of a remedy that needs no further package, without its quotes.
    private static func command(_ remedy: String) throws -> String {
        let parts = remedy.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        let commands = parts.filter { $0.offset % 2 == 1 && !$0.element.hasPrefix("setfacl") }
        return String(try #require(commands.first?.element))
    }

    @Test(
        "the command that is named opens the way, one place after the other",
        .enabled(if: geteuid() == 0, "needs root, which may act as another user"),
        arguments: [
            // Who, the folders' owner:group and mode from the outside in, the use, and how many commands it takes.
            ("root:root", ["755", "700"], PathObstacle.Use.readFolder, 1),
            ("root:root", ["750", "700"], .readFolder, 2),
            ("root:nogroup", ["755", "705"], .readFolder, 1),
            ("nobody:root", ["755", "577"], .writeFolder, 1),
            ("root:nogroup", ["755", "755"], .writeFolder, 1),
            ("root:nogroup", ["700", "2750"], .writeFolder, 2),
        ]
    )
    func opens(owner: String, modes: [String], use: PathObstacle.Use, count: Int) async throws {
        let folder = try TemporaryFolder()
        let shell = try Shell(in: folder.path.string)
        await shell.run("chmod 755 . && mkdir -p \"it's/a b\"")
        let places = [folder.path.appending("it's"), folder.path.appending("it's").appending("a b")]
        for (place, mode) in zip(places, modes) {
            await shell.run("chown \(owner) \(ShellText.quoted(place)) && chmod \(mode) \(ShellText.quoted(place))")
        }
        var commands: [String] = []
        while let obstacle = try await Self.actingAsNobody({
            PathObstacle.find(use, at: places[1], for: Self.nobody)
        }) {
            #expect(places.contains(obstacle.place) && obstacle.reason.contains(obstacle.place.readable))
            commands.append(try Self.command(obstacle.remedy))
            try #require(commands.count <= count, "\(commands)")
            #expect(await shell.failures(of: [commands[commands.count - 1]]) == [])
        }
        #expect(commands.count == count, "\(commands)")
        // As another program sees it.
        let letters = use == .writeFolder ? "-r D -a -w D -a -x D" : "-r D -a -x D"
        let test = letters.split(separator: "D", omittingEmptySubsequences: false).joined(
            separator: ShellText.quoted(places[1])
        )
        #expect(await shell.failures(of: ["setpriv --reuid nobody --regid nogroup --clear-groups test \(test)"]) == [])
    }

    @Test("nothing is in the way of somebody who may, and what is missing is said to be")
    func nothing() throws {
        let folder = try TemporaryFolder()
        #expect(PathObstacle.find(.writeFolder, at: folder.path) == nil)
        let missing = PathObstacle.find(.readFile, at: folder.path.appending("share").appending("x.cl"))
        #expect(missing?.place == folder.path.appending("share") && missing?.reason.contains("is not there") == true)
    }
}
