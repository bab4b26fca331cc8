import Foundation
import TestSupport
import Testing

/// `segmentd notify` as it runs beside a daemon.
@Suite("Messages to people")
struct NotifyTests {
    @Test("messages outlive the receiver's absence and restarts, come once, and hold no secret")
    func delivery() throws {
        let home = try TemporaryFolder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Notify/deliver.py")
        let call = try ProgramCall(
            [script.path, RunningDaemon.program.path],
            home: home.url,
            program: ["/usr/bin/python3"]
        )
        let result = try call.finish()
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.components(separatedBy: "pass  ").count > 30)
    }
}
