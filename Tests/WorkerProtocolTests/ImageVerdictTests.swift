import Testing
import WorkerProtocol

@Suite("Verdicts on images")
struct ImageVerdictTests {
    private static func failure(mayBeUnfinished: Bool) -> Failure {
        Failure(kind: "truncated_data", message: "x.tif", remedy: "none", mayBeUnfinished: mayBeUnfinished)
    }

    @Test("an image is ready unless it lacks planes that may still come, and waits while it is written")
    func read() {
        #expect(ImageVerdict(nil, isWhole: true, writing: .over) == .ready)
        #expect(ImageVerdict(nil, isWhole: true, writing: .possible) == .ready)
        #expect(ImageVerdict(nil, isWhole: true, writing: .underWay) == .wait)
        #expect(ImageVerdict(nil, isWhole: false, writing: .possible) == .wait)
        #expect(ImageVerdict(nil, isWhole: false, writing: .over) == .ready)
    }

    @Test("what looks cut off waits as long as it may be written, anything else is broken at once")
    func refused() {
        let (cut, foreign) = (Self.failure(mayBeUnfinished: true), Self.failure(mayBeUnfinished: false))
        #expect(ImageVerdict(cut, isWhole: false, writing: .possible) == .wait)
        #expect(ImageVerdict(cut, isWhole: false, writing: .over) == .broken)
        #expect(ImageVerdict(foreign, isWhole: false, writing: .possible) == .broken)
        #expect(ImageVerdict(foreign, isWhole: false, writing: .over) == .broken)
    }

    @Test("nothing is said of a file while a program writes it", arguments: [true, false])
    func underWay(mayBeUnfinished: Bool) {
        let failure = Self.failure(mayBeUnfinished: mayBeUnfinished)
        #expect(ImageVerdict(failure, isWhole: false, writing: .underWay) == .wait)
    }
}
