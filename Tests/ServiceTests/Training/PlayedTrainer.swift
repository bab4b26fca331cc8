import Files
import FoundationEssentials
import Glibc
import Service
import Synchronization
import SystemPackage
import WorkerClient
import WorkerProtocol

/// A training worker that learns nothing: samples are the digests of annotations by the names of images, and the classifier
/// is the same as text. Annotations that begin with `bad` are refused, and those that begin with `stack` beside others.
final class PlayedTrainer: Sendable {
    private struct Script {
        var jobs: [TrainingJob] = []
        /// The mean F1 of the next ones, and of what was in force.
        var scores: [(new: Double, old: Double)] = []
        var deaths = 0
        var refusals = 0
        var meanwhile: (@Sendable () -> Void)?
        var before: (@Sendable () -> Void)?
    }

    private let script = Mutex(Script())

    /// What it was asked, in order.
    var jobs: [TrainingJob] { script.withLock(\.jobs) }

    /// What the next training is worth.
    func score(_ new: Double, inForce old: Double) { script.withLock { $0.scores.append((new, old)) } }

    /// It dies over the next trainings.
    func die(times: Int) { script.withLock { $0.deaths = times } }

    /// It does not take the earlier samples of the next trainings.
    func refuseSamples(times: Int) { script.withLock { $0.refusals = times } }

    /// What happens while the next training runs.
    func meanwhile(_ body: @escaping @Sendable () -> Void) { script.withLock { $0.meanwhile = body } }

    /// What happens once the next training's files are open, and before they are read.
    func before(_ body: @escaping @Sendable () -> Void) { script.withLock { $0.before = body } }

    /// A worker by way of it.
    func worker(kernels: FilePath) -> TrainingWorker {
        TrainingWorker(WorkerConnection(.thread { [self] in answer($0) }, device: nil, kernelCache: kernels))
    }

    private func answer(_ socket: Int32) {
        var socket = DescriptorSocket(owning: socket, as: .worker)
        while let request = try? socket.receive(WorkerRequest.self) {
            guard let descriptors = try? socket.removeFirstDescriptors(request.descriptorCount) else { return }
            defer { for descriptor in descriptors { close(descriptor) } }
            switch request {
            case .start:
                let report = EngineReport(Engine(device: "a script", kind: "host"), warnings: [])
                try? socket.send(WorkerReply.started(report, kernelsFailed: false))
            case .train(let job):
                let dies = script.withLock { script in
                    defer { script.deaths = max(0, script.deaths - 1) }
                    return script.deaths > 0
                }
                if dies { return }
                do { try socket.send(WorkerReply.trained(try train(job, descriptors))) } catch let failure as Failure {
                    try? socket.send(WorkerReply.failed(failure))
                } catch {
                    return
                }
            default: return
            }
        }
    }

    private func train(_ job: TrainingJob, _ descriptors: [Int32]) throws -> TrainingReport {
        let (score, meanwhile) = script.withLock { script in
            script.jobs.append(job)
            defer { script.meanwhile = nil }
            let score = script.scores.isEmpty ? (new: 0.9, old: 0.9) : script.scores[0]
            return (score, script.meanwhile)
        }
        script.withLock { script in
            defer { script.before = nil }
            return script.before
        }?()
        var left = descriptors[...]
        var samples: [String: String] = [:]
        var digests: [String: String] = [:]
        for image in job.images {
            let files = left.prefix(image.descriptorCount)
            left = left.dropFirst(image.descriptorCount)
            let annotation = try bytes(of: files[files.startIndex + 1])
            if annotation.starts(with: Array("bad".utf8)) {
                throw Failure(kind: "annotation_fractional", message: "\(image.annotation) is bad", remedy: "mend it")
            }
            digests[image.image] = String(decoding: annotation, as: UTF8.self)
            if Set(digests.values.map { $0.hasPrefix("stack") }).count > 1 {
                let message = "\(image.image) is of another kind"
                throw Failure(kind: "dimensions_mismatch", message: message, remedy: "choose one kind")
            }
        }
        let refuses = script.withLock { script in
            defer { script.refusals = max(0, script.refusals - 1) }
            return script.refusals > 0
        }
        if refuses {
            throw Failure(kind: "samples_refused", message: "the samples are not taken", remedy: "train anew")
        }
        if job.continues, let file = left.popFirst(), !job.takesDecisionsOnly {
            samples = try JSONDecoder().decode([String: String].self, from: Data(try bytes(of: file)))
        }
        for name in job.forgets { samples[name] = nil }
        samples.merge(digests) { $1 }
        if job.comparesInForce { _ = left.popFirst() }
        meanwhile?()
        script.withLock { if !$0.scores.isEmpty { $0.scores.removeFirst() } }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = [UInt8](try encoder.encode(samples))
        let output = Array(left)
        let classifier = Array("depth \(job.depth) \(job.features == "original" ? "" : "\(job.features) ")".utf8) + text
        var report = TrainingReport(
            classifier: try write(classifier, to: output[0]),
            samples: try write(text, to: output[1]),
            facts: try ClassifierFixtures.facts("nuclei"),
            classes: [],
            features: [],
            images: samples.keys.sorted(),
            warnings: [],
            seconds: [:]
        )
        report.scores = ValidationReport(basis: "a script")
        report.scores?.f1 = score.new
        if job.comparesInForce {
            report.scoresInForce = ValidationReport(basis: "a script")
            report.scoresInForce?.f1 = score.old
        }
        return report
    }

    private func bytes(of file: Int32) throws -> [UInt8] { try FileCalls().read(file, first: 1 << 20) }

    private func write(_ bytes: [UInt8], to file: Int32) throws -> TrainingReport.File {
        try FileDescriptor(rawValue: file).writeAll(toAbsoluteOffset: 0, bytes)
        return TrainingReport.File(bytes: bytes.count, sha256: FileDigest.sha256(bytes))
    }
}
