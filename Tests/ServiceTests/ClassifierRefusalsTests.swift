import Service
import SystemPackage
import Testing

@Suite("Classifier files that are looked at again")
struct ClassifierRefusalsTests {
    private let refusals = ClassifierRefusals()
    private let cheap: FilePath = "/a.cl"
    private let costly: FilePath = "/b.ilp"

    /// The turns, of so many, in which a file is looked at; each look ends as the one before.
    private func looks(at path: FilePath, in turns: Int, isCostly: Bool) -> [Int] {
        (1...turns).filter { _ in
            let isDue = refusals.takeDue().contains(path)
            if isDue { refusals.note(path, reason: "no", isTransient: true, isCostly: isCostly) }
            return isDue
        }
    }

    @Test("each turn, or where a look takes long in more and more turns, up to ten minutes")
    func turns() {
        refusals.note(cheap, reason: "no", isTransient: true)
        #expect(looks(at: cheap, in: 4, isCostly: false) == [1, 2, 3, 4])
        refusals.note(costly, reason: "no", isTransient: true, isCostly: true)
        #expect(looks(at: costly, in: 90, isCostly: true) == [1, 3, 7, 15, 31, 51, 71])
        // A file that changed is a new one.
        refusals.hasChanged(costly)
        refusals.note(costly, reason: "no", isTransient: true, isCostly: true)
        #expect(looks(at: costly, in: 4, isCostly: true) == [1, 3])
        refusals.settle(costly)
        #expect(refusals.reason(for: costly) == nil && !refusals.takeDue().contains(costly))
    }

    @Test("only where the reason may pass, and one look at a time")
    func asking() {
        #expect(!refusals.askForRetry())
        refusals.note(cheap, reason: "no", isTransient: false)
        #expect(!refusals.askForRetry() && refusals.takeDue().isEmpty)
        refusals.note(cheap, reason: nil, isTransient: true)
        #expect(refusals.askForRetry() && !refusals.askForRetry())
        #expect(refusals.takeDue() == [cheap] && !refusals.askForRetry())
        refusals.retried()
        #expect(refusals.askForRetry())
    }
}
