import Files
import Service
import Synchronization
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Versions of a classifier, killed in between")
struct VersionsCrashTests {
    /// What is done while the process is killed.
    enum Work: CaseIterable { case training, promotion, rollback, adoption }

    @Test(
        "after the end at any call the list can be read, the classifier is whole, and the next call goes on",
        arguments: Work.allCases
    )
    func killed(_ work: Work) throws {
        var deaths = 0
        let start = try prepared(work)
        for limit in 0... {
            let bench = try VersionBench(copying: start)
            let before = try #require(bench.inForce)
            let mortal = VersionBench(bench, calls: FileCalls.dying(after: limit))
            let isDone = (try? perform(work, mortal)) != nil

            let after = try #require(bench.inForce)
            let list = try bench.versions.list()
            #expect(list.problems.isEmpty && list.versions.allSatisfy { $0.record != nil }, "\(work) \(limit)")
            let intended = intended(work)
            #expect([before, intended].contains(after), "\(work) \(limit)")
            if isDone { #expect(after == intended) }
            // A new start finishes it or forgets it, and either way all is as one of the two.
            let next = VersionBench(bench)
            try next.versions.mend()
            try next.versions.adopt()
            let mended = try #require(next.inForce)
            #expect(mended == intended || mended == before && after == before, "\(work) \(limit)")
            let now = try next.versions.list()
            let number = try #require(now.inForce)
            #expect(now.history.pending == nil && now.history.stack.last == number)
            let samples = now[number]?.record?.samples == nil ? nil : mended.replacing("classifier", with: "samples")
            #expect(next.samples == samples, "\(work) \(limit)")
            if limit % 8 == 0 || isDone {
                #expect(try next.train("last").isInForce && next.inForce == "classifier last")
                #expect(try !bench.folder.names(in: "nuclei.versions").contains { $0.hasSuffix("-new") })
            }
            if isDone { break }
            deaths += 1
        }
        #expect(deaths > 20)
    }

    private func prepared(_ work: Work) throws -> VersionBench {
        let bench = try VersionBench()
        try bench.train("one")
        try bench.train("two")
        if work == .promotion { try bench.train("three", decision: .waits) }
        if work == .adoption { try bench.folder.write(Array("classifier three".utf8), to: "nuclei.cl") }
        return bench
    }

    private func intended(_ work: Work) -> String { work == .rollback ? "classifier one" : "classifier three" }

    private func perform(_ work: Work, _ bench: VersionBench) throws {
        switch work {
        case .training: try bench.train("three")
        case .promotion: try bench.versions.promote()
        case .rollback: try bench.versions.rollBack()
        case .adoption: try bench.versions.adopt()
        }
    }
}

extension FileCalls {
    /// Calls of a process that ends after so many: from then on none of them does anything.
    fileprivate static func dying(after limit: Int) -> FileCalls {
        let life = Life()
        return FileCalls(patience: .zero) { _ throws(Errno) in
            guard life.next() < limit else { throw .ioError }
        }
    }

    private final class Life: Sendable {
        private let count = Mutex(0)
        func next() -> Int {
            count.withLock { count in
                defer { count += 1 }
                return count
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ word: String, with other: String) -> String {
        hasPrefix(word) ? other + dropFirst(word.count) : self
    }
}
