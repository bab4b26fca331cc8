import Ledger
import Logging
import Results
import Service
import Settings
import SystemPackage
import TestSupport
import WorkerProtocol

/// An acquisition folder with one image, a recipe for it, and a processor with a scripted worker.
struct Acquisition {
    let folder: TemporaryFolder
    let store: ClassifierStore
    var settings: FolderSettings

    /// The folder `in` holds `x.tif`; its classifier is in force.
    init(outputs: [OutputKind]? = nil, output: OutputLocation = .beside) async throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("in")
        try folder.makeFolder("kept")
        try folder.write(ClassifierFixtures.image(), to: "in/x.tif")
        let classifier = try folder.write(ClassifierFixtures.bytes("nuclei"), to: "nuclei.cl")
        settings = FolderSettings(
            path: folder.path("in"),
            output: output,
            recipes: [RecipeSettings(classifier: classifier, outputs: outputs)]
        )
        store = ClassifierStore(keepingCopiesIn: folder.path("kept"), worker: ScriptedWorker([]))
        try await swap(to: "nuclei")
    }

    /// Puts another classifier into force.
    func swap(to classifier: String) async throws {
        let path = try folder.write(ClassifierFixtures.bytes(classifier), to: "nuclei.cl")
        if let loaded = try await store.read(path) { await store.adopt(loaded) }
    }

    /// Images are tried again without a pause.
    static var withoutPauses: RetryPolicy {
        var policy = RetryPolicy()
        policy.firstPause = .zero
        return policy
    }

    /// A processor, as one life of the daemon has it.
    func processor(
        by worker: ScriptedWorker,
        ledger: Ledger? = nil,
        retries: RetryPolicy = Self.withoutPauses,
        storage: Storage = Storage()
    ) -> ImageProcessor {
        ImageProcessor(
            worker: worker,
            classifiers: store,
            ledger: ledger,
            retries: retries,
            storage: storage,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// The one outcome of the one recipe, in one word.
    func word(by processor: ImageProcessor) async -> String? {
        await processor.process(folder.path("in/x.tif"), in: settings)?.first?.word
    }

    /// Takes an image through the recipes; nil where it is none of ours to take.
    func process(
        _ name: String = "in/x.tif",
        by worker: ScriptedWorker,
        ledger: Ledger? = nil,
        isSuspect: Bool = false,
        policy: NewClassifierPolicy? = nil,
        again: Bool = false
    ) async -> [ImageOutcome]? {
        await processor(by: worker, ledger: ledger).process(
            folder.path(name),
            in: settings,
            isSuspect: isSuspect,
            policy: policy,
            scope: again ? .everything : .due
        )
    }

    /// The one outcome of the one recipe.
    func outcome(
        by worker: ScriptedWorker,
        ledger: Ledger? = nil,
        isSuspect: Bool = false,
        policy: NewClassifierPolicy? = nil,
        again: Bool = false
    ) async -> ImageOutcome? {
        await process(by: worker, ledger: ledger, isSuspect: isSuspect, policy: policy, again: again)?.first
    }

    /// All names in the folder, hidden ones too.
    func names() throws -> [String] { try folder.names(in: "in") }

    /// The summary beside the image.
    func summary() throws -> Summary? { try folder.summary("in/x_summary.json") }
}

extension ImageOutcome {
    /// One word for comparisons.
    var word: String {
        switch self {
        case .done: "done"
        case .failed(let summary): "failed: \(summary.error?.kind ?? "")"
        case .upToDate: "up to date"
        case .waitsForClassifier: "waits"
        case .waitsForLabels: "waits for labels"
        case .partOfSet(let first): "part of \(first.lastComponent?.string ?? "")"
        case .waitsForSet: "waits for files"
        case .changed: "changed"
        case .later: "later"
        case .unfinished(_, let isIncomplete): isIncomplete ? "incomplete" : "unfinished"
        case .postponed(let failure): "postponed: \(failure.kind)"
        }
    }
}
