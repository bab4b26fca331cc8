import Glibc
import Imaging
import Segmentation
import WorkerProtocol

extension Inspection {
    /// Says what an open file is: whatever is not a classifier is read as an image, whose reader says what it looks like.
    ///
    /// - Parameter axes: names for the axes of an image.
    init(descriptor: Int32, name: String, axes: AxisNames?) throws(ImageFailure) {
        guard Self.isMeantAsClassifier(descriptor, name: name) else {
            self = .image(try ImageInspection(descriptor: descriptor, name: name, axes: axes))
            return
        }
        if axes != nil {
            throw ImageFailure(
                kind: "recipe_impossible",
                message: "--axes names the axes of an image, and \(name) is a classifier",
                remedy: "leave --axes out"
            )
        }
        let bytes = try ClassifierBytes.read(descriptor, name: name)
        self = .classifier(try ClassifierInspection(bytes: bytes, name: name))
    }

    private static func isMeantAsClassifier(_ descriptor: Int32, name: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let start = bytes[..<count].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        // A text called .cl is meant to be a classifier; its parser says what is wrong, by line and column.
        let isText = !start.contains { $0 == 0 || $0 > 0x7E }
        return start.starts(with: "/*".utf8) || (isText && !start.isEmpty && name.hasSuffix(".cl"))
    }
}
