import Imaging
import Morphology
import Segmentation
import TIFFFiles
import WorkerProtocol

/// One plane on its way through the strips, with the result so far.
struct StripedPlane {
    let image: ClassifierImage
    let place: ClassifierImage.Place
    let plan: StripedPlan
    let size: ImageSize
    /// What the engine is asked for; nil for nothing.
    let request: SegmentationRequest?
    /// The rows by which the quality is measured.
    var sampled: SampledRows
    /// What the user should know of how it was computed.
    private(set) var notes: [String] = []
    private let job: SegmentationJob
    /// Whether the mask is what objects cover, behind all steps.
    private let masksObjects: Bool
    private var labelling: RunLabelling?
    /// The class that is no object, where objects are those of several classes.
    private var background: UInt8?
    /// Pixels of the mask.
    private var foreground: Int?

    /// The plane of `image` at `place`, of which nothing was read yet.
    init(_ image: ClassifierImage, _ place: ClassifierImage.Place, _ plan: StripedPlan, _ job: SegmentationJob) {
        (self.image, self.place, self.plan, self.job) = (image, place, plan, job)
        size = image.reader.layout.shape.size
        sampled = SampledRows(of: size)
        let steps = plan.chain.places.map { job.recipe.steps[$0] }
        let makesObjects = steps.contains { $0.gives.contains(.labels) }
        if makesObjects { labelling = RunLabelling(size: size) }
        masksObjects = makesObjects && plan.chain.changesObjects
        for case .connectEachClass(let number) in steps { background = UInt8(clamping: number) }
        // Objects are made of runs here, whatever the engine would make of the whole plane.
        var request = plan.chain.request
        request?.products.remove(.labels)
        if request?.products.isEmpty ?? true { request = nil }
        self.request = request
        if request?.products.contains(.mask) ?? false { foreground = 0 }
    }

    /// The outputs that are written with the pixels' classes.
    var kindsOfPixels: Set<OutputKind> {
        Set([.classes, .probabilities, .uncertainty, .features]).union(masksObjects ? [] : [.mask])
    }

    /// The outputs that are written with the objects.
    var kindsOfObjects: Set<OutputKind> { masksObjects ? [.labels, .mask] : [.labels] }

    /// Takes the rows that follow into the objects.
    mutating func take(_ rows: SegmentedRows) throws(Failure) {
        notes += rows.segmentation.notes.filter { !notes.contains($0) }
        if let mask = rows.segmentation.mask { foreground? += mask.count }
        guard labelling != nil else { return }
        if let background {
            guard let map = rows.segmentation.classMap else { throw .internalFault("no class map to label") }
            labelling?.append(map, background: background)
        } else {
            guard let mask = rows.segmentation.mask else { throw .internalFault("no mask to label") }
            labelling?.append(mask)
        }
        guard let labelling, neededBytes(labelling) > plan.objectBytes else { return }
        throw Failure(
            kind: "image_too_large",
            message: "\(job.imageName) goes by strips of rows, and its objects alone need more than the "
                + "\(MemoryNeed.gigabytes(plan.objectBytes)) GB of memory that are left for them: "
                + "\(labelling.runCount) runs of pixels in its first \(rows.rows.upperBound) of \(size.height) rows",
            remedy: "a foreground of fewer and smoother objects needs less; "
                + "or segment the image on a computer with more memory"
        )
    }

    /// What the objects so far may need in the end.
    private func neededBytes(_ labelling: RunLabelling) -> Int {
        guard job.recipe.outputs.contains(.objects) else { return labelling.bytes }
        // A copy of the runs object by object, and of each object the sums and a line of the table.
        let groups = job.groups?.texts.reduce(0) { $0 + $1.utf8.count + 1 } ?? 0
        let object = 200 + 100 * image.reader.layout.shape.channels + 2 * (job.imageName.utf8.count + groups)
        return labelling.bytes + 16 * labelling.runCount + object * labelling.numberCount
    }

    /// The objects behind all steps, all rows being there; nil where none are made.
    ///
    /// - Parameter counts: the objects behind each step of the recipe so far, to which those of this plane are added.
    mutating func objects(pixelSize: PixelSize?, counts: inout [Int?]) throws(Failure) -> ObjectsOfRuns? {
        guard let labelling else { return nil }
        self.labelling = nil
        var objects = labelling.finish()
        for place in plan.chain.places {
            switch job.recipe.steps[place] {
            case .keepSizes(let least, let most, let unit):
                let step = KeepSizes(least: least, most: most ?? .infinity, unit: unit)
                if let areas = try step.areas(pixelSize, isVolume: false) {
                    objects.keep(areas: areas)
                } else {
                    objects.keep(areas: 0..<0)
                }
            case .dropBorderObjects: objects.dropBorderObjects()
            default: break
            }
            counts[place] = (counts[place] ?? 0) + objects.count
        }
        if job.recipe.labelType == .uint16, objects.count > Int(UInt16.max) { throw .tooManyObjects(job.imageName) }
        if masksObjects { foreground = objects.areas.reduce(0, +) }
        return objects
    }

    /// The counts of the plane, whose objects are `objects`.
    func counts(_ objects: ObjectsOfRuns?) -> PlaneCounts {
        PlaneCounts(
            position: place.position,
            frame: place.frame,
            z: place.slice,
            objects: objects?.count,
            foregroundShare: foreground.map { Double($0) / Double(size.pixelCount) }
        )
    }
}
