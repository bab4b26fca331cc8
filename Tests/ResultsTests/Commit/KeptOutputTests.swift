import Files
import Glibc
import Results
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// Commits of results of which a part stays as it is.
@Suite("Outputs that stay")
struct KeptOutputTests {
    private let folder: TemporaryFolder
    private let first = SampleResult(content: "one", outputs: [.mask, .labels, .classes, .rois])
    /// The next result: mask and labels anew, classes as they are, no more selections.
    private let next = SampleResult(content: "two", outputs: [.mask, .labels])

    init() throws {
        folder = try TemporaryFolder()
        try first.commit(to: folder.results())
    }

    private var summary: Summary {
        var summary = next.summary
        summary.outputs += first.summary.outputs.filter { $0.kind == .classes }
        return summary
    }

    private func begin() throws -> ResultCommit {
        let results = try folder.results()
        let output = try #require(first.summary.outputs.first { $0.kind == .classes })
        let kept = try #require(results.kept(output, names: first.names))
        let commit = try ResultCommit(
            in: results,
            names: first.names,
            outputs: next.outputs,
            keeping: [kept],
            seen: results.summary(first.names.summary)
        )
        for (kind, number) in zip(commit.outputs, commit.descriptors) {
            try FileDescriptor(rawValue: number).writeAll(next.bytes(of: kind))
        }
        return commit
    }

    private func inode(_ kind: OutputKind) throws -> UInt64? {
        try FileCalls().state(of: first.names[kind], in: FileCalls().openFolder(at: folder.path))?.inode
    }

    @Test("they keep their file, the others get a new one, and what is not written any more goes")
    func stay() throws {
        let before = try OutputKind.all.map(inode)
        guard case .committed(let committed) = try begin().commit(summary) else {
            Issue.record("no commit")
            return
        }
        let after = try OutputKind.all.map(inode)
        for (index, kind) in OutputKind.all.enumerated() where kind != .classes && before[index] != nil {
            #expect(before[index] != after[index], "\(kind)")
        }
        let classes = try #require(OutputKind.all.firstIndex(of: .classes))
        #expect(before[classes] != nil && before[classes] == after[classes])
        #expect(try folder.read(first.names[.classes]) == first.bytes(of: .classes))
        #expect(try folder.read(first.names[.mask]) == next.bytes(of: .mask))
        #expect(try folder.results().summary(first.names.summary) == .found(committed))
        let names = [OutputKind.mask, .labels, .classes].map { first.names[$0] } + [first.names.summary]
        #expect(try folder.names() == Set(names))
    }

    /// What may happen between the look at the earlier result and the commit.
    private static let events: [@Sendable (TemporaryFolder, SampleResult) throws -> Void] = [
        { try $0.write($1.bytes(of: .classes), $1.names[.classes]) },
        { #expect(unlink($0.path.appending($1.names[.classes]).string) == 0) },
        { folder, sample in
            let place = folder.path.appending(sample.names[.classes]).string
            #expect(rename(place, place + "2") == 0)
            try folder.write(sample.bytes(of: .classes), sample.names[.classes])
        },
        { folder, sample in
            try SampleResult(content: "three", outputs: sample.outputs).commit(to: folder.results())
        },
    ]

    @Test("nothing is laid down where the earlier result is not as it was", arguments: events.indices)
    func changed(index: Int) throws {
        let commit = try begin()
        try Self.events[index](folder, first)
        let before = try folder.read(first.names.summary)
        #expect(try commit.commit(summary) == .keptChanged)
        #expect(try folder.read(first.names.summary) == before)
        #expect(try folder.read(first.names[.mask]) != next.bytes(of: .mask))
        #expect(try FolderReader.hidden(folder).isEmpty)
    }

    @Test("a summary that does not list them is refused")
    func unlisted() throws {
        let commit = try begin()
        #expect(throws: Failure.self) { try commit.commit(next.summary) }
        #expect(try folder.read(first.names[.mask]) == first.bytes(of: .mask))
    }

    @Test("a file that is gone, of another size, or no file is none that stays")
    func unusable() throws {
        let results = try folder.results()
        let outputs = first.summary.outputs
        #expect(outputs.allSatisfy { results.kept($0, names: first.names) != nil })
        try folder.write(first.bytes(of: .mask) + [0], first.names[.mask])
        #expect(unlink(folder.path.appending(first.names[.labels]).string) == 0)
        #expect(unlink(folder.path.appending(first.names[.classes]).string) == 0)
        #expect(symlink("x_rois.zip", folder.path.appending(first.names[.classes]).string) == 0)
        #expect(outputs.filter { results.kept($0, names: first.names) != nil }.map(\.kind) == [.rois])
        // Called otherwise, it is not the file of that name.
        let other = OutputNames(image: "x.tif", recipe: "fine")
        #expect(outputs.allSatisfy { results.kept($0, names: other) == nil })
    }
}
