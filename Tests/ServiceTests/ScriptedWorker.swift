import Files
import Foundation
import Glibc
import Imaging
import Results
import Synchronization
import SystemPackage
import TIFFFiles
import Worker
import WorkerClient
import WorkerProtocol

/// A worker that plays a script instead of computing: one act an attempt, the last one for ever.
final class ScriptedWorker: ImageSegmenting {
    /// What happens to one attempt.
    enum Act: Sendable {
        /// All outputs are written.
        case finish
        /// All outputs are written, and the image is reported to be so.
        case measure(ImageQuality, objects: Int)
        /// The outputs are begun, and the process is gone.
        case die
        /// It takes longer than it may.
        case hang
        /// The image or the classifier is at fault.
        case refuse(Failure)
        /// All outputs are written; meanwhile somebody does this to the image's folder.
        case disturb(@Sendable () throws -> Void)
        /// The worker dies, and meanwhile somebody does this.
        case disturbAndDie(@Sendable () throws -> Void)
    }

    private let acts: [Act]
    private let asked = Mutex<[SegmentationJob]>([])

    private let read = Mutex<[String]>([])
    private let memberDigests = Mutex<[[String]]>([])

    /// Whether it looks for the files of a set in images, which begin with their names then.
    let tellsSets: Bool

    /// Whether it dies when it is asked for the files of a set.
    private let diesTelling: Bool

    /// Whether it outlives reading an image for its digest.
    private let readsImages: Bool

    /// What happens while a project is read, by the number of the attempt, from 1.
    private let whileReading: @Sendable (Int) throws(WorkerError) -> Void
    private let extractions = Mutex(0)

    /// A worker that plays `acts`.
    init(
        _ acts: [Act],
        readsImages: Bool = true,
        tellsSets: Bool = false,
        diesTelling: Bool = false,
        whileReading: @escaping @Sendable (Int) throws(WorkerError) -> Void = { _ in }
    ) {
        self.acts = acts
        self.whileReading = whileReading
        self.tellsSets = tellsSets
        self.diesTelling = diesTelling
        self.readsImages = readsImages
    }

    /// The jobs it was given, in order.
    var jobs: [SegmentationJob] { asked.withLock(\.self) }

    /// The images that it had to read for their digests alone, in order.
    var digests: [String] { read.withLock(\.self) }

    func segment(
        _ job: SegmentationJob,
        classifiers: [ClassifierReference],
        image: Int32,
        members: [Int32],
        labels: Int32?,
        kept: [Int32],
        outputs: [Int32],
        hangs: Int
    ) throws(WorkerError) -> JobReport {
        if tellsSets, job.imagePlace == nil, let set = told(image) {
            let message = "\(job.imageName) is one of \(set.files.count) files"
            throw .refused(Failure(kind: "unsupported_fileset", message: message, remedy: "bring them together"))
        }
        defer { Self.note(members, in: memberDigests) }
        let number = asked.withLock { jobs in
            jobs.append(job)
            return jobs.count - 1
        }
        do {
            switch acts[min(number, acts.count - 1)] {
            case .finish:
                return try Self.report(job, image: image, members: members, outputs: outputs)
            case .measure(let quality, let objects):
                var report = try Self.report(job, image: image, members: members, outputs: outputs)
                (report.quality, report.planes[0].objects) = (quality, objects)
                return report
            case .die:
                for output in outputs { write(output, "half", 4) }
                throw WorkerError.died(status: "signal 11")
            case .hang:
                throw WorkerError.overdue(.seconds(60))
            case .refuse(let failure):
                throw WorkerError.refused(failure)
            case .disturb(let disturb):
                try disturb()
                return try Self.report(job, image: image, members: members, outputs: outputs)
            case .disturbAndDie(let disturb):
                try disturb()
                throw WorkerError.died(status: "signal 11")
            }
        } catch let error as WorkerError {
            throw error
        } catch {
            throw .protocolBroken("\(error)")
        }
    }

    func describe(_ classifier: Int32, digest: String, name: String) throws(WorkerError) -> ClassifierFacts {
        let request = WorkerRequest.describe(digest: digest, name: name)
        switch WorkerSession().answer(request, descriptors: [classifier], say: { _ in }) {
        case .described(let facts): return facts
        case .failed(let failure): throw .refused(failure)
        default: throw .protocolBroken("an answer that does not belong to `describe`")
        }
    }

