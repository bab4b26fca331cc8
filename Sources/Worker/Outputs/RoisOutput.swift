import Exports
import Imaging
import WorkerProtocol

/// The objects as selections for ImageJ.
struct RoisOutput: Output {
    static let kind = OutputKind.rois

    private let shape: ImageShape
    private let recipe: Recipe
    private var archive = ZIPArchive(version: Version.current)
    private var file: GrowingFile

    init(_ file: OutputFile) throws(Failure) {
        (shape, recipe) = (file.setting.layout.shape, file.setting.job.recipe)
        self.file = GrowingFile(file)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        try plane.forEachOutline(recipe, beat: beat) { (object, outlines) throws(Failure) in
            let content = ImageJROI.bytes(
                of: object,
                outlines: outlines,
                in: shape,
                colors: recipe.classColors ?? []
            )
            file.bytes += archive.entry("\(ImageJROI.name(of: object, in: shape)).roi", content)
            try file.flush(beat: beat)
        }
    }

    mutating func finish() throws(Failure) {
        file.bytes += archive.end
        try file.finish()
    }
}
