import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Workers that are lost")
struct LostWorkerTests {
    /// What starting a worker that is `script` ends with; the socket is its descriptor 3.
    private static func error(
        of script: String,
        in folder: TemporaryFolder,
        silence: Duration = .seconds(20)
    ) async throws -> WorkerError {
        let program = folder.appending("worker.sh")
        // Another process writes it: a file that is open for writing here may be so in a child of another test, and
        // cannot be run.
        let writing = "import os, sys; open(sys.argv[1], 'w').write(sys.argv[2]); os.chmod(sys.argv[1], 0o700)"
        _ = try GoldenArray.output(of: writing, arguments: [program, "#!/bin/sh\n\(script)\n"])
        var patience = WorkerPatience()
        patience.silence = silence
        let connection = WorkerConnection(
            .process(executable: FilePath(program)),
            device: nil,
            kernelCache: FilePath(folder.appending("kernels")),
            patience: patience
        )
        do throws(WorkerError) {
            _ = try await connection.start()
        } catch {
            return error
        }
        throw TestFailure("it started")
    }

    @Test("a worker that ends is reported with its exit status")
    func exits() async throws {
        let error = try await Self.error(of: "exit 3", in: TemporaryFolder())
        guard case .died(let status) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(status == "exit status 3")
    }

    @Test("a worker that is killed is reported with the signal")
    func killed() async throws {
        let error = try await Self.error(of: "kill -SEGV $$", in: TemporaryFolder())
        guard case .died(let status) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(status.hasPrefix("signal 11"))
    }

    @Test("a worker that says nothing is given up")
    func silent() async throws {
        let script = "exec cat <&3 >/dev/null"
        let error = try await Self.error(of: script, in: TemporaryFolder(), silence: .milliseconds(50))
        guard case .silent = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("a worker that talks about other things breaks the protocol")
    func babble() async throws {
        let error = try await Self.error(of: "echo hello >&3; exec cat <&3 >/dev/null", in: TemporaryFolder())
        guard case .protocolBroken = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("a program that is not there cannot be started")
    func missing() async throws {
        let connection = WorkerConnection(.process(executable: "/nonexistent"), device: nil, kernelCache: "/tmp")
        do throws(WorkerError) {
            _ = try await connection.start()
            Issue.record("it started")
        } catch {
            guard case .cannotStart(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.contains("/nonexistent"))
        }
    }

    @Test("a worker gets the command `worker`, the kernel cache and an empty standard input, and prints to our errors")
    func surroundings() async throws {
        let folder = try TemporaryFolder()
        let notes = folder.appending("notes")
        let script = """
            streams=$(readlink /proc/$$/fd/1 /proc/$$/fd/2)
            { echo "$1"; echo "$POCL_CACHE_DIR"; cat; echo "$streams"; } > '\(notes)'
            """
        let error = try await Self.error(of: script, in: folder)
        guard case .died("exit status 0") = error else {
            Issue.record("\(error)")
            return
        }
        let lines = try String(contentsOf: URL(filePath: notes), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "worker")
        #expect(lines[1] == folder.appending("kernels"))
        #expect(lines[2] == lines[3])
    }

    /// What a worker that was taken over, or is damaged, may answer an image with.
    enum BadAnswer: String, CaseIterable {
        case halfAnAnswer = "stream.write('{\"finished\": {\"_0\": '); stream.flush(); os._exit(7)"
        case noWords = "os.write(3, os.urandom(100_000) + b'\\n')"
        case anotherAnswer = "say('probed')"
        case anImpossibleReport = "say('finished', {**report, 'planes': [{'frame': 1e300}]})"
        case aGigabyte = "[os.write(3, b'x' * (1 << 20)) for _ in range(1024)]"
        case noEndOfSigns = "[say('underWay', {'beat': {}}) for _ in iter(int, 1)]"
        case aClosedSocket = "os.close(3); time.sleep(60)"
    }

    @Test(
        "a worker that answers badly, in whatever way, is replaced, and the next one does the image",
        arguments: BadAnswer.allCases
    )
    func badAnswers(answer: BadAnswer) async throws {
        var patience = WorkerPatience()
        patience.image = .seconds(1)
        let worker = try PlayedWorker(
            """
            def segment():
                if os.path.exists(cache + "/damaged"):
                    \(answer.rawValue)
                    time.sleep(60)
                else: say("finished", report)
            """,
            patience: patience
        )
        _ = try await worker.segment()
        try worker.damageKernels()
        let before = Self.peakMemory
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was taken for an answer")
        } catch {
            switch error {
            case .died, .protocolBroken, .overdue: break
            default: Issue.record("\(error)")
            }
        }
        #expect(Self.peakMemory - before < 256 << 20)
        try worker.mendKernels()
        _ = try await worker.segment()
    }

    /// The most memory that this process had, in bytes.
    private static var peakMemory: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }
}
