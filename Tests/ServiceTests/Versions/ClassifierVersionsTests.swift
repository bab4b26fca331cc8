import Files
import Foundation
import Service
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Versions of a classifier")
struct ClassifierVersionsTests {
    @Test("a version that is taken lies under its number, and in the classifier's place with its samples")
    func taken() throws {
        let bench = try VersionBench()
        #expect(try bench.versions.list().versions.isEmpty)
        let addition = try bench.train("one", basis: "first")
        #expect(addition.isInForce && addition.record.number == 1 && addition.byHand == nil)
        #expect(bench.inForce == "classifier one" && bench.samples == "samples one")
        #expect(try bench.folder.names(in: "nuclei.versions") == ["0001", "history.json"])
        #expect(try bench.folder.names(in: "nuclei.versions/0001") == ["classifier.cl", "samples", "version.json"])
        #expect(try bench.folder.names() == ["nuclei.cl", "nuclei.samples", "nuclei.versions"])
        let list = try bench.versions.list()
        #expect(list.inForce == 1 && list[1]?.record == addition.record && list.isMade(from: "first"))
        #expect(list[1]?.record?.scores?.calibration?.first?.upTo == 0.1)
        #expect(!list.isMade(from: "second"))
    }

    @Test("one that waits changes nothing until it is promoted")
    func waits() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.train("two", decision: .waits)
        try bench.train("three", decision: .waits)
        #expect(bench.inForce == "classifier one" && bench.samples == "samples one")
        #expect(try bench.states() == ["1 in_force", "2 not_taken", "3 waits"])
        let change = try bench.versions.promote(by: "user ada")
        #expect(change.version == 3 && change.before == 1 && change.isNews)
        #expect(bench.inForce == "classifier three" && bench.samples == "samples three")
        #expect(try bench.versions.list().history.events.last?.by == "user ada")
        #expect(throws: Failure.self) { try bench.versions.promote() }
        #expect(throws: Failure.self) { try bench.versions.promote(7) }
        #expect(try bench.states() == ["1 earlier", "2 not_taken", "3 in_force"])
    }

    @Test("a rollback steps back, again further back, and what was rolled back counts as made")
    func rollBack() throws {
        let bench = try VersionBench()
        for name in ["one", "two", "three"] { try bench.train(name, basis: name) }
        #expect(try bench.versions.rollBack().version == 2)
        #expect(bench.inForce == "classifier two" && bench.samples == "samples two")
        #expect(try bench.versions.rollBack().version == 1)
        #expect(bench.inForce == "classifier one")
        #expect(throws: Failure.self) { try bench.versions.rollBack() }
        #expect(try bench.states() == ["1 in_force", "2 rolled_back", "3 rolled_back"])
        #expect(try bench.versions.list().isMade(from: "three"))
        try bench.train("four")
        #expect(try bench.versions.promote(2).before == 4)
        #expect(try bench.versions.rollBack().version == 4)
        #expect(try bench.versions.rollBack().version == 1)
    }

    @Test("of a project there are none, which listing, promoting and rolling back say")
    func project() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(ClassifierFixtures.project("nuclei"), to: "nuclei.ilp")
        let listing = try ClassifierListing(path)
        #expect(listing.isProject == true && !listing.isEmpty && listing.text.contains("no versions are kept"))
        #expect(try ClassifierListing(folder.path("none.ilp")).isEmpty)
        let versions = ClassifierVersions(of: path)
        for isPromotion in [true, false] {
            let failure = try #require(throws: Failure.self) {
                _ = try isPromotion ? versions.promote(1) : versions.rollBack()
            }
            #expect(failure.message.contains("is an ilastik project") && failure.remedy.contains("in ilastik"))
        }
    }

    @Test("what somebody put there by hand becomes a version, and wins over one that was trained meanwhile")
    func byHand() throws {
        let bench = try VersionBench()
        try bench.train("one")
        let before = try bench.versions.list().digestInForce
        try bench.folder.write(Array("from afar".utf8), to: "nuclei.cl")
        let addition = try bench.train("two", comparedWith: before)
        #expect(!addition.isInForce && addition.byHand == 2 && addition.record.number == 3)
        #expect(addition.record.decision == .waits)
        #expect(bench.inForce == "from afar")
        #expect(try bench.states() == ["1 earlier", "2 in_force", "3 waits"])
        #expect(try bench.versions.list()[2]?.record?.samples == nil)
        #expect(try bench.versions.rollBack().version == 1)
        // An earlier one, by hand.
        try bench.folder.write(Array("from afar".utf8), to: "nuclei.cl")
        #expect(try bench.versions.adopt() == 2)
        #expect(try bench.versions.adopt() == nil)
        #expect(try bench.states() == ["1 earlier", "2 in_force", "3 waits"])
    }

    @Test("samples that name the classifier beside which they lie are adopted with it")
    func samplesByHand() throws {
        let bench = try VersionBench()
        let digest = FileDigest.sha256(Array("from afar".utf8))
        try bench.folder.write(Array("from afar".utf8), to: "nuclei.cl")
        try bench.folder.write(Self.samples(of: digest), to: "nuclei.samples")
        #expect(try bench.versions.adopt() == 1)
        #expect(try bench.versions.list().newestWithSamples?.number == 1)
        try bench.train("two")
        #expect(bench.samples == "samples two")
        try bench.versions.rollBack()
        #expect(try bench.folder.read("nuclei.samples") == Self.samples(of: digest))
        // Those that name another one are of no use with it.
        try bench.folder.write(Array("from elsewhere".utf8), to: "nuclei.cl")
        try bench.folder.write(Self.samples(of: digest) + [0], to: "nuclei.samples")
        #expect(try bench.versions.adopt() == 3)
        #expect(try bench.versions.list()[3]?.hasSamples == false)
    }

    /// The beginning of a file of samples as `Training/Samples/README.md` describes it.
    private static func samples(of digest: String) -> [UInt8] {
        let header = Array(#"{"blocks":[],"classifier_sha256":"\#(digest)","kind":"PixelClassifier"}"#.utf8)
        return Array("segmentd samples 1\n".utf8) + [UInt8(header.count)] + [UInt8](repeating: 0, count: 7) + header
    }

    @Test("a version without samples takes those of another with it, but never samples that are of no version")
    func withoutSamples() throws {
        let bench = try VersionBench()
        try bench.folder.write(Array("from afar".utf8), to: "nuclei.cl")
        try bench.train("two")
        try bench.versions.rollBack()
        #expect(bench.inForce == "from afar" && bench.samples == nil)
        try bench.folder.write(Array("somebody's".utf8), to: "nuclei.samples")
        try bench.versions.adopt()
        #expect(bench.samples == "somebody's")
    }

    @Test("samples of old versions go, and are said to; everything else of them stays")
    func oldSamples() throws {
        let bench = try VersionBench()
        try bench.train("1")
        for number in 2...24 {
            let addition = try bench.train("\(number)", decision: number == 24 ? .waits : .notTaken)
            #expect(addition.removedSamples == (number > 21 ? [number - 20] : []))
        }
        let list = try bench.versions.list()
        #expect(list.versions.filter(\.hasSamples).map(\.number) == [1] + Array(5...24))
        #expect(list.inForce == 1 && list.versions.allSatisfy { $0.record != nil })
        try bench.versions.promote(3)
        #expect(bench.inForce == "classifier 3" && bench.samples == nil)
    }

    @Test("versions with equal samples have them on the disk once, and those beside the classifier are a copy")
    func sharedSamples() throws {
        let bench = try VersionBench()
        try bench.train("one", samples: "the same")
        try bench.train("two", samples: "the same", decision: .waits)
        let states = try ["nuclei.versions/0001/samples", "nuclei.versions/0002/samples", "nuclei.samples"].map {
            try FileCalls().state(at: bench.folder.path($0))
        }
        #expect(states[0].isSameFile(as: states[1]) && !states[0].isSameFile(as: states[2]))
        try bench.versions.promote()
        #expect(bench.samples == "the same")
    }

    @Test("whoever copies other samples over those beside the classifier changes no version")
    func samplesOverwritten() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.train("two")
        try bench.overwrite("nuclei.samples", with: "samples foreign")
        #expect(bench.text("nuclei.versions/0002/samples") == "samples two")
        try bench.versions.adopt()
        #expect(bench.samples == "samples two")
        // A second name, as somebody may give it, becomes a file of its own.
        try bench.folder.remove("nuclei.samples")
        try FileManager.default.linkItem(
            atPath: bench.folder.appending("nuclei.versions/0002/samples"),
            toPath: bench.folder.appending("nuclei.samples")
        )
        try bench.versions.adopt()
        try bench.overwrite("nuclei.samples", with: "samples foreign")
        #expect(bench.text("nuclei.versions/0002/samples") == "samples two")
    }

    @Test("samples that are not those from which a version was grown are not learnt from")
    func samplesChanged() throws {
        let bench = try VersionBench()
        try bench.train("one")
        let file = try bench.versions.samples(of: 1)
        let content = try withExtendedLifetime(file) { try FileCalls().read(file.number, first: 100) }
        #expect(content == Array("samples one".utf8))
        try bench.overwrite("nuclei.versions/0001/samples", with: "samples 0ne")
        let failure = #expect(throws: Failure.self) { try bench.versions.samples(of: 1) }
        #expect(failure?.kind == "version_damaged" && failure?.isAboutSamples == true)
    }

    @Test("a training goes on from the newest version whose samples are whole and are taken")
    func newestToLearnFrom() throws {
        let bench = try VersionBench()
        #expect(try bench.versions.newestToLearnFrom(in: bench.versions.list()) == nil)
        for name in ["one", "two", "three", "four"] { try bench.train(name, basis: name) }
        let list = try bench.versions.list()
        #expect(try bench.versions.newestToLearnFrom(in: list)?.number == 4)
        #expect(try bench.versions.newestToLearnFrom(in: list) { $0.basis != "four" }?.number == 3)
        try bench.overwrite("nuclei.versions/0004/samples", with: "samples f0ur")
        #expect(try bench.versions.newestToLearnFrom(in: list)?.number == 3)
        #expect(try bench.versions.newestToLearnFrom(in: list, without: [3])?.number == 2)
        #expect(try bench.versions.newestToLearnFrom(in: list, without: [1, 2, 3]) == nil)
    }

    @Test("a version that is damaged is not brought into force")
    func damaged() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.train("two")
        try bench.folder.write([1], to: "nuclei.versions/0001/classifier.cl")
        #expect(throws: Failure.self) { try bench.versions.rollBack() }
        #expect(bench.inForce == "classifier two" && bench.samples == "samples two")
        try bench.folder.write(Array("{".utf8), to: "nuclei.versions/0001/version.json")
        try bench.folder.write(Array("{".utf8), to: "nuclei.versions/history.json")
        let list = try bench.versions.list()
        #expect(list.inForce == 2 && list.problems.count == 1)
        #expect(list[1]?.state == .damaged && list[1]?.damage != nil)
        #expect(try bench.train("three").record.number == 3)
    }

    @Test("records are read once, and again where they are others")
    func recordsRead() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.train("two")
        let count = Mutex(0)
        let counting = VersionBench(
            bench,
            calls: FileCalls { call throws(Errno) in if call == .read { count.withLock { $0 += 1 } } }
        )
        func reads(_ body: () throws -> Void) rethrows -> Int {
            let before = count.withLock { $0 }
            try body()
            return count.withLock { $0 } - before
        }
        let first = try reads { _ = try counting.versions.list() }
        let second = try reads { _ = try counting.versions.list() }
        // The two records; the history and the classifier are read each time.
        #expect(first - second >= 2)
        try bench.folder.write(Array("{".utf8), to: "nuclei.versions/0001/version.json")
        #expect(try counting.versions.list()[1]?.state == .damaged)
    }

    @Test("what the worker did not write as it says is no version")
    func misreported() throws {
        let bench = try VersionBench()
        let new = try bench.versions.begin()
        try bench.train("one")
        var report = VersionBench.report(Array("x".utf8), Array("y".utf8))
        report.classifier.bytes += 1
        let draft = VersionDraft(
            job: TrainingJob(kind: .objectSegmenter, features: "original"),
            report: report,
            decision: .taken,
            reason: ""
        )
        #expect(throws: Failure.self) { try bench.versions.add(new, draft) }
        #expect(try bench.states() == ["1 in_force"])
        #expect(try bench.folder.names(in: "nuclei.versions") == ["0001", "history.json"])
    }

    @Test("a training that is given up leaves nothing, and one that a killed process left goes with the next")
    func givenUp() throws {
        let bench = try VersionBench()
        try bench.train("one")
        do { _ = try bench.versions.begin() }
        #expect(try bench.folder.names(in: "nuclei.versions") == ["0001", "history.json"])
        try bench.folder.makeFolder("nuclei.versions/.0002.segmentd-new")
        try bench.folder.write([1], to: "nuclei.versions/.0002.segmentd-new/samples")
        try bench.train("two")
        #expect(try bench.folder.names(in: "nuclei.versions") == ["0001", "0002", "history.json"])
    }

    @Test("a classifier that is a link keeps its versions where it leads to, and stays a link")
    func link() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.folder.makeFolder("elsewhere")
        let link = bench.folder.path("elsewhere/x.cl")
        try bench.folder.link("elsewhere/x.cl", to: bench.folder.appending("nuclei.cl"))
        let versions = ClassifierVersions(of: link)
        #expect(versions.place.versions.lastComponent?.string == "nuclei.versions")
        #expect(try versions.list().inForce == 1)
    }
}
