import Exports
import Imaging
import Segmentation
import WorkerProtocol

extension SegmentedPlane {
    /// The classes under which programs get objects: those by which they are shown, else the one that all are made of.
    func exportedClasses(_ recipe: Recipe) -> ObjectClasses? {
        if let shown = shownClasses { return shown }
        guard let number = recipe.classOfObjects.flatMap(UInt8.init(exactly:)), let labels = segmentation.labels else {
            return nil
        }
        return ObjectClasses(
            classes: [0] + Array(repeating: number, count: labels.count),
            // Nobody voted for a class of objects.
            probabilities: Array(repeating: .nan, count: labels.count + 1),
            classCount: Int(number)
        )
    }

    /// Tells each object of each slice, in the order of slices and labels, with its runs.
    ///
    /// - Parameters:
    ///   - slice: prepares a slice, and gives the runs of its objects.
    ///   - object: gets an object, and its runs.
    func forEachObject(
        _ recipe: Recipe,
        beat: () -> Void,
        slice prepare: (_ slice: Int, _ labels: LabelImage) -> ObjectRuns,
        object body: (_ object: ExportedObject, _ runs: ArraySlice<ObjectRuns.Run>) throws(Failure) -> Void
    ) throws(Failure) {
        guard let labels = segmentation.labels else { throw .internalFault("no labels to export") }
        // Made once, and not for each object.
        let classes = exportedClasses(recipe)
        for z in 0..<labels.size.depth {
            beat()
            let runs = prepare(z, labels)
            guard runs.count > 0 else { continue }
            for label in 1...runs.count where !runs[label].isEmpty {
                let object = ExportedObject(
                    label: label,
                    area: runs[label].reduce(0) { $0 + $1.length },
                    position: position,
                    frame: frame,
                    slice: slice + z,
                    classes: classes
                )
                try body(object, runs[label])
            }
        }
    }

    /// Tells each object of each slice with its outlines.
    func forEachOutline(
        _ recipe: Recipe,
        beat: () -> Void,
        body: (_ object: ExportedObject, _ outlines: [Outline]) throws(Failure) -> Void
    ) throws(Failure) {
        var tracer: OutlineTracer?
        try forEachObject(recipe, beat: beat) { slice, labels in
            let made = OutlineTracer(slice: slice, of: labels)
            tracer = made
            return made.runs
        } object: { (object, _) throws(Failure) in
            guard let outlines = tracer?.outlines(of: object.label) else { return }
            try body(object, outlines)
        }
    }
}
