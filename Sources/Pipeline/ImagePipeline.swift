package import Classifiers
import Features
import Forests
package import Imaging
import Results
package import Segmentation
import TIFFFiles

/// One image end to end inside the worker: read plane by plane, segment, write, measure.
package struct ImagePipeline {
    private let engine: SegmentationEngine
    private let classifier: Classifier

    /// A pipeline of `classifier` on `engine`.
    package init(engine: SegmentationEngine, classifier: Classifier) {
        self.engine = engine
        self.classifier = classifier
    }

    /// Fills the outputs of one job.
    ///
    /// - Parameters:
    ///   - image: open for reading; `outputs`: open for reading and writing, one for each output of the job.
    ///   - begin: told the layout of the image once it is known.
    ///   - beat: called at least once a strip.
    package func run(
        _ job: SegmentationJob,
        image: Int32,
        outputs: [Int32],
        begin: (ImageLayout) -> Void = { _ in },
        beat: () -> Void
    ) throws(ImageFailure) -> JobReport {
        // Whether labels need 32 bits is known only from the labels themselves; it is rare, so then all is done again.
        for labelType in [PixelType.uint16, .uint32] {
            do throws(PassFailure) {
                return try pass(job, image: image, outputs: outputs, labelType: labelType, begin: begin, beat: beat)
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .tooManyObjectsForUInt16: continue
                }
            }
        }
        throw .internalFault("32-bit labels overflowed")
    }

    private enum PassFailure: Error {
        case failed(ImageFailure)
        case tooManyObjectsForUInt16
    }

    private func pass(
        _ job: SegmentationJob,
        image: Int32,
        outputs: [Int32],
        labelType: PixelType,
        begin: (ImageLayout) -> Void,
        beat: () -> Void
    ) throws(PassFailure) -> JobReport {
        do {
            var watch = StageWatch()
            let opened = try watch.time(.read) {
                try ClassifierImage(descriptor: image, name: job.imageName, axes: job.axes, classifier: classifier)
            }
            let (reader, layout) = (opened.reader, opened.reader.layout)
            begin(layout)
            let request = request(for: job)
            var writers = try OutputWriters(
                job: job,
                descriptors: outputs,
                layout: layout,
                probabilityCount: classifier.kind == .probabilityMapper ? 1 : classifier.forest.classCount,
                labelType: labelType,
                isVolume: opened.isVolume
            )
            let slices = opened.isVolume ? layout.shape.slices : 1
            var size = layout.shape.size
            size.depth = slices
            var notes: [String] = []
            var planes: [JobReport.Plane] = []
            for frame in 0..<layout.shape.frames {
                for slice in stride(from: 0, to: layout.shape.slices, by: slices) {
                    let channels = try watch.time(.read) {
                        try (0..<layout.shape.channels).map { channel in
                            try read(reader, frame: frame, slices: slice..<slice + slices, channel: channel, beat: beat)
                        }
                    }
                    let result = try watch.time(.compute) {
                        try segment(channels, size: size, request: request, beat: beat)
                    }
                    if labelType == .uint16, let labels = result.labels, labels.count > Int(UInt16.max) {
                        throw PassFailure.tooManyObjectsForUInt16
                    }
                    beat()
                    try watch.time(.write) {
                        try writers.append(
                            result,
                            frame: frame,
                            slice: slice,
                            size: size,
                            channels: channels,
                            beat: beat
                        )
                    }
                    notes += result.notes.filter { !notes.contains($0) }
                    planes.append(JobReport.Plane(result, frame: frame, slice: slice))
                }
            }
            beat()
            let written = try watch.time(.write) { try writers.finish(beat: beat) }
            let digest = try watch.time(.read) { try digestOfImage(image, name: job.imageName, beat: beat) }
            return JobReport(
                layout: layout,
                imageSHA256: digest,
                planes: planes,
                outputs: written,
                timings: watch.timings,
                warnings: opened.warnings + deviations(opened) + notes,
                engine: EngineFacts(engine)
            )
        } catch let failure as PassFailure {
            throw failure
        } catch let failure as ImageFailure {
            throw .failed(failure)
        } catch {
            throw .failed(.internalFault("\(error)"))
        }
    }

    /// One plane, or the slices of a volume one after the other.
    private func read(
        _ reader: TIFFReader,
        frame: Int,
        slices: Range<Int>,
        channel: Int,
        beat: () -> Void
    ) throws(ImageFailure) -> PlanePixels {
        do {
            var pixels: PlanePixels?
            for slice in slices {
                beat()
                let plane = try reader.plane(frame: frame, slice: slice, channel: channel)
                if pixels == nil { pixels = plane } else { pixels?.append(plane) }
            }
            guard let pixels else { throw ImageFailure.internalFault("no slice was asked for") }
            return pixels
        } catch let error as TIFFError {
            throw ImageFailure(reading: error)
        } catch let failure as ImageFailure {
            throw failure
        } catch {
            throw .internalFault("\(error)")
        }
    }

    private func segment(
        _ channels: [PlanePixels],
        size: ImageSize,
        request: SegmentationRequest,
        beat: () -> Void
    ) throws(ImageFailure) -> SegmentationResult {
        do {
            return try engine.segment(
                channels: channels,
                size: size,
                classifier: classifier,
                request: request,
                progress: beat
            )
        } catch { throw ImageFailure(segmentation: error) }
    }

    private func digestOfImage(_ image: Int32, name: String, beat: () -> Void) throws(ImageFailure) -> String {
        do { return try FileDigest.sha256(fileDescriptor: image, name: name, progress: beat) } catch {
            throw ImageFailure(results: error)
        }
    }

    /// Which features are another operator than APOC's; those that differ in the last bits are left to `inspect`.
    private func deviations(_ image: ClassifierImage) -> [String] {
        guard image.isVolume else { return [] }
        return classifier.plan.approximations(onDimensions: 3, of: [.sobelOfVolume])
    }

    private func request(for job: SegmentationJob) -> SegmentationRequest {
        var products: Set<Product> = []
        for output in job.outputs {
            switch output {
            case .mask: products.insert(.mask)
            case .labels, .objects: products.formUnion([.mask, .labels])
            case .classes: products.insert(.classMap)
            case .probabilities: products.insert(.probabilities)
            }
        }
        // The share of foreground belongs to the summary whatever is written.
        if job.positiveClass != nil || job.threshold != nil { products.insert(.mask) }
        return SegmentationRequest(positiveClass: job.positiveClass, threshold: job.threshold, products: products)
    }
}
