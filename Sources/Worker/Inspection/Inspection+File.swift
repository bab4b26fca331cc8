import Classifiers
import Glibc
import Imaging
import TIFFFiles
import WorkerProtocol

extension Inspection {
    /// Says what an open file is: whatever is not a classifier is read as an image, whose reader says what it looks like.
    ///
    /// - Parameter axes: names for the axes of an image.
    init(descriptor: Int32, name: String, axes: AxisNames?) throws(Failure) {
        guard Self.isMeantAsClassifier(descriptor, name: name) else {
            self = .image(try ImageInspection(descriptor: descriptor, name: name, axes: axes))
            return
        }
        if axes != nil {
            throw Failure(
                kind: "recipe_impossible",
                message: "--axes names the axes of an image, and \(name) is a classifier",
                remedy: "leave --axes out"
            )
        }
        let bytes = try ClassifierBytes.read(descriptor, name: name)
        self = .classifier(try ClassifierInspection(bytes: bytes, name: name))
    }

    private static func isMeantAsClassifier(_ descriptor: Int32, name: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: ClassifierFormat.startLength)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let start = Array(bytes.prefix(count))
        return ClassifierFormat.format(of: start[...], name: name, look: FileSignature.name(of: start)) != nil
    }
}
