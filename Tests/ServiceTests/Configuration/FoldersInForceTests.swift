import Results
import Service
import Settings
import Synchronization
import SystemPackage
import Testing
import Watching

@Suite("The folders in force")
struct FoldersInForceTests {
    private static func folder(
        _ path: FilePath,
        output: OutputLocation = .beside,
        recipe: String = "a"
    ) -> FolderSettings {
        FolderSettings(path: path, output: output, recipes: [RecipeSettings(name: recipe, classifier: "/c.cl")])
    }

    @Test("a folder keeps its number as long as nothing about it changes, and no number is given twice")
    func numbers() {
        let folders = FoldersInForce([Self.folder("/a"), Self.folder("/b")])
        #expect(folders.numbers == [0, 1])
        let change = folders.replace(
            with: Settings(folders: [Self.folder("/b"), Self.folder("/c"), Self.folder("/a", recipe: "other")])
        )
        #expect(folders.numbers == [1, 2, 3] && folders.settings.map(\.path) == ["/b", "/c", "/a"])
        #expect(change.kept.map(\.number) == [1] && change.ended.map(\.number) == [0])
        #expect(change.begun.map(\.number) == [2, 3])
        #expect(folders[0] == nil && folders[3]?.recipes.first?.name == "other")
        folders.replace(with: Settings(folders: [Self.folder("/a")]))
        #expect(folders.numbers == [4])
    }

    @Test("a folder in which another one's results come to lie begins anew")
    func leftOut() {
        let folders = FoldersInForce([Self.folder("/a"), Self.folder("/b")])
        folders.replace(
            with: Settings(folders: [Self.folder("/a"), Self.folder("/b", output: .mirror(root: "/a/results"))])
        )
        #expect(folders.numbers == [2, 3])
        #expect(folders.all.first?.leftOut == ["/a/results"])
    }

    @Test("work for each folder begins with it and ends with it", .timeLimit(.minutes(1)))
    func work() async {
        let folders = FoldersInForce([Self.folder("/a"), Self.folder("/b")])
        let running = Running()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await folders.whileInForce { folder in
                    running.change { $0.insert(folder.number) }
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
                    running.change { $0.remove(folder.number) }
                }
            }
            await running.settle(on: [0, 1])
            folders.replace(with: Settings(folders: [Self.folder("/b"), Self.folder("/c")]))
            await running.settle(on: [1, 2])
            group.cancelAll()
        }
        #expect(running.numbers.isEmpty)
    }

    private final class Running: Sendable {
        private let state = Mutex<Set<Int>>([])
        var numbers: Set<Int> { state.withLock { $0 } }

        func change<Result>(_ body: (inout Set<Int>) -> Result) { state.withLock { _ = body(&$0) } }

        func settle(on expected: Set<Int>) async {
            while numbers != expected { try? await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("the queue gives up a folder's images, and says which of them were news")
    func queue() async {
        let queue = ImageQueue()
        func add(_ path: FilePath, _ folder: Int, _ arrival: Arrival) {
            queue.enqueue(.init(folder: folder, path: path, arrival: arrival, lastChange: .now))
        }
        add("/a/1.tif", 0, .live)
        let first = await queue.next()
        // In work, and come again meanwhile.
        add("/a/1.tif", 0, .live)
        add("/a/2.tif", 0, .live)
        add("/a/3.tif", 0, .backlog)
        add("/b/4.tif", 1, .backlog)
        queue.pause([0])
        #expect(Set(queue.removeAll(of: 0).map(\.path)) == ["/a/1.tif", "/a/2.tif"])
        #expect(queue.count == 1 && queue.paused.isEmpty)
        if let first { queue.finish(first.path) }
        #expect(await queue.next()?.path == "/b/4.tif")
        #expect(queue.count == 0)
    }
}
