import Files
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Calls that are refused")
struct RefusedCallTests {
    private let old = SampleResult(content: "old", outputs: [.mask, .labels, .objects])
    private let new = SampleResult(content: "new, longer", outputs: [.labels, .probabilities, .objects])

    @Test("trouble with a folder or a disk passes, whatever its number")
    func everyNumber() {
        for number in 1...133 {
            let code = Errno(rawValue: CInt(number))
            #expect(Failure.fileSystem(doing: "create", path: "/x", code: code).isTransient, "\(code)")
            #expect(Failure.imageUnreadable(name: "x", code: code).isTransient, "\(code)")
        }
    }

    @Test("a permission that is missing for one call, whichever, is never taken for somebody else's file")
    func commit() throws {
        try refuseEach { folder in
            let commit = try ResultCommit(in: folder, names: new.names, outputs: new.outputs)
            for (kind, number) in zip(commit.outputs, commit.descriptors) {
                try FileDescriptor(rawValue: number).writeAll(new.bytes(of: kind))
            }
            try commit.commit(new.summary)
        } expecting: {
            [.whole("old"), .nothing, .whole(new.content)].contains($0)
        }
    }

    @Test("nor when a failure is recorded")
    func failure() throws {
        try refuseEach { folder in
            _ = try folder.record(failure: new.failure(), names: new.names)
        } expecting: {
            [.whole("old"), .nothing, .failed(new.content)].contains($0)
        }
    }

    /// Runs `body` on a folder with an earlier result until none of its calls is refused.
    private func refuseEach(
        _ body: (ResultFolder) throws -> Void,
        expecting isFine: (FolderReader.Finding) -> Bool
    ) throws {
        var step = 0
        while true {
            let folder = try TemporaryFolder()
            try old.commit(to: folder.results())
            let counter = StepCounter(failing: step, code: .permissionDenied, stopsAll: false, countsAll: true)
            do {
                try body(folder.results(counter.calls))
            } catch {
                let failure = try #require(error as? Failure)
                #expect(failure.isTransient, "step \(step), \(counter.changes.last as Any): \(failure)")
            }
            let finding = try FolderReader.look(at: folder, expecting: [old, new])
            #expect(isFine(finding), "step \(step): \(finding)")
            #expect(try FolderReader.hidden(folder) == [], "step \(step)")
            guard counter.hasStruck else { break }
            step += 1
        }
        #expect(step > 20)
    }
}
