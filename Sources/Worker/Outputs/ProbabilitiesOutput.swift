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
        let export = file.setting.job.recipe.export
        if export != nil, channels.contains(where: { $0.number == nil }) {
            throw Failure(
                kind: "no_probabilities",
                message: "the classifier gives numbers of classes in place of probabilities, which have no range",
                remedy: "leave export_dtype, drange and export_drange out of the recipe"
            )
        }
        image = try file.image(export?.type ?? .float32, range: export?.shown ?? 0...1, channels: channels)
        image.presentation.lines += export?.lines ?? []
        // ImageJ shows the labels of planes in files without compression only.
        image.presentation.lines += channels.enumerated().map { "channel \($0 + 1): \($1.text)" }
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        for z in 0..<plane.size.depth {
            for map in plane.segmentation.probabilities {
                try file.write(.values(file.exported(map)), slice: z, to: image, beat: beat)
            }
        }
    }

    func finish() throws(Failure) { try file.finish(image) }
}
