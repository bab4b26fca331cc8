import Forests
import Segmentation
package import TIFFFiles

extension ImageFailure {
    /// A classifier file that is not one, or that this build does not run.
    package init(classifier error: any Error) {
        self.init(
            kind: "classifier_refused",
            message: "\(error)",
            remedy: "put a classifier in its place that `segmentd inspect` accepts"
        )
    }

    /// A TIFF that cannot be read, or not yet.
    package init(reading error: TIFFError) {
        self.init(kind: error.kind, message: error.message, remedy: error.remedy)
    }

    /// An output that cannot be written.
    init(writing error: TIFFError, output: String) {
        self.init(
            kind: "output_unwritable",
            message: "writing the \(output) failed: \(error.message)",
            remedy: "check the free space and the permissions of the output folder",
            isTransient: true
        )
    }

    /// A computation that did not succeed.
    init(segmentation error: any Error) {
        var kind = "computation_failed"
        if let error = error as? SegmentationError, case .device = error { kind = Self.deviceFailed }
        self.init(
            kind: kind,
            message: "\(error)",
            remedy: "run `segmentd devices`; the journal holds the device's own messages",
            isTransient: true
        )
    }

    /// The kind of failure that another worker, with new kernels, may not meet.
    static let deviceFailed = "device_failed"

    /// A worker that could not be made ready; the image is not at fault.
    package static func notReady(_ error: WorkerError) -> ImageFailure {
        ImageFailure(
            kind: "worker_unavailable",
            message: "\(error)",
            remedy:
                "the image is tried again; if this stays, look at the journal, the cache folder and `segmentd devices`",
            isTransient: true
        )
    }

    /// Something that only a fault in this program explains.
    static func internalFault(_ message: String) -> ImageFailure {
        ImageFailure(
            kind: "internal",
            message: message,
            remedy: "please report this with the journal of the last minutes"
        )
    }
}

extension TIFFError {
    /// What failed and on which file, without the remedy.
    fileprivate var message: String {
        switch self {
        case .reading(let file, _, let detail): "\(file): \(detail)"
        case .writing(let file, let detail): "\(file) could not be written: \(detail)"
        }
    }
}
