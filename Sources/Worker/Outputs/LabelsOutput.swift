import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The label image: of 16 bits until a plane has more objects than those can number, of 32 from then on, all planes.
struct LabelsOutput: Output {
    static let kind = OutputKind.labels

    let file: OutputFile
    let image: TIFFWriter
    private(set) var type: PixelType

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        type = file.setting.job.recipe.labelType.first
        image = try file.image(type)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let labels = plane.segmentation.labels?.labels, let count = plane.segmentation.labels?.count else {
            throw file.missing()
        }
        try makeRoom(for: count, beat: beat)
        try file.write(.labels(labels, type), of: plane, to: image, beat: beat)
    }

    /// Prepares for labels up to `count`.
    mutating func makeRoom(for count: Int, beat: () -> Void) throws(Failure) {
        if count > Int(UInt16.max), type == .uint16 {
            try file.widen(image, beat: beat)
            type = .uint32
        }
        // Without objects all is black, in any range.
        let highest = max(image.presentation.range?.upperBound ?? 1, Double(count))
        image.presentation.range = 0...highest
    }

    func finish() throws(Failure) { try file.finish(image) }
}
