import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The class of every pixel, from 1.
struct ClassesOutput: Output {
    static let kind = OutputKind.classes

    let file: OutputFile
    let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        let classes = file.setting.pixelClasses?.labels ?? []
        image = try file.image(.uint8, range: 0...Double(max(1, classes.count)))
        image.presentation.lines += classes.map(\.text)
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let map = plane.segmentation.classMap else { throw file.missing() }
        try file.write(.values(.uint8(map.classes)), of: plane, to: image, beat: beat)
    }

    func finish() throws(Failure) { try file.finish(image) }
}
