import Exports
import Imaging
import WorkerProtocol

/// The objects' outlines as GeoJSON.
struct PolygonsOutput: Output {
    static let kind = OutputKind.polygons

    private var text: GrowingFile
    private var collection: PolygonCollection

    init(_ file: OutputFile) throws(Failure) {
        text = GrowingFile(file)
        let layout = file.setting.layout
        collection = PolygonCollection(
            shape: layout.shape,
            positions: layout.positionTexts,
            classNames: file.setting.job.recipe.classNames ?? []
        )
        text.bytes = collection.beginning(version: Version.current)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        try plane.forEachOutline(beat: beat) { (object, outlines) throws(Failure) in
            collection.append(object, outlines: outlines, to: &text.bytes)
            try text.flush(beat: beat)
        }
    }

    mutating func finish() throws(Failure) {
        text.bytes += collection.end
        try text.finish()
    }
}
