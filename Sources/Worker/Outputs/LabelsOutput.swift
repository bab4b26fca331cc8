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
        let isWide = file.setting.labelType == .uint32
        try file.write(plane, to: image, beat: beat) { pixels in
            isWide ? .uint32(Array(labels[pixels])) : .uint16(labels[pixels].map(UInt16.init(truncatingIfNeeded:)))
        }
    }

    func finish() throws(Failure) { try file.finish(image) }
}
