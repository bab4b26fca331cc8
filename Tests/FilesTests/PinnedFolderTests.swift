import Dispatch
import Files
import Glibc
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite("Folders held to their place")
struct PinnedFolderTests {
    private let scratch: TemporaryFolder
    private let shell: Shell
    /// The temporary folder, without links, and the folder in it that is pinned.
    private let place, root: FilePath

    init() throws {
        scratch = try TemporaryFolder()
        shell = try Shell(in: scratch.path.string)
        place = try FileCalls().realPath(of: scratch.path)
        root = place.appending("in")
    }

    /// What a file beneath the folder holds; nil where it is not opened.
    private func content(of name: String, in root: PinnedFolder) -> String? {
        guard let file = try? root.open(root.path.appending(name), for: .reading) else { return nil }
        return (try? FileCalls().read(file.number, first: 16)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("one that is made anew, or replaced by another folder, is the same place")
    func recreated() async {
        await shell.run("mkdir in && printf 1 > in/x")
        let root = PinnedFolder(self.root)
        #expect(content(of: "x", in: root) == "1")
        await shell.run("rm -r in")
        #expect(root.find() == .missing(.noSuchFileOrDirectory) && content(of: "x", in: root) == nil)
        await shell.run("mkdir new && printf 2 > new/x && mv new in")
        #expect(root.find() == .here(self.root) && content(of: "x", in: root) == "2")
    }

    @Test(
        "one that a link leads away from is another place, until it is back",
        arguments: ["mv in kept && ln -s outside in", "mv top kept && mkdir -p away && ln -s away top"]
    )
    func replaced(by commands: String) async {
        await shell.run("mkdir -p outside away/in top/in && printf out | tee outside/x away/in/x")
        await shell.run("printf 1 > top/in/x && ln -s top/in in-top && mkdir in && printf 1 > in/x")
        let isTop = commands.contains("top")
        let root = PinnedFolder(isTop ? place.appending("top/in") : self.root)
        await shell.run(commands)
        let now = place.appending(isTop ? "away/in" : "outside")
        #expect(root.find() == .elsewhere(now, before: root.path))
        #expect(content(of: "x", in: root) == nil)
        await shell.run(isTop ? "rm top && mv kept top" : "rm in && mv kept in")
        #expect(root.find() == .here(root.path) && content(of: "x", in: root) == "1")
    }

    @Test("one that was a link at the start is held to where that led")
    func link() async {
        await shell.run("mkdir run1 run2 && printf 1 > run1/x && printf 2 > run2/x && ln -s run1 in")
        let root = PinnedFolder(self.root)
        #expect(content(of: "x", in: root) == "1")
        await shell.run("ln -sfn run2 in")
        #expect(root.find() == .elsewhere(place.appending("run2"), before: place.appending("run1")))
        #expect(content(of: "x", in: root) == nil)
    }

    @Test("one that is not there yet is held to where it is first; one that may be made, to its parent's place")
    func missing() async {
        let root = PinnedFolder(self.root)
        let results = PinnedFolder(place.appending("results"), isCreatable: true)
        #expect(root.find() == .missing(.noSuchFileOrDirectory))
        #expect(results.find() == .here(place.appending("results")))
        await shell.run("mkdir there && ln -s there in && ln -s there results")
        #expect(root.find() == .here(place.appending("there")))
        #expect(results.find() == .elsewhere(place.appending("there"), before: place.appending("results")))
        // A link to a share that is not mounted is no folder to be made.
        await shell.run("ln -s share mirror")
        let mirror = PinnedFolder(place.appending("mirror"), isCreatable: true)
        #expect(mirror.find() == .missing(.noSuchFileOrDirectory))
        await shell.run("mkdir share")
        #expect(mirror.find() == .here(place.appending("share")))
    }

    @Test("links are followed beneath it alone")
    func links() async {
        await shell.run(
            """
            mkdir -p in/sub outside && printf in > in/sub/x && printf out > outside/x
            ln -s sub/x in/relative && ln -s "$PWD/in/sub/x" in/absolute && ln -s ../in/sub/x in/back
            ln -s relative in/chain && ln -s ../outside/x in/out && ln -s out in/chain-out
            ln -s "$PWD/outside/x" in/absolute-out && ln -s sub in/folder && ln -s ../outside in/folder-out
            ln -s nowhere in/nowhere && ln -s circle in/circle && ln -s /proc/self/root/etc/passwd in/magic
            """
        )
        let root = PinnedFolder(self.root)
        for name in ["relative", "absolute", "back", "chain"] {
            #expect(content(of: name, in: root) == "in", "\(name)")
        }
        let others = ["out", "chain-out", "absolute-out", "nowhere", "circle", "magic", "../outside/x", "folder-out/x"]
        for name in others { #expect(content(of: name, in: root) == nil, "\(name)") }
        #expect(throws: Errno.tooManySymbolicLinkLevels) {
            try root.open(self.root.appending("folder"), for: .listing)
        }
    }

    @Test("nothing outside is opened while links, the way or the folder change", .timeLimit(.minutes(1)))
    func race() async throws {
        await shell.run(
            """
            mkdir -p in/sub outside/sub && printf in | tee in/x in/sub/x && printf out | tee outside/x outside/sub/x
            """
        )
        let root = PinnedFolder(self.root)
        let (inside, kept, sub, link) = (self.root, path("kept"), path("in/sub"), path("in/link"))
        let isOver = Flag()
        // On a thread of its own: the other tests share those of the concurrency pool.
        DispatchQueue(label: "writer").async { [new = path("new")] in
            while !isOver.value.load(ordering: .relaxed) {
                for (at, end) in [(link, "x"), (link, "../outside/x"), (sub, "../outside/sub"), (inside, "outside")] {
                    if at != link { rename(at.string, kept.string) }
                    symlink(end, new.string)
                    rename(new.string, at.string)
                    if at == link { continue }
                    unlink(at.string)
                    rename(kept.string, at.string)
                }
            }
        }
        var found: [String?: Int] = [:]
        for turn in 0..<1_500 {
            found[content(of: turn % 2 == 0 ? "link" : "sub/x", in: root), default: 0] += 1
            if turn % 20 == 0 { await Task.yield() }
        }
        isOver.value.store(true, ordering: .relaxed)
        #expect(found["in", default: 0] > 0 && Set(found.keys).isSubset(of: ["in", nil]), "\(found)")
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private func path(_ name: String) -> FilePath { place.appending(name) }
}
