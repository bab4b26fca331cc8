import Foundation
import TestSupport
import Testing
import WorkerClient
import WorkerProtocol

@Suite("Kernels that are to blame", .serialized)
struct KernelRemedyTests {
    private static let damaged = "os.path.exists(cache + '/damaged')"

    @Test("kernels that fail their test at the start are compiled anew, and that is said")
    func failAtStart() async throws {
        let worker = try PlayedWorker(
            """
            def start(notes):
                failed = \(Self.damaged)
                say("started", {**engine, "warnings": notes + ["self-test failed"] * failed}, kernelsFailed=failed)
            """
        )
        try worker.damageKernels()
        let facts = try await worker.connection.start()
        #expect(facts.warnings.count == 2, "\(facts.warnings)")
        #expect(facts.warnings[0].contains("self-test failed"))
        #expect(facts.warnings[1].contains("was emptied"))
    }

    @Test("a device that fails with new kernels as well is left to the engine")
    func failAlways() async throws {
        let worker = try PlayedWorker(
            """
            def start(notes):
                say("started", {**engine, "warnings": notes + ["not used"]}, kernelsFailed=True)
            """
        )
        let facts = try await worker.connection.start()
        #expect(facts.warnings.last == "not used")
    }

    @Test(
        "kernels that fail, or end the worker, when an image first needs them are compiled anew, and the image is done",
        arguments: [
            "say('failed', {'kind': 'device_failed', 'message': 'wrong', 'remedy': '', 'isTransient': True})",
            "os.abort()",
        ]
    )
    func failAtWork(failure: String) async throws {
        let worker = try PlayedWorker(
            """
            def segment():
                if \(Self.damaged): \(failure)
                else: say("finished", report)
            """
        )
        _ = try await worker.connection.start()
        try worker.damageKernels()
        _ = try await worker.segment()
        #expect(!FileManager.default.fileExists(atPath: worker.folder.appending("kernels/damaged")))
    }

    @Test("an image that ends the worker after others were done is its own fault: the kernels stay")
    func badImage() async throws {
        let worker = try PlayedWorker(
            """
            count = 0
            def segment():
                global count
                count += 1
                if count == 2: os.abort()
                say("finished", report)
            """
        )
        _ = try await worker.segment()
        try worker.damageKernels()
        do throws(WorkerError) {
            _ = try await worker.segment()
            Issue.record("it was done")
        } catch {
            guard case .died = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(FileManager.default.fileExists(atPath: worker.folder.appending("kernels/damaged")))
    }
}
