import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The label image, in the narrowest type that holds all numbers.
struct LabelsOutput: Output {
    static let kind = OutputKind.labels

    private let file: OutputFile
    private let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        image = try file.image(file.setting.labelType)
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let labels = plane.segmentation.labels?.labels, let count = plane.segmentation.labels?.count else {
            throw file.missing()
        }
        // Without objects all is black, in any range.
        let highest = max(image.presentation.range?.upperBound ?? 1, Double(count))
        image.presentation.range = 0...highest
        try file.write(.labels(labels, file.setting.labelType), of: plane, to: image, beat: beat)
    }

    func finish() throws(Failure) { try file.finish(image) }
}
