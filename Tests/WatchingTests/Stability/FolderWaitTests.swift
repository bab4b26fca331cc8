import Testing
import Watching

@Suite("Wait of a folder")
struct FolderWaitTests {
    @Test("grows to twice the longest pause that came too late, within bounds")
    func learning() {
        var wait = FolderWait(fixed: nil)
        #expect(wait.quiet == .zero && wait.isAutomatic)
        for (pause, learned) in [(0.1, 1.0), (3, 6), (2, 6), (50, 60), (59, 60)] {
            wait.noteProof(pause: .seconds(pause), sinceHandedOut: .seconds(pause))
            #expect(wait.quiet == .seconds(learned), "\(pause)")
        }
    }

    @Test("a file that is changed after a minute was finished")
    func late() {
        var wait = FolderWait(fixed: nil)
        wait.noteProof(pause: .seconds(70), sinceHandedOut: .seconds(61))
        #expect(wait.quiet == .zero)
    }

    @Test("is halved after 500 images without such a proof, and ends where it is short")
    func unlearning() {
        var wait = FolderWait(fixed: nil, learned: .seconds(3))
        func settle(_ count: Int) { for _ in 0..<count { wait.noteImage() } }
        settle(499)
        #expect(wait.quiet == .seconds(3))
        settle(1)
        #expect(wait.quiet == .seconds(1.5))
        settle(499)
        wait.noteProof(pause: .seconds(0.1), sinceHandedOut: .zero)
        settle(499)
        #expect(wait.quiet == .seconds(1.5))
        settle(1)
        #expect(wait.quiet == .zero)
    }

    @Test("a time that is set is kept")
    func fixed() {
        var wait = FolderWait(fixed: .seconds(2), learned: .seconds(9))
        wait.noteProof(pause: .seconds(5), sinceHandedOut: .zero)
        #expect(wait.quiet == .seconds(2) && !wait.isAutomatic)
    }

    @Test("is ten seconds at least where writers may be elsewhere", arguments: [nil, 0, 2])
    func elsewhere(fixed: Double?) {
        var wait = FolderWait(fixed: fixed.map { .seconds($0) })
        wait.isWrittenElsewhere = true
        #expect(wait.quiet == .seconds(10))
    }

    @Test("doubles for a file that changes again and again, up to ten minutes")
    func changes() {
        let fixed = FolderWait(fixed: .seconds(2))
        let times = [0, 1, 2, 3, 9, 10, 1_000].map { fixed.quiet(afterChanges: $0) / .seconds(1) }
        #expect(times == [2, 2, 4, 8, 512, 600, 600])
        #expect(FolderWait(fixed: nil).quiet(afterChanges: 1) == .seconds(1))
        #expect(FolderWait(fixed: nil, learned: .seconds(6)).quiet(afterChanges: 2) == .seconds(12))
        #expect(FolderWait(fixed: .seconds(3_600)).quiet(afterChanges: 5) == .seconds(3_600))
    }
}
