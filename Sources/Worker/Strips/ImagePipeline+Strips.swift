import Classifiers
import Imaging
import Measurement
import Morphology
import Segmentation
import TIFFFiles
import WorkerProtocol

/// Planes that are never in memory as a whole: each is read once for its classes and, where objects are wanted, once more
/// for these.
extension ImagePipeline {
    /// Takes every plane through the chain and into the outputs; the files are those that `write` without strips makes.
    func write(
        _ opened: ClassifierImage,
        by plan: StripedPlan,
        _ job: SegmentationJob,
        _ descriptors: [Int32],
        _ watch: inout StageWatch,
        beat: () -> Void
    ) throws(Failure) -> Written {
        let setting = OutputSetting(
            job: job,
            layout: opened.reader.layout,
            pixelClasses: classifier.map { PixelClasses($0, recipe: job.recipe) },
            features: classifier.map(FeatureChannel.all) ?? [],
            isVolume: false
        )
        var outputs = try Outputs(setting, descriptors: descriptors)
        var written = Written()
        written.objectsAfterSteps = Array(repeating: nil, count: plan.chain.stepCount)
        var meter = QualityMeter(spans: classifier.map(IntensitySpan.spans) ?? [])
        var doubt = doubtMeter(job)
        for place in opened.places {
            var plane = StripedPlane(opened, place, plan, job)
            try classify(&plane, job, &outputs, &doubt, &watch, beat: beat)
            plane.sampled.measure(by: &meter)
            let objects = try watch.time(.compute) { () throws(Failure) in
                try plane.objects(pixelSize: opened.reader.layout.pixelSize, counts: &written.objectsAfterSteps)
            }
            if let objects { try write(objects, of: plane, &outputs, &watch, beat: beat) }
            written.notes += plane.notes.filter { !written.notes.contains($0) }
            written.planes.append(plane.counts(objects))
        }
        beat()
        written.quality = meter.quality
        written.quality?.doubt = doubt?.doubt
        written.outputs = try watch.time(.write) { () throws(Failure) in try outputs.finish(beat: beat) }
        return written
    }

    /// The first pass: pixels to classes, and the foreground to runs.
    private func classify(
        _ plane: inout StripedPlane,
        _ job: SegmentationJob,
        _ outputs: inout Outputs,
        _ doubt: inout DoubtMeter?,
        _ watch: inout StageWatch,
        beat: () -> Void
    ) throws(Failure) {
        let (size, plan) = (plane.size, plane.plan)
        let growing = try outputs.beginRows(of: plane.kindsOfPixels, beat: beat)
        var reader = try plane.image.rows(at: plane.place)
        for strip in plan.strips(height: size.height, halo: plan.halo, blockRows: reader.blockRows) {
            let rows = max(0, strip.lowerBound - plan.halo)..<min(size.height, strip.upperBound + plan.halo)
            beat()
            let channels = try watch.time(.read) { () throws(Failure) in try reader.read(rows, width: size.width) }
            plane.sampled.add(channels, rows: rows, core: strip)
            guard plane.request != nil || !growing.isEmpty else { continue }
            let part = try watch.time(.compute) { () throws(Failure) in
                let size = ImageSize(width: size.width, height: rows.count)
                var result = SegmentationResult.none
                if var request = plane.request, let classifier {
                    request.stageMaximum = plane.image.reader.layout.stageMaximum
                    request.sample = PixelSample(of: plane.size).within(strip, from: rows.lowerBound)
                    do {
                        result = try engine.segment(
                            channels: channels,
                            size: size,
                            classifier: classifier,
                            request: request,
                            progress: beat
                        )
                    } catch { throw Failure(segmentation: error) }
                    doubt?.add(result.sampledFeatures)
                }
                let core = strip.lowerBound - rows.lowerBound..<strip.upperBound - rows.lowerBound
                let features = try features(of: channels, size: size, for: job, beat: beat)
                return SegmentedRows(
                    rows: strip,
                    segmentation: result.rows(core, of: size),
                    features: features.rows(core, width: size.width)
                )
            }
            try watch.time(.compute) { () throws(Failure) in try plane.take(part) }
            try watch.time(.write) { () throws(Failure) in
                for output in growing { try output.append(part, beat: beat) }
            }
        }
        try watch.time(.write) { () throws(Failure) in for output in growing { try output.end(beat: beat) } }
    }

    /// The second pass: objects to pixels, and pixels to measurements.
    private func write(
        _ objects: ObjectsOfRuns,
        of plane: StripedPlane,
        _ outputs: inout Outputs,
        _ watch: inout StageWatch,
        beat: () -> Void
    ) throws(Failure) {
        let size = plane.size
        let growing = try watch.time(.write) { () throws(Failure) in
            try outputs.beginRows(of: plane.kindsOfObjects, labelsTo: objects.count, beat: beat)
        }
        var measurement = outputs.objectColumns.map { plane.measurement(of: objects, $0.content) }
        var reader: StripReader?
        if measurement?.takesPixels ?? false { reader = try plane.image.rows(at: plane.place) }
        for strip in plane.plan.strips(height: size.height, halo: 0, blockRows: reader?.blockRows ?? 1) {
            beat()
            if reader != nil {
                let channels = try watch.time(.read) { () throws(Failure) in
                    try reader?.read(strip, width: size.width) ?? []
                }
                watch.time(.compute) {
                    measurement?.add(channels, rows: strip, runs: objects)
                }
            }
            try watch.time(.write) { () throws(Failure) in
                guard !growing.isEmpty else { return }
                var part = SegmentationResult.none
                let labels = objects.labels(ofRows: strip)
                (part.labels, part.mask) = (labels, Mask(foregroundOf: labels))
                let rows = SegmentedRows(rows: strip, segmentation: part)
                for output in growing { try output.append(rows, beat: beat) }
            }
        }
        try watch.time(.write) { () throws(Failure) in
            for output in growing { try output.end(beat: beat) }
            if let measured = measurement?.plane { outputs.append(measured) }
        }
    }
}

extension ObjectsOfRuns: ObjectRunSource {
    func forEachRun(
        in rows: Range<Int>,
        _ body: (_ label: Int, _ row: Int, _ first: UInt32, _ end: UInt32) -> Void
    ) {
        forEachRun(in: rows) { row, run in body(Int(run.label), row, run.first, run.end) }
    }
}

extension StripedPlane {
    /// Begins to measure objects.
    fileprivate func measurement(of objects: ObjectsOfRuns, _ content: TableContent) -> PassingMeasurement {
        PassingMeasurement(
            content,
            position: place.position,
            frame: place.frame,
            slice: place.slice,
            size: size,
            count: objects.count,
            runs: objects,
            pixelClasses: content.hasPixelClasses ? objects.classes : nil
        )
    }
}
