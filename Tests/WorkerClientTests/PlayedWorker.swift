import FoundationEssentials
import SystemPackage
import TestSupport
import WorkerClient
import WorkerProtocol

/// A worker process that speaks the protocol but computes nothing: `Fixtures/played_worker.py`, with what a test wants.
struct PlayedWorker {
    private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/played_worker.py")

    let folder: TemporaryFolder
    let connection: WorkerConnection
    private let reference: ClassifierReference

    /// A worker whose Python functions `start` and `segment` are what `acts` says.
    init(_ acts: String, patience: WorkerPatience = WorkerPatience()) throws {
        folder = try TemporaryFolder()
        try folder.write(Array(acts.utf8), to: "acts.py")
        try FileManager.default.createDirectory(
            atPath: folder.appending("kernels"),
            withIntermediateDirectories: false
        )
        connection = WorkerConnection(
            .process(executable: FilePath(Self.program.path)),
            device: nil,
            kernelCache: FilePath(folder.appending("kernels")),
            patience: patience
        )
        let copy = try folder.write([], to: "classifier.cl").string
        reference = ClassifierReference(digest: "d", name: "classifier.cl", keptCopy: FilePath(copy))
    }

    /// Lays a file into the kernel cache.
    func damageKernels() throws { try folder.write([0], to: "kernels/damaged") }

    /// Takes it away again.
    func mendKernels() throws { try FileManager.default.removeItem(atPath: folder.appending("kernels/damaged")) }

    /// Asks for an image.
    func segment(hangs: Int = 0) async throws(WorkerError) -> JobReport {
        let recipe = Recipe(steps: [.classifyPixels(classifier: "d", foreground: nil)], outputs: [])
        let job = SegmentationJob(imageName: "x.tif", recipe: recipe)
        return try await connection.segment(
            job,
            classifiers: [reference],
            image: 0,
            labels: nil,
            outputs: [],
            hangs: hangs
        )
    }
}
