import Classifiers
import Segmentation
import TIFFFiles
import WorkerProtocol

extension Failure {
    /// A classifier file that is not one, or that this build does not run.
    init(classifier error: ClassifierError) {
        var sort = ProjectProblem.Sort.refused
        if case .project(_, let problem) = error { sort = problem.sort }
        let kind =
            switch sort {
            case .refused: "classifier_refused"
            case .changing, .unreadable: "classifier_unreadable"
            case .noMemory: "no_memory"
            case .noLibrary: "no_hdf5_library"
            }
        let mayPass = sort == .changing || sort == .unreadable || sort == .noMemory
        self.init(kind: kind, message: error.message, remedy: error.remedy, isTransient: mayPass)
    }

    /// A TIFF that cannot be read, or not yet.
    init(reading error: TIFFError) {
        let mayBeUnfinished = error.problem.isOfUnfinishedFile
        self.init(kind: error.kind, message: error.message, remedy: error.remedy, mayBeUnfinished: mayBeUnfinished)
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
            remedy: "run `segmentd devices`; the device's own messages stand before this one",
            isTransient: true
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
