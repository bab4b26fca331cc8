import Files
import SystemPackage
import Training
import WorkerProtocol

/// Which annotated numbers a classifier learnt, as the samples beside it say.
struct LearntClasses {
    /// The number of each class, class 1 first.
    let numbers: [Int]
    /// The name of the file of samples.
    let source: String

    /// Reads the samples beside the classifier at `path`, which is open; nil where there are none, or of another classifier.
    ///
    /// - Throws: where there are some that cannot be read.
    init?(beside path: FilePath, _ classifier: Descriptor) throws(Failure) {
        let place = TrainedFiles.samplesPath(of: path)
        let samples: Descriptor
        do throws(Failure) { samples = try TrainingRequest.open(place) } catch {
            if error.kind == "not_found" { return nil }
            throw error
        }
        defer { withExtendedLifetime(samples) {} }
        let digest: String
        do { digest = try FileDigest.sha256(fileDescriptor: classifier.number) } catch {
            throw .imageUnreadable(name: path.readable, code: error)
        }
        do throws(SamplesError) {
            guard try SampleFile.header(of: samples.number).classifierSHA256 == digest else { return nil }
            numbers = try SampleBook(reading: samples.number).classes.map { Int($0) }
        } catch {
            throw Failure(kind: "samples_refused", message: "\(place.readable): \(error)", remedy: error.remedy)
        }
        source = place.lastComponent?.readable ?? place.readable
    }
}
