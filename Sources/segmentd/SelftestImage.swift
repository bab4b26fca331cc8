import Files
import Foundation
import Results
import Service
import Settings
import SystemPackage
import Worker
import WorkerClient
import WorkerProtocol

/// The case from an image on the disk to its results, as `segmentd run` does it, in a folder among the temporary files.
enum SelftestImage {
    /// The names of its cases; they go together.
    static let names = [
        "an image on the disk: objects as APOC finds them",
        "its label image, written and read back: APOC's, pixel by pixel",
        "its table: a row an object",
    ]

    /// Segments the image that comes with the program and compares its results with those of real APOC.
    static func cases(_ worker: WorkerConnection) async -> [SelftestReport.Case] {
        let clock = ContinuousClock()
        var start = clock.now
        var cases: [SelftestReport.Case] = []
        func add(_ name: String, _ problem: String?) {
            let time = (clock.now - start) / .milliseconds(1)
            cases.append(SelftestReport.Case(name: name, problem: problem, milliseconds: time))
            start = clock.now
        }
        let folder: FilePath
        do throws(Errno) { folder = try FileCalls().makeTemporaryFolder(named: "segmentd-selftest") } catch {
            add(names[0], "no folder can be made in \(FileCalls.temporaryFolder): \(error)")
            return cases
        }
        defer {
            FileCalls().discardContents(of: folder)
            _ = FileCalls().discard(folder)
        }
        do {
            let summary = try await segment(in: folder, worker)
            let objects = summary.totals.objects
            add(
                names[0],
                objects == SelftestCase.objects
                    ? nil : "\(objects.map(String.init) ?? "no") objects instead of \(SelftestCase.objects)"
            )
            let labels = try FileDescriptor.open(
                folder.appending("data/selftest_labels.tif"),
                .readOnly,
                options: .closeOnExec
            )
            defer { try? labels.close() }
            let digest = try await worker.digestOfLabels(labels.rawValue, name: "selftest_labels.tif")
            add(
                names[1],
                digest == SelftestCase.labels ? nil : "the labels are not those of APOC"
            )
            let table = try String(
                contentsOfFile: folder.appending("data/selftest_objects.csv").string,
                encoding: .utf8
            )
            let rows = table.split(separator: "\n").count { !$0.hasPrefix("#") } - 1
            add(
                names[2],
                rows == SelftestCase.objects ? nil : "\(rows) rows instead of \(SelftestCase.objects)"
            )
        } catch {
            add(names[0], "\(error)")
        }
        return cases
    }

    private static func segment(in folder: FilePath, _ worker: WorkerConnection) async throws -> Summary {
        let (data, classifier) = (folder.appending("data"), folder.appending("selftest.cl"))
        _ = try FileCalls().makeFolder(at: data)
        let image = data.appending("selftest.tif")
        try Data(SelftestCase.image).write(to: URL(filePath: image.string))
        try Data(SelftestCase.classifier.utf8).write(to: URL(filePath: classifier.string))
        // Nothing of it is to be seen elsewhere; the kernels stay where the worker has them.
        let directories = try ServiceDirectories(environment: [
            "STATE_DIRECTORY": folder.appending("state").string, "CACHE_DIRECTORY": folder.appending("cache").string,
            "RUNTIME_DIRECTORY": folder.appending("run").string,
        ])
        let recipe = RecipeSettings(classifier: classifier, outputs: [.mask, .labels, .objects])
        let settings = FolderSettings(path: data, reserve: .none, experimentTables: false, recipes: [recipe])
        let batch = BatchRun(worker: worker, directories: directories, again: true, log: LoggingOptions.silent)
        try await batch.loadClassifiers(of: [settings])
        var found: Summary?
        var failure: Failure?
        let items = try BatchItems.find([image], recursive: false) { _, _ in settings }
        _ = await batch.run(items) { _, _, outcome, _ in
            switch outcome {
            case .done(let summary): found = summary
            case .failed(let summary):
                failure = summary.error.map { Failure(kind: $0.kind, message: $0.message, remedy: $0.remedy) }
            case .postponed(let reason): failure = reason
            default: break
            }
        }
        guard let found else { throw failure ?? .internalFault("the image has no result") }
        return found
    }
}
