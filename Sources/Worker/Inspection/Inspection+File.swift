import Classifiers
import Glibc
import Imaging
import SystemPackage
import TIFFFiles
import WorkerProtocol

extension Inspection {
    /// Says what an open file is: whatever is not a classifier is read as an image, whose reader says what it looks like.
    ///
    /// - Parameters:
    ///   - axes: what is said about the axes of an image.
    ///   - decodes: whether the pixels of an image are looked at too, all of them.
    ///   - files: the files of an image in several, this one first; nil for one in this alone.
    ///   - beat: called once for each plane that is decoded.
    /// - Throws: a `Failure` that says nothing of an image: of a classifier, of `axes`, of the disk.
    init(
        _ descriptor: Int32,
        name: String,
        axes: AxisChoice,
        decodes: Bool,
        _ limits: TIFFLimits,
        files: [TIFFSource]? = nil,
        beat: () -> Void
    ) throws(Failure) {
        guard Self.isMeantAsClassifier(descriptor, name: name) else {
            _ = ReadErrors.takeLast()
            do throws(Failure) {
                self = .image(
                    try ImageInspection(
                        files ?? [TIFFSource(fileDescriptor: descriptor, name: name)],
                        axes: axes,
                        decodes: decodes,
                        limits,
                        beat: beat
                    )
                )
            } catch {
                if let code = ReadErrors.takeLast() { throw .imageUnreadable(name: name, code: Errno(rawValue: code)) }
                if error.kind == TIFFProblem.axesMismatch.rawValue { throw error }
                self = .unreadImage(error)
            }
            return
        }
        if !axes.isEmpty {
            throw Failure(
                kind: "recipe_impossible",
                message: "--axes, --channels and --positions are about images, and \(name) is a classifier",
                remedy: "leave them out"
            )
        }
        self = .classifier(try ClassifierInspection(try ClassifierContent(reading: descriptor, name: name)))
    }

    private static func isMeantAsClassifier(_ descriptor: Int32, name: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: ClassifierFormat.startLength)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        let start = Array(bytes.prefix(count))
        return ClassifierFormat.format(of: start[...], name: name, look: FileSignature.name(of: start)) != nil
    }
}
