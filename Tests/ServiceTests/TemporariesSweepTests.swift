import Files
import Results
import Service
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

@Suite("Sweeping of hidden files")
struct TemporariesSweepTests {
    @Test("is done once for a folder, and again when something had to stay")
    func sweep() throws {
        let scratch = try TemporaryFolder()
        let path = scratch.path
        let place = OutputFolder(base: path, below: [], creatable: 0, isBaseCreatable: false)
        let sweep = TemporariesSweep()
        /// Leaves a hidden file where nothing can be removed.
        func leave(noting: Bool) throws {
            let calls = FileCalls { call throws(Errno) in if call == .remove { throw .permissionDenied } }
            let folder = try ResultFolder(
                opening: place,
                calls: calls,
                noteLeftover: { if noting { sweep.noteLeftover(in: path) } }
            )
            _ = try ResultCommit(in: folder, names: OutputNames(image: "x.tif", recipe: nil), outputs: [.mask])
        }
        try leave(noting: false)
        sweep.ifDue(try ResultFolder(opening: place))
        #expect(try scratch.names() == [])
        try leave(noting: false)
        sweep.ifDue(try ResultFolder(opening: place))
        #expect(try scratch.names().count == 1)
        try leave(noting: true)
        sweep.ifDue(try ResultFolder(opening: place))
        #expect(try scratch.names() == [])
    }
}
