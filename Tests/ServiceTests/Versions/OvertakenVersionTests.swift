import Files
import Service
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("A classifier that somebody copies there while another is brought into force")
struct OvertakenVersionTests {
    @Test("stays, whenever it comes, and what was trained waits")
    func trained() throws {
        var waited = 0
        for moment in 0... {
            let (bench, copier) = try Self.bench(at: moment)
            let addition = try copier.bench.train("two", comparedWith: FileDigest.sha256(Array("classifier one".utf8)))
            let hasCome = copier.hasCome
            #expect(hasCome == (bench.inForce == "classifier from afar"), "\(moment)")
            try bench.versions.adopt()
            let list = try bench.versions.list()
            #expect(list.history.pending == nil && list.inForce == list.history.stack.last)
            let record = try #require(list[addition.record.number]?.record)
            #expect(record == addition.record && (record.decision == .taken) == addition.isInForce)
            if hasCome, !addition.isInForce {
                waited += 1
                #expect(record.decision == .waits && bench.samples == nil)
            }
            try bench.versions.promote(addition.record.number)
            #expect(bench.inForce == "classifier two" && bench.samples == "samples two")
            if !hasCome { break }
        }
        #expect(waited > 5)
    }

    @Test("stays where somebody promotes another one, who is told")
    func promoted() throws {
        var refused = 0
        for moment in 0... {
            let (bench, copier) = try Self.bench(at: moment)
            try bench.train("two", decision: .waits)
            do throws(Failure) { _ = try copier.bench.versions.promote(2) } catch {
                #expect(error.kind == "classifier_overtaken")
                refused += 1
            }
            try bench.versions.adopt()
            #expect(try bench.versions.list().history.pending == nil)
            if !copier.hasCome { break }
            let kept = try bench.versions.list().versions.map { try bench.folder.read(Self.file($0.number)) }
            #expect(kept.contains(Array("classifier from afar".utf8)), "\(moment)")
        }
        #expect(refused > 0)
    }

    @Test("is no version before it is whole")
    func half() throws {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.folder.write(Array("classifier fr".utf8), to: "nuclei.cl")
        let begin = ContinuousClock.now
        let copying = Count(0)
        let path = bench.folder.path("nuclei.cl")
        let calls = FileCalls { _ throws(Errno) in
            guard ContinuousClock.now - begin > .milliseconds(150), copying.next() else { return }
            try VersionBench.overwrite(path, with: "classifier from afar")
        }
        let other = VersionBench(bench, settling: .milliseconds(300), calls: calls)
        #expect(throws: Failure.self) { try other.versions.adopt() }
        #expect(copying.isOver)
        #expect(try other.versions.adopt() == 2)
        #expect(try bench.folder.read(Self.file(2)) == Array("classifier from afar".utf8))
    }

    @Test("is a version at once where nobody has written it lately")
    func old() throws {
        let bench = try VersionBench(settling: .seconds(3600))
        try bench.folder.write(Array("from afar".utf8), to: "nuclei.cl")
        try bench.folder.touch("nuclei.cl", seconds: 1_000_000)
        #expect(try bench.versions.adopt() == 1)
    }

    private static func file(_ number: Int) -> String { "nuclei.versions/000\(number)/classifier.cl" }

    /// A folder with a first version, and somebody who copies another classifier there while the given call is made, of those
    /// that wait for the disk or make files.
    private static func bench(at moment: Int) throws -> (VersionBench, Copier) {
        let bench = try VersionBench()
        try bench.train("one")
        return (bench, Copier(bench, at: moment))
    }

    /// Copies a classifier over the one that is there.
    private final class Copier {
        let bench: VersionBench
        private let count: Count
        var hasCome: Bool { count.isOver }

        init(_ bench: VersionBench, at moment: Int) {
            let (count, path) = (Count(moment), bench.folder.path("nuclei.cl"))
            self.count = count
            self.bench = VersionBench(
                bench,
                calls: FileCalls { call throws(Errno) in
                    guard [.sync, .createFile, .write].contains(call), count.next() else { return }
                    try VersionBench.overwrite(path, with: "classifier from afar")
                }
            )
        }
    }

    private final class Count: Sendable {
        private let left: Mutex<Int>
        init(_ moment: Int) { left = Mutex(moment) }
        var isOver: Bool { left.withLock { $0 < 0 } }
        func next() -> Bool {
            left.withLock { left in
                left -= 1
                return left == -1
            }
        }
    }
}
