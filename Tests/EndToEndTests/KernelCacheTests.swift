import Foundation
import Glibc
import Results
import TestSupport
import Testing
import WorkerProtocol

/// PoCL ends its process where its folder of compiled kernels is damaged; nobody should have to know that.
@Suite("A bad cache of kernels", .serialized)
struct KernelCacheTests {
    private struct NoSummary: Error {}

    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    @Test("damaged kernels are thrown away, the image is segmented, and the summary says so")
    func damaged() throws {
        let first = try segment()
        #expect(first.warnings == [] && first.engine?.kind == "cpu")
        let kernels = try compiled()
        #expect(kernels.count > 5)
        for kernel in kernels { try Data(repeating: 0x5A, count: 9_000).write(to: kernel) }

        let second = try segment()
        #expect(second.status == .done && second.engine?.kind == "cpu")
        #expect(second.warnings.contains { $0.contains("was emptied") }, "\(second.warnings)")
        #expect(try segment().warnings == [])
    }

    /// What a power cut, or the disk, leaves of compiled kernels.
    enum Damage: String, CaseIterable {
        /// Every file is empty.
        case allEmpty
        /// The programs are empty, of which kernels are made.
        case emptyPrograms
        /// One kernel is empty that is first needed by an image.
        case emptyLater
        /// One byte of the forest's kernel is another, so that it gives other classes.
        case flippedByte

        func happen(in kernels: [URL]) throws {
            for kernel in kernels {
                let name = kernel.lastPathComponent
                switch self {
                case .allEmpty: try Data().write(to: kernel)
                case .emptyPrograms: if name == "program.bc" { try Data().write(to: kernel) }
                case .emptyLater: if name == "sobel_2d.so" { try Data().write(to: kernel) }
                case .flippedByte:
                    guard name == "forest_program_1.so" else { continue }
                    var bytes = try Data(contentsOf: kernel)
                    bytes[bytes.startIndex + min(8_200, bytes.count - 1)] ^= 0x55
                    try bytes.write(to: kernel)
                }
            }
        }
    }

    @Test("damaged kernels are compiled anew, the device is used, and no worker is lost", arguments: Damage.allCases)
    func compiledAnew(damage: Damage) throws {
        _ = try segment()
        try damage.happen(in: files())
        let summary = try segment()
        #expect(summary.status == .done && summary.engine?.kind == "cpu", "\(summary.warnings)")
        #expect(!log.contains("worker was lost"), "\(log)")
        #expect(try segment().warnings == [])
    }

    @Test("a folder that cannot be written is passed over")
    func unwritable() throws {
        // Root may write anywhere, but not below a file.
        let cache = home.url.appending(path: "cache")
        try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
        try Data().write(to: cache.appending(path: "kernels"))
        let summary = try segment()
        #expect(summary.status == .done && summary.engine?.kind == "cpu")
        #expect(summary.warnings.contains { $0.contains("is used instead") }, "\(summary.warnings)")
    }

    /// Segments an image in a worker process with a cache of its own.
    private func segment() throws -> Summary {
        let command = [
            RunningDaemon.program.path, "run", "--json", "--again", "--output-dir", home.appending("results"),
            "--classifier",
            AcquisitionFixtures.classifier("bright").path, AcquisitionFixtures.image(2).path,
        ]
        var environment = RunningDaemon.environment(home: home.url)
        environment["CACHE_DIRECTORY"] = home.appending("cache")
        let call = try ChildProcess(
            command,
            environment: environment,
            output: .file(home.appending("output")),
            errors: .file(home.appending("errors"))
        )
        #expect(call.wait() == 0)
        guard case .found(let summary) = SummaryFile.decode(try home.read("output")) else {
            throw NoSummary()
        }
        return summary
    }

    private var log: String { (try? String(contentsOfFile: home.appending("errors"), encoding: .utf8)) ?? "" }

    private func compiled() throws -> [URL] { try files().filter { $0.pathExtension == "so" } }

    private func files() throws -> [URL] {
        let kernels = home.appending("cache/kernels")
        return try FileManager.default.subpathsOfDirectory(atPath: kernels)
            .map { URL(filePath: kernels).appending(path: $0) }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false }
    }
}
