import Exports
import Imaging
import WorkerProtocol

/// The objects' outlines as GeoJSON.
struct PolygonsOutput: Output {
    static let kind = OutputKind.polygons

    private var text: GrowingFile
    private var collection: PolygonCollection
    private let recipe: Recipe

    init(_ file: OutputFile) throws(Failure) {
        text = GrowingFile(file)
        let layout = file.setting.layout
        recipe = file.setting.job.recipe
        collection = PolygonCollection(
            shape: layout.shape,
            positions: layout.positionTexts,
            classNames: recipe.classNames ?? [],
            classColors: recipe.classColors ?? []
        )
        text.bytes = collection.beginning(version: Version.current)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        try plane.forEachOutline(recipe, beat: beat) { (object, outlines) throws(Failure) in
            collection.append(object, outlines: outlines, to: &text.bytes)
            try text.flush(beat: beat)
        }
    }

    mutating func finish() throws(Failure) {
        text.bytes += collection.end
        try text.finish()
    }
}
