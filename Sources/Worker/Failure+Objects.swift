import Measurement
import WorkerProtocol

extension Failure {
    /// Objects that a classifier cannot measure.
    init(measuring error: ObjectMeasurementError) {
        let (message, remedy) = error.parts
        self.init(kind: "objects_unmeasurable", message: message, remedy: remedy)
    }
}

extension ObjectMeasurementError {
    /// What is wrong, and what to do about it.
    fileprivate var parts: (String, String) {
        let parts = description.split(separator: ";", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "look at the label image")
    }
}