    /// How often a project was to be read.
    var projectsRead: Int { extractions.withLock(\.self) }

    func extract(_ project: Int32, into extract: Int32, name: String) throws(WorkerError) -> ClassifierExtract {
        try whileReading(
            extractions.withLock { count in
                count += 1
                return count
            }
        )
        switch WorkerSession().answer(.extract(name: name), descriptors: [project, extract], say: { _ in }) {
        case .extracted(let extract): return extract
        case .failed(let failure): throw .refused(failure)
        default: throw .protocolBroken("an answer that does not belong to `extract`")
        }
    }

    func digest(_ image: Int32, name: String) throws(WorkerError) -> String {
        read.withLock { $0.append(name) }
        guard readsImages else { throw .died(status: "signal 11") }
        switch WorkerSession().answer(.digest(name: name), descriptors: [image], say: { _ in }) {
        case .digested(let digest): return digest
        case .failed(let failure): throw .refused(failure)
        default: throw .protocolBroken("an answer that does not belong to `digest`")
        }
    }

    /// The names of the files of a set, which stand in the first line of an image: `set: a.tif b.tif`, with the companion
    /// behind a `+`.
    func fileSet(_ image: Int32, name: String) throws(WorkerError) -> ImageFileSet? {
        if diesTelling { throw .died(status: "signal 11") }
        return told(image)
    }

    private func told(_ image: Int32) -> ImageFileSet? {
        guard tellsSets, let bytes = try? FileCalls().read(image, first: 200) else { return nil }
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard line.hasPrefix("set: ") else { return nil }
        let names = line.dropFirst(5).split(separator: " ").map(String.init)
        let files = names.filter { !$0.hasPrefix("+") }
        let companion = names.first { $0.hasPrefix("+") }.map { String($0.dropFirst()) }
        return ImageFileSet(first: files[0], files: files, companion: companion)
    }

    /// The first line of the companion says the same.
    func fileSet(
        _ image: Int32,
        name: String,
        companion: (file: Int32, name: String)
    ) throws(WorkerError) -> ImageFileSet? {
        var set = try fileSet(companion.file, name: companion.name)
        set?.companion = companion.name
        return set
    }

    /// The SHA-256 of the other files of each image, as they came with the jobs.
    var members: [[String]] { memberDigests.withLock(\.self) }

    private static func note(_ members: [Int32], in digests: borrowing Mutex<[[String]]>) {
        let found = members.compactMap { try? FileDigest.sha256(fileDescriptor: $0) }
        digests.withLock { $0.append(found) }
    }

    func probe(_ classifier: ClassifierReference) throws(WorkerError) {}

    /// Fills the outputs with what carries our mark, and reports it in the words of the protocol.
    private static func report(
        _ job: SegmentationJob,
        image: Int32,
        members: [Int32],
        outputs: [Int32]
    ) throws -> JobReport {
        var written: [JobReport.Output] = []
        for (kind, output) in zip(job.recipe.outputs, outputs) {
            if case .csv(let header) = kind.format {
                try FileDescriptor(rawValue: output).writeAll(Array("\(header)\n".utf8))
            } else {
                let layout = ImageLayout(shape: ImageShape(size: ImageSize(width: 2, height: 1)), pixelType: .uint8)
                let writer = try TIFFWriter(fileDescriptor: output, name: "", layout: layout, provenance: "test")
                try writer.append(.uint8([0, 255]))
                try writer.finish()
            }
            let digest = try FileDigest.sha256(fileDescriptor: output)
            written.append(JobReport.Output(bytes: Int(lseek(output, 0, SEEK_END)), sha256: digest))
        }
        var report = JobReport(
            layout: ImageLayout(shape: ImageShape(size: ImageSize(width: 2, height: 1)), pixelType: .uint8),
            imageSHA256: try FileDigest.sha256(fileDescriptor: image),
            planes: [PlaneCounts(frame: 0, z: 0, objects: 1, foregroundShare: 0.5)],
            outputs: written,
            timings: StageTimings(read: 1, compute: 2, write: 3),
            warnings: [],
            engine: EngineReport(Engine(device: "a script", kind: "host"), warnings: [])
        )
        if job.imagePlace != nil {
            report.membersSHA256 = try members.map { try FileDigest.sha256(fileDescriptor: $0) }
        }
        return report
    }
}
