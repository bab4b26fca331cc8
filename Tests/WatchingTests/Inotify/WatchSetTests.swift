import SystemPackage
import Testing
import Watching

@Suite("Watch set")
struct WatchSetTests {
    @Test("follows a renamed folder, a re-created one and two that change places")
    func renames() {
        var watches = WatchSet()
        let first = watches.insert(1, for: "/a")
        #expect(first == nil)
        let renamed = watches.insert(1, for: "/b")
        #expect(renamed == nil)
        #expect(watches.folder(of: 1) == "/b" && !watches.contains("/a") && watches.count == 1)

        let recreated = watches.insert(2, for: "/b")
        #expect(recreated == 1)
        watches.remove(1)
        #expect(watches.folder(of: 2) == "/b" && watches.contains("/b"))

        let another = watches.insert(3, for: "/c")
        #expect(another == nil)
        let exchanged = watches.insert(3, for: "/b")
        #expect(exchanged == 2)
        let back = watches.insert(2, for: "/c")
        #expect(back == nil)
        #expect(watches.folder(of: 3) == "/b" && watches.folder(of: 2) == "/c" && watches.count == 2)
    }

    @Test("forgets a tree, and not its namesakes")
    func trees() {
        var watches = WatchSet()
        for (number, folder) in ["/r", "/r/a", "/r/a/b", "/r/ab"].enumerated() {
            _ = watches.insert(Int32(number), for: FilePath(folder))
        }
        let ended = watches.removeTree("/r/a")
        #expect(ended.sorted() == [1, 2])
        #expect(watches.contains("/r/ab") && watches.contains("/r") && watches.folder(of: 2) == nil)
    }
}
