import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The foreground: 0 or 255.
struct MaskOutput: Output {
    static let kind = OutputKind.mask

    let file: OutputFile
    let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        image = try file.image(.uint8, range: 0...255)
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let mask = plane.segmentation.mask else { throw file.missing() }
        try file.write(.mask(mask), of: plane, to: image, beat: beat)
    }

    func finish() throws(Failure) { try file.finish(image) }
}
