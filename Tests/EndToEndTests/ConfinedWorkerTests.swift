import Foundation
import Glibc
import TestSupport
import Testing

/// What a worker process may do and what not, as the kernel tells it.
@Suite("The worker's confinement", .serialized)
struct ConfinedWorkerTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    @Test("a worker has no rights, no blocked signals, limits, and ends before the daemon where memory runs short")
    func facts() throws {
        let daemon = try startedDaemon()
        let worker = try #require(daemon.workers.first)
        let status = try Self.fields("/proc/\(worker)/status")
        #expect(status["NoNewPrivs"] == "1")
        #expect(status["Seccomp"] == "2")
        for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
            #expect(status[set].flatMap { UInt64($0, radix: 16) } == 0, "\(set) \(status[set] ?? "")")
        }
        #expect(status["SigBlk"].flatMap { UInt64($0, radix: 16) } == 0)
        // Nothing is in the way of the signal that ends it when its time is over.
        #expect(status["SigIgn"].flatMap { UInt64($0, radix: 16) }.map { $0 >> UInt64(SIGXCPU - 1) & 1 } == 0)

        let limits = try String(contentsOfFile: "/proc/\(worker)/limits", encoding: .utf8).split(separator: "\n")
        func soft(_ name: String) -> Int? {
            limits.first { $0.hasPrefix(name) }.flatMap { Int($0.dropFirst(26).prefix { $0 != " " }) }
        }
        #expect(soft("Max core file size") == 0)
        #expect(soft("Max open files") ?? .max <= 8192)
        #expect(soft("Max file size") == 1 << 40)
        let cpu = try #require(soft("Max cpu time"))
        #expect(cpu > 60)
        // Three quarters of the memory, and what threads reserve.
        let memory = try Self.fields("/proc/meminfo")["MemTotal"].flatMap { Int($0.split(separator: " ")[0]) }
        let space = try #require(soft("Max address space"))
        #expect(space < (try #require(memory)) * 1024 * 3 / 4 + 256 << 30)

        #expect(try Self.number("/proc/\(worker)/oom_score_adj") >= 500)
        #expect(try Self.number("/proc/self/oom_score_adj") < 500)
        for descriptor in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd") {
            let place = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(worker)/fd/\(descriptor)")
            let isExpected = ["socket:", "anon_inode:", "/dev/null"].contains { place.hasPrefix($0) }
            #expect(isExpected || Int(descriptor) ?? 9 <= 2 && place.hasSuffix(".log"), "\(descriptor) is \(place)")
        }
        #expect(try daemon.terminate() == 0)
    }

    @Test("a worker that is stopped ends with the daemon")
    func endsWithDaemon() throws {
        let daemon = try startedDaemon()
        let worker = try #require(daemon.workers.first)
        kill(worker, SIGSTOP)
        daemon.send(SIGKILL)
        for _ in 0..<1000 {
            // What ended may wait for whoever takes in orphans.
            guard let state = try? Self.fields("/proc/\(worker)/status")["State"], !state.hasPrefix("Z") else { return }
            usleep(10_000)
        }
        kill(worker, SIGKILL)
        Issue.record("it is still there")
    }

    @Test(
        "kernels are compiled, and neither the worker nor what it runs can open data, talk to the network or the daemon"
    )
    func walls() throws {
        let secret = home.appending("secret.tif")
        try home.write(Array("pixels".utf8), to: "secret.tif")
        // PoCL runs it, and it does what somebody would try who took the worker over.
        let tools = home.appending("tools")
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: false)
        let script = """
            #!/bin/sh
            {
                cat '\(secret)' && echo read a file
                ls '\(home.url.path)' && echo listed a folder
                echo x > '\(home.appending("made"))' && echo made a file
                python3 -c 'import socket; socket.socket(socket.AF_INET)' && echo made a socket
                kill -0 "$(ps -o ppid= -p $PPID)" && echo reached the daemon
                grep -q Linux /proc/version && echo read of the system
                touch "$TMPDIR/x" && echo made a temporary file
            } >> "$TMPDIR/found" 2>/dev/null
            exec /usr/bin/ld "$@"
            """
        try home.write(Array(script.utf8), to: "tools/ld")
        chmod("\(tools)/ld", 0o700)
        let call = try ProgramCall.result(
            of: [
                "run", "--json", "--output-dir", home.appending("results"), "--classifier",
                AcquisitionFixtures.classifier("bright").path, AcquisitionFixtures.image(2).path,
            ],
            home: home.url,
            environment: ["PATH": "\(tools):/usr/bin:/bin", "CACHE_DIRECTORY": home.appending("cache")]
        )
        #expect(call.status == 0 && call.output.contains("\"cpu\""), "\(call)")
        let found = String(decoding: try home.read("cache/kernels/scratch/found"), as: UTF8.self)
        #expect(Set(found.split(separator: "\n")) == ["read of the system", "made a temporary file"])
    }

    private func startedDaemon() throws -> RunningDaemon {
        let acquisition = home.appending("acquisition")
        try FileManager.default.createDirectory(atPath: acquisition, withIntermediateDirectories: true)
        let configuration = """
            [[folder]]
            path = "\(acquisition)"
            [[folder.recipe]]
            classifier = "\(AcquisitionFixtures.classifier("bright").path)"
            """
        try home.write(Array(configuration.utf8), to: "segmentd.toml")
        let file = home.url.appending(path: "segmentd.toml")
        let daemon = try RunningDaemon(configuration: file, home: home.url, name: "daemon")
        try daemon.waitUntilReady()
        return daemon
    }

    /// `name: value` lines of a file of the kernel.
    private static func fields(_ path: String) throws -> [String: String] {
        var fields: [String: String] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return fields
    }

    private static func number(_ path: String) throws -> Int {
        let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(Int(text))
    }
}
