import SystemPackage
import Testing
import Watching

@Suite("Settling files")
struct SettlingFilesTests {
    @Test("waits until a file has been left alone")
    func quiet() {
        var settling = SettlingFiles(quiet: .seconds(1))
        settling.touch("/a", at: .seconds(1))
        settling.touch("/b", at: .seconds(1.5))
        settling.touch("/a", at: .seconds(1.8))
        #expect(settling.nextDeadline == .seconds(2.5))
        let tooEarly = settling.removeSettled(at: .seconds(2.4))
        #expect(tooEarly.isEmpty)
        let first = settling.removeSettled(at: .seconds(2.7))
        #expect(first == ["/b"])
        let second = settling.removeSettled(at: .seconds(9))
        #expect(second == ["/a"])
        #expect(settling.nextDeadline == nil)
    }
}
