import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The class of the object that each pixel belongs to: 0 for the background and for objects without a class.
struct ObjectClassesOutput: Output {
    static let kind = OutputKind.objectClasses

    private let file: OutputFile
    private let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        image = try file.image(.uint8)
        let recipe = file.setting.job.recipe
        let (names, colors) = (recipe.classNames ?? [], recipe.classColors ?? [])
        image.presentation.lines += (0..<max(names.count, colors.count)).map {
            ClassLabel($0 + 1, names: names, colors: colors).text
        }
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let labels = plane.segmentation.labels?.labels, let classes = plane.objectClasses?.classes else {
            throw file.missing()
        }
        let count = plane.objectClasses?.classCount ?? 0
        image.presentation.range = 0...Double(max(1, count))
        try file.write(.ofLabels(labels, classes), of: plane, to: image, beat: beat)
    }

    func finish() throws(Failure) { try file.finish(image) }
}
