import Glibc
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Workers that hang", .serialized)
struct HungWorkerTests {
    private static let beatsForEver = """
        def segment():
            sign("atWork", {"pixels": 10, "usesHost": False})
            while True:
                time.sleep(0.01)
                sign("beat")
        """

    private static var short: WorkerPatience {
        var patience = WorkerPatience()
        patience.image = .milliseconds(300)
        return patience
    }

    @Test("a process that was stopped is given up soon, and the next one does the image")
    func stopped() async throws {
        var patience = WorkerPatience()
        // The script needs its time to start.
        patience.silence = .seconds(10)
        let worker = try PlayedWorker(
            """
            def segment():
                if os.path.exists(cache + "/damaged"): os.kill(os.getpid(), signal.SIGSTOP)
                say("finished", report)
            """,
            patience: patience
        )
        try worker.damageKernels()
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was done")
        } catch {
            guard case .silent = error else {
                Issue.record("\(error)")
                return
            }
        }
        try worker.mendKernels()
        _ = try await worker.segment()
    }

    @Test("an image that gets on for ever is given up after its time")
    func beatsForEver() async throws {
        let worker = try PlayedWorker(Self.beatsForEver, patience: Self.short)
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was done")
        } catch {
            guard case .overdue(let first) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(first >= .milliseconds(600) && first < .seconds(1))
            #expect(error.isHang)
        }
    }

    @Test("an image that was not done in time has twice the time at its next attempt")
    func moreTime() async throws {
        let worker = try PlayedWorker(Self.beatsForEver, patience: Self.short)
        do throws(WorkerError) {
            _ = try await worker.segment(hangs: 1)
            Issue.record("it was done")
        } catch {
            guard case .overdue(let limit) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(limit >= .milliseconds(1200) && limit < .seconds(2))
        }
    }

    @Test("a worker that computes on the host has the time that this takes")
    func host() async throws {
        let worker = try PlayedWorker(
            """
            count = 0
            def segment():
                global count
                count += 1
                sign("atWork", {"pixels": 100_000, "usesHost": False})
                if count == 2:
                    sign("atWork", {"pixels": 100_000, "usesHost": True})
                    for _ in range(10):
                        time.sleep(0.1)
                        sign("beat")
                say("finished", report)
            """,
            patience: Self.short
        )
        // Now the device is known to be quick.
        _ = try await worker.segment()
        _ = try await worker.segment()
    }

    @Test("a worker that gives signs of life but does not get on is left behind when the daemon stops")
    func stops() async throws {
        var patience = WorkerPatience()
        patience.standstillAtEnd = .milliseconds(100)
        let worker = try PlayedWorker(
            """
            def segment():
                while True:
                    time.sleep(0.01)
                    sign("alive")
            """,
            patience: patience
        )
        _ = try await worker.connection.start()
        worker.connection.stopSoon()
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was done")
        } catch {
            guard case .interrupted = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("a worker that gets on is waited for when the daemon stops")
    func finishes() async throws {
        var patience = WorkerPatience()
        patience.standstillAtEnd = .milliseconds(300)
        let worker = try PlayedWorker(
            """
            def segment():
                for _ in range(50):
                    time.sleep(0.01)
                    sign("beat")
                say("finished", report)
            """,
            patience: patience
        )
        _ = try await worker.connection.start()
        worker.connection.stopSoon()
        _ = try await worker.segment()
    }

    @Test(
        "a worker whose time on the processors is over was not done in time; it has that limit, and no signal is blocked"
    )
    func processorTime() async throws {
        let worker = try PlayedWorker(
            """
            import resource
            signal.pthread_sigmask(signal.SIG_BLOCK, []) == set() or sys.exit(3)
            def segment():
                limit = resource.getrlimit(resource.RLIMIT_CPU)[0]
                if not 5 < limit < 100_000: sys.exit(4)
                os.kill(os.getpid(), signal.SIGXCPU)
                time.sleep(60)
            """
        )
        // As a thread of the daemon's pool has it.
        var blocked = sigset_t()
        sigfillset(&blocked)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was done")
        } catch {
            #expect(error.isHang, "\(error)")
        }
    }
}
