import Files
import Foundation
import Service
import SystemPackage
import TestSupport
import WorkerProtocol

/// A folder with a classifier that is trained again and again; what the worker would write is a text.
final class VersionBench {
    let folder: TemporaryFolder
    let versions: ClassifierVersions

    /// - Parameter settling: how old a file must be that is put there by hand.
    init(settling: Duration = .zero, calls: FileCalls = FileCalls()) throws {
        folder = try TemporaryFolder()
        versions = ClassifierVersions(of: folder.path("nuclei.cl"), settling: settling, calls: calls)
    }

    /// The same folder for another process.
    init(_ other: VersionBench, settling: Duration = .zero, calls: FileCalls = FileCalls(patience: .zero)) {
        folder = other.folder
        versions = ClassifierVersions(of: folder.path("nuclei.cl"), settling: settling, calls: calls)
    }

    /// The same, in a folder of its own.
    init(copying other: VersionBench) throws {
        folder = try TemporaryFolder()
        for name in try other.folder.names() {
            try FileManager.default.copyItem(atPath: other.folder.appending(name), toPath: folder.appending(name))
        }
        versions = ClassifierVersions(of: folder.path("nuclei.cl"), settling: .zero)
    }

    /// Trains "classifier NAME" with "samples NAME".
    @discardableResult
    func train(
        _ name: String,
        samples: String? = nil,
        decision: VersionRecord.Decision = .taken,
        basis: String? = nil,
        comparedWith: String?? = nil
    ) throws -> ClassifierVersions.Addition {
        let new = try versions.begin()
        let (classifier, samples) = (Array("classifier \(name)".utf8), Array((samples ?? "samples \(name)").utf8))
        for (descriptor, bytes) in zip(new.descriptors, [classifier, samples]) {
            _ = try FileDescriptor(rawValue: descriptor).writeAll(bytes)
        }
        var draft = VersionDraft(
            job: TrainingJob(kind: .objectSegmenter, features: "original"),
            report: Self.report(classifier, samples),
            decision: decision,
            reason: "as \(name) is"
        )
        draft.basis = basis
        draft.comparedWith = if let comparedWith { comparedWith } else { try versions.list().digestInForce }
        return try versions.add(new, draft)
    }

    /// What lies in the classifier's place.
    var inForce: String? { text("nuclei.cl") }
    /// What lies in the place of its samples.
    var samples: String? { text("nuclei.samples") }

    func text(_ name: String) -> String? {
        (try? folder.read(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes into a file as `cp` does: it stays the same file.
    func overwrite(_ name: String, with text: String) throws { try Self.overwrite(folder.path(name), with: text) }

    /// The same.
    static func overwrite(_ path: FilePath, with text: String) throws(Errno) {
        guard let file = try? FileDescriptor.open(path, .writeOnly, options: .truncate) else { throw .ioError }
        let count = try? file.writeAll(Array(text.utf8))
        try? file.close()
        guard count == text.utf8.count else { throw .ioError }
    }

    /// The states by number.
    func states() throws -> [String] { try versions.list().versions.map { "\($0.number) \($0.state.rawValue)" } }

    /// What a worker reports that wrote these.
    static func report(_ classifier: [UInt8], _ samples: [UInt8]) -> TrainingReport {
        func file(_ bytes: [UInt8]) -> TrainingReport.File {
            TrainingReport.File(bytes: bytes.count, sha256: FileDigest.sha256(bytes))
        }
        var report = TrainingReport(
            classifier: file(classifier),
            samples: file(samples),
            facts: ClassifierFacts(
                kind: "ObjectSegmenter",
                features: ["original"],
                channels: 1,
                dimensions: 2,
                classes: 2,
                gives: [],
                purpose: nil,
                foreground: .fixedClass(2),
                remarks: []
            ),
            classes: [.init(annotation: 1, trained: 10, test: 2), .init(annotation: 2, trained: 8, test: 2)],
            features: [.init(name: "original", importance: 1, least: 0.5, most: 250)],
            images: ["a.tif", "b.tif"],
            warnings: [],
            seconds: ["forest": 0.25]
        )
        var scores = ValidationReport(basis: "2 held-back images")
        (scores.f1, scores.confusion) = (0.9375, [[2, 0], [1, 1]])
        scores.classes = [
            .init(number: 1, truth: 2, found: 3, right: 2), .init(number: 2, truth: 2, found: 1, right: 1),
        ]
        scores.calibration = [.init(above: 0, upTo: 0.1, count: 4, probability: 0.05, share: 0)]
        report.scores = scores
        return report
    }
}
