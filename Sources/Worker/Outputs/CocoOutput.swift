import Exports
import Imaging
import WorkerProtocol

/// The objects as a data set of COCO.
struct CocoOutput: Output {
    static let kind = OutputKind.coco

    private var text: GrowingFile
    private var dataset: CocoDataset
    private let recipe: Recipe

    init(_ file: OutputFile) throws(Failure) {
        text = GrowingFile(file)
        let job = file.setting.job
        recipe = job.recipe
        dataset = CocoDataset(
            imageName: job.imageName,
            shape: file.setting.layout.shape,
            positions: file.setting.layout.positionTexts,
            classNames: recipe.classNames ?? [],
            classColors: recipe.classColors ?? []
        )
        text.bytes = dataset.beginning(version: Version.current)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        if let classes = plane.exportedClasses(recipe) { dataset.note(classes) }
        try plane.forEachObject(recipe, beat: beat) { slice, labels in
            ObjectRuns(slice: slice, of: labels, along: .columns)
        } object: { (object, runs) throws(Failure) in
            dataset.append(object, runs: runs, to: &text.bytes)
            try text.flush(beat: beat)
        }
    }

    mutating func finish() throws(Failure) {
        text.bytes += dataset.end
        try text.finish()
    }
}
