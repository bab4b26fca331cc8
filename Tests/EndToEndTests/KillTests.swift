import Foundation
import TestSupport
import Testing

/// Few of the kills that `Tests/Lab/kill-check.py` makes many of.
@Suite("Daemon and worker that are killed")
struct KillTests {
    @Test("each image is done and right, nothing is torn, nothing is left behind", .timeLimit(.minutes(5)))
    func kills() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Lab/kill-check.py")
        let output = try GoldenArray.output(
            of: "import subprocess, sys; sys.exit(subprocess.run([sys.executable] + sys.argv[1:]).returncode)",
            arguments: [
                script.path, RunningDaemon.program.path, "--images", "8", "--daemon-kills", "3", "--worker-kills", "5",
                "--patience", "120",
            ]
        )
        let words = String(decoding: output, as: UTF8.self)
        #expect(words.contains("8 right, 0 failed, 0 missing, 0 torn, 0 wrong, 0 left behind"), "\(words)")
    }
}
