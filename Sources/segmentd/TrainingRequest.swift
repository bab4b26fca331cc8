import Files
import SystemPackage
import Training
import WorkerProtocol

/// A training with its open files.
struct TrainingRequest {
    private(set) var job: TrainingJob
    /// Open for reading, in the order of the job.
    private(set) var files: [Descriptor] = []
    /// What was left out, as sentences.
    private(set) var notes: [String] = []

    /// Opens what `inputs` name, and adds the samples of `earlier`.
    init(_ job: TrainingJob, _ inputs: TrainingInputs, earlier: EarlierTraining?) throws(Failure) {
        self.job = job
        OpenFileLimit.raise()
        if job.kind == .tableRowClassifier {
            for table in inputs.table {
                files.append(try Self.open(table))
                self.job.tables.append(Self.name(table))
            }
        } else {
            let (pairs, notes) = try inputs.pairs(for: job.kind)
            self.notes = notes
            for pair in pairs {
                for path in [pair.image, pair.annotation, pair.labels].compactMap(\.self) {
                    files.append(try Self.open(path))
                }
                self.job.images.append(
                    AnnotatedImage(
                        image: Self.name(pair.image),
                        annotation: Self.name(pair.annotation),
                        labels: pair.labels.map(Self.name)
                    )
                )
            }
        }
        guard let earlier else { return }
        (self.job.continues, self.job.earlierClassifier) = (true, earlier.classifierSHA256)
        files.append(earlier.samples)
    }

    static func open(_ path: FilePath) throws(Failure) -> Descriptor {
        do throws(Errno) {
            let file = try FileCalls().open(path, for: .reading)
            guard try FileCalls().state(of: file).isRegularFile else { throw .isDirectory }
            return file
        } catch {
            throw Failure(
                kind: error == .noSuchFileOrDirectory ? "not_found" : "unreadable",
                message: "\(path.readable) cannot be opened: \(error)",
                remedy: "check the path and the permissions of the file"
            )
        }
    }

    private static func name(_ path: FilePath) -> String { path.lastComponent?.readable ?? path.readable }
}

/// A classifier that is to be trained further, and the samples beside it.
struct EarlierTraining {
    let classifierSHA256: String
    let samples: Descriptor
    private let header: SampleFile.Header

    /// What it is.
    var kind: TrainingKind? { TrainingKind(rawValue: header.kind) }
    /// How it was trained.
    var choices: TrainingChoices? { header.choices }

    /// Opens the samples beside the classifier at `path`.
    init(at path: FilePath) throws(Failure) {
        KeptSamples.mend(at: path)
        let classifier = try TrainingRequest.open(path)
        defer { withExtendedLifetime(classifier) {} }
        do { classifierSHA256 = try FileDigest.sha256(fileDescriptor: classifier.number) } catch {
            throw .imageUnreadable(name: path.readable, code: error)
        }
        let place = TrainedFiles.samplesPath(of: path)
        do throws(Failure) { samples = try TrainingRequest.open(place) } catch {
            guard error.kind == "not_found" else { throw error }
            throw Failure(
                kind: "samples_refused",
                message: "\(place.readable) is not there, which holds the samples of \(path.readable)",
                remedy: "put it beside the classifier, or train anew from all images, without --continue"
            )
        }
        do { header = try SampleFile.header(of: samples.number) } catch {
            throw Failure(kind: "samples_refused", message: "\(place.readable): \(error)", remedy: error.remedy)
        }
    }
}
