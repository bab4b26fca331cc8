import Glibc
import Training
import WorkerProtocol

extension Failure {
    /// Rows that no forest can be grown from.
    init(training error: TrainingError, names: [String]) {
        var message = "\(error)"
        if case .value(let value, let feature, let row) = error {
            message = "the feature \(names[feature]) is \(value) in row \(row + 1)"
        }
        self.init(
            kind: "training_impossible",
            message: message,
            remedy: "leave the feature out, or annotate only where it is a number"
        )
    }

    /// A file of samples that cannot be used, or not be written.
    static func samples(_ error: SamplesError, _ name: String) -> Failure {
        var isTransient = false
        if case .system = error { isTransient = true }
        return Failure(
            kind: "samples_refused",
            message: "\(name): \(error)",
            remedy: error.remedy,
            isTransient: isTransient
        )
    }

    /// A file that a training makes cannot be written.
    static func trainingUnwritable(_ what: String, errno code: Int32) -> Failure {
        Failure(
            kind: "output_unwritable",
            message: "writing the \(what) failed: \(String(cString: strerror(code)))",
            remedy: "check the free space and the permissions of the output folder",
            isTransient: true
        )
    }
}
