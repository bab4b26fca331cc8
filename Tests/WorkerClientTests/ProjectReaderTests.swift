import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

/// A connection whose workers are a script.
private struct ScriptedReader {
    let folder: TemporaryFolder
    private let connection: WorkerConnection

    /// Workers of which `act` answers.
    init(_ act: String, patience: WorkerPatience = WorkerPatience()) throws {
        folder = try TemporaryFolder()
        let program = try folder.write(
            Array(
                """
                #!/usr/bin/python3
                import json, os, signal, socket, time
                stream = socket.socket(fileno=3).makefile("rw")
                request = json.loads(stream.readline())
                with open("\(folder.path.string)/processes", "a") as file:
                    file.write(f"{os.getpid()} {os.environ.get('HOME')!r} {list(request)[0]}\\n")
                \(act)
                stream.readline()
                """.utf8
            ),
            to: "worker"
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.string)
        connection = WorkerConnection(
            .process(executable: program),
            device: nil,
            kernelCache: folder.path,
            patience: patience
        )
    }

    func extract() async throws(WorkerError) -> ClassifierExtract {
        let ends: (FileDescriptor, FileDescriptor)
        do { ends = try FileDescriptor.pipe() } catch { throw .cannotStart("\(error)") }
        defer { for end in [ends.0, ends.1] { try? end.close() } }
        return try await connection.extract(ends.0.rawValue, into: ends.1.rawValue, name: "a.ilp")
    }
}

@Suite("Processes that read projects", .serialized)
struct ProjectReaderTests {
    private static let answer = """
        print(json.dumps({"extracted": {"_0": {"sha256": "d", "bytes": 3, "classMarks": [], "remarks": []}}}),
              file=stream, flush=True)
        """

    @Test("are one for each, without a home, and end with their answer")
    func oneEach() async throws {
        let reader = try ScriptedReader(Self.answer)
        for _ in 0..<2 { #expect(try await reader.extract().sha256 == "d") }
        let lines = String(decoding: try reader.folder.read("processes"), as: UTF8.self).split(separator: "\n")
        let processes = lines.compactMap { pid_t($0.split(separator: " ")[0]) }
        #expect(Set(processes).count == 2 && lines.allSatisfy { $0.hasSuffix(" '' extract") }, "\(lines)")
        for process in processes { #expect(kill(process, 0) == -1 && errno == ESRCH) }
    }

    @Test("tell how they ended", arguments: [(SIGSEGV, false), (SIGKILL, true)])
    func died(signal: Int32, isKill: Bool) async throws {
        let reader = try ScriptedReader("os.kill(os.getpid(), \(signal))")
        do throws(WorkerError) {
            _ = try await reader.extract()
            Issue.record("it answered")
        } catch {
            guard case .died = error else {
                Issue.record("\(error)")
                return
            }
            #expect(error.isKill == isKill)
        }
    }

    @Test("are not given up within their time for not getting on")
    func slow() async throws {
        var patience = WorkerPatience()
        patience.standstill = .zero
        let reader = try ScriptedReader("time.sleep(1.2)\n" + Self.answer, patience: patience)
        #expect(try await reader.extract().sha256 == "d")
    }

    @Test("are given up after their time")
    func overdue() async throws {
        var patience = WorkerPatience()
        patience.extraction = .milliseconds(200)
        let reader = try ScriptedReader("time.sleep(600)", patience: patience)
        do throws(WorkerError) {
            _ = try await reader.extract()
            Issue.record("it answered")
        } catch {
            guard case .overdue = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
