import ArgumentParser
import Devices
import Files
import Glibc
import Service
import Settings
import SystemPackage
import Worker
import WorkerClient
import WorkerProtocol

/// `segmentd selftest`: whether this computer gives the results it must.
struct SelftestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Compare this computer's device with the reference; exit 0 when every case passed, 1 otherwise.",
        discussion: """
            Every group of kernels is compared with the host's own arithmetic, and an image that comes with the program is \
            segmented with a classifier of APOC's, whose results are known. Kernels that were not needed before are compiled, \
            which takes a minute or two the first time. Nothing is changed.
            """
    )

    @Option(help: "cpu, gpu, or a part of a device's name.")
    var device: String?

    @Option(help: "Threads that the device may use.")
    var threads: Int?

    @Option(help: "Only the cases whose name holds this.")
    var only: String?

    @Flag(help: "Print JSON instead of words.")
    var json = false

    /// All that is said, in words or as JSON.
    private struct Outcome: Encodable {
        var device: String
        var deviceKind: String
        var warnings: [String]
        var cases: [SelftestReport.Case]
        var passed: Int
    }

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is at least 1.") }
    }

    func run() async throws {
        let showsProgress = isatty(STDERR_FILENO) != 0
        let worker: WorkerConnection
        var report: SelftestReport
        let request = SelftestRequest(device: selection, only: only)
        do {
            worker = WorkerConnection(device: selection, directories: try ServiceDirectories())
            report = try await worker.selftest(request) { name in
                if showsProgress { StandardError.write("\r\u{1b}[K\(name)", terminator: "") }
            }
        } catch {
            StandardError.write("no worker can be tested: \(error)")
            throw ExitCode.unavailable
        }
        if showsProgress { StandardError.write("\r\u{1b}[K", terminator: "") }
        if SelftestImage.names.contains(where: request.wants) { report.cases += await SelftestImage.cases(worker) }
        guard !report.cases.isEmpty else {
            StandardError.write("no case is called so; without --only all are listed")
            throw ExitCode.failure
        }
        let passed = report.cases.count { $0.problem == nil }
        if json {
            try JSONOutput.print(
                Outcome(
                    device: report.device,
                    deviceKind: report.deviceKind,
                    warnings: report.warnings,
                    cases: report.cases,
                    passed: passed
                )
            )
        } else {
            show(report, passed)
        }
        guard passed == report.cases.count else { throw ExitCode.failure }
    }

    private func show(_ report: SelftestReport, _ passed: Int) {
        print("\(report.device) (\(report.deviceKind))")
        for warning in report.warnings { print("note: \(warning)") }
        let width = report.cases.map(\.name.count).max() ?? 0
        for test in report.cases {
            let name = test.name + String(repeating: " ", count: width - test.name.count)
            let time = String(Int(test.milliseconds.rounded()))
            let padding = String(repeating: " ", count: max(0, 7 - time.count))
            print("\(test.problem == nil ? "pass" : "FAIL")  \(name) \(padding)\(time) ms")
            if let problem = test.problem { print("      \(problem)") }
        }
        print("\(passed) of \(report.cases.count) passed")
    }

    private var selection: DeviceSelection? {
        let kind = device.flatMap(DeviceKind.init(rawValue:))
        guard device != nil || threads != nil else { return nil }
        return DeviceSelection(kind: kind, name: kind == nil ? device : nil, threads: threads)
    }
}
