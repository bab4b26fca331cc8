import FoundationEssentials
import Glibc
import Testing

@Suite("segmentd.service")
struct ServiceUnitTests {
    private static let analyzer = "/usr/bin/systemd-analyze"
    private static let isAnalyzerInstalled = access(analyzer, X_OK) == 0

    /// The unit that is delivered.
    private static func unit() throws -> String {
        let folders = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: "/\(folders)/Systemd/segmentd.service", encoding: .utf8)
    }

    /// The status and output of `systemd-analyze` with `arguments` on a copy of `unit` that starts a program that exists.
    private static func analyze(_ arguments: [String], _ unit: String) throws -> (status: Int32, output: String) {
        var template = Array("/tmp/segmentd-unit-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = "\(folder)/segmentd.service"
        try unit.replacing("=/usr/bin/segmentd", with: "=/bin/true")
            .write(toFile: file, atomically: false, encoding: .utf8)

        let command = ([analyzer] + arguments + [file]).joined(separator: " ")
        let stream = try #require(popen("\(command) 2>&1", "r"))
        var output: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        return (pclose(stream), String(decoding: output, as: UTF8.self))
    }

    @Test("says what the program relies on")
    func essentials() throws {
        let lines = try Self.unit().split(separator: "\n")
        let expected = [
            "Type=notify", "NotifyAccess=main", "User=segmentd", "StateDirectory=segmentd", "CacheDirectory=segmentd",
            "RuntimeDirectory=segmentd", "UMask=0027", "Restart=on-failure", "KillMode=mixed",
            "ExecStart=/usr/bin/segmentd watch --config /etc/segmentd/segmentd.toml", "AmbientCapabilities=CAP_LEASE",
            "SystemCallFilter=fchown",
        ]
        for line in expected { #expect(lines.contains { $0 == line }) }
        #expect(lines.contains { $0.hasPrefix("WatchdogSec=") })
    }

    @Test(
        "systemd-analyze verify has nothing to say",
        .enabled(if: isAnalyzerInstalled, "systemd-analyze is not installed")
    )
    func verify() throws {
        let (status, output) = try Self.analyze(["verify"], Self.unit())
        #expect(status == 0)
        #expect(output.isEmpty)
        // The check can fail.
        let broken = try Self.analyze(["verify"], Self.unit() + "\n[Service]\nTypo=1\nRestart=perhaps\n")
        #expect(!broken.output.isEmpty)
    }

    @Test("the exposure is at most 0.7 of 10", .enabled(if: isAnalyzerInstalled, "systemd-analyze is not installed"))
    func exposure() throws {
        let (status, output) = try Self.analyze(
            ["security", "--offline=true", "--no-pager", "--threshold=7"],
            Self.unit()
        )
        #expect(status == 0, "\(output)")
    }
}
