import Measurement
import WorkerProtocol

extension Failure {
    /// Objects that a classifier cannot measure.
    init(measuring error: ObjectMeasurementError) {
        let (message, remedy) = error.parts
        self.init(kind: "objects_unmeasurable", message: message, remedy: remedy)
    }
}

extension Failure {
    /// More objects than label images may have.
    static func tooManyObjects(_ imageName: String) -> Failure {
        Failure(
            kind: "too_many_objects",
            message: "\(imageName) has more objects than 16 bits can number: over 65,535",
            remedy: "write label_type = \"auto\" or \"uint32\" in the recipe (--label-type)"
        )
    }
}

extension ObjectMeasurementError {
    /// What is wrong, and what to do about it.
    fileprivate var parts: (String, String) {
        let parts = description.split(separator: ";", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "look at the label image")
    }
}
