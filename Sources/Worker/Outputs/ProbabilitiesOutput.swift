import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The probability of every class, one after the other for each slice.
struct ProbabilitiesOutput: Output {
    static let kind = OutputKind.probabilities

    let file: OutputFile
    let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        let channels = file.setting.pixelClasses?.probabilities ?? []
        image = try file.image(.float32, range: 0...1, channels: channels)
        // ImageJ shows the labels of planes in files without compression only.
        image.presentation.lines += channels.enumerated().map { "channel \($0 + 1): \($1.text)" }
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        for z in 0..<plane.size.depth {
            for map in plane.segmentation.probabilities {
                try file.write(.values(.float32(map)), slice: z, to: image, beat: beat)
            }
        }
    }

    func finish() throws(Failure) { try file.finish(image) }
}
