import Glibc
import Imaging
import TIFFFiles
import WorkerProtocol

/// What all outputs of an image have in common.
struct OutputSetting {
    let job: SegmentationJob
    /// The layout of the image.
    let layout: ImageLayout
    /// The classes of the pixels; nil where objects come from others.
    let pixelClasses: PixelClasses?
    /// The features that the classifier of the pixels looks at, in the order of their file; empty without one.
    var features: [FeatureChannel] = []
    /// Whether objects are those of volumes.
    let isVolume: Bool
}

/// The open file of one output.
struct OutputFile {
    let kind: OutputKind
    /// Open for reading and writing.
    let descriptor: Int32
    let setting: OutputSetting
    /// What was begun in it.
    let written = WrittenForm()

    /// Begins a TIFF of the image's shape, with a channel for each of `channels`.
    ///
    /// - Parameter range: the values that are shown black and white, where they are known.
    func image(
        _ pixelType: PixelType,
        range: ClosedRange<Double>? = nil,
        channels: [ClassLabel]? = nil
    ) throws(Failure) -> TIFFWriter {
        let job = setting.job
        var layout = setting.layout
        layout.pixelType = pixelType
        layout.shape.channels = channels?.count ?? 1
        written.layout = layout
        do {
            let image = try TIFFWriter(
                fileDescriptor: descriptor,
                name: "\(kind) of \(job.imageName)",
                layout: layout,
                provenance: "segmentd \(Version.current), \(kind) of \(job.imageName), "
                    + job.recipe.provenance(of: kind),
                software: "\(SoftwareTag.program) \(Version.current)"
            )
            image.presentation.range = range
            image.presentation.channelNames = channels?.map(\.name) ?? []
            image.presentation.channelLabels = channels?.map(\.text) ?? []
            return image
        } catch { throw Failure(writing: error, output: kind.rawValue) }
    }

    /// Writes all slices of a plane or volume, each to a page.
    func write(_ pixels: PagePixels, of plane: SegmentedPlane, to image: TIFFWriter, beat: () -> Void) throws(Failure) {
        for z in 0..<plane.size.depth { try write(pixels, slice: z, to: image, beat: beat) }
    }

    /// Writes one slice of a plane or volume to a page.
    func write(_ pixels: PagePixels, slice: Int, to image: TIFFWriter, beat: () -> Void) throws(Failure) {
        do { try image.append(pixels, slice: slice, beat: beat) } catch {
            throw Failure(writing: error, output: kind.rawValue)
        }
    }

    /// Gives a label image, as far as it is written, 32 bits instead of 16.
    func widen(_ image: TIFFWriter, beat: () -> Void) throws(Failure) {
        do { try image.widen(beat: beat) } catch { throw Failure(writing: error, output: kind.rawValue) }
        written.layout?.pixelType = .uint32
    }

    /// Completes a TIFF.
    func finish(_ image: TIFFWriter) throws(Failure) {
        do { try image.finish() } catch { throw Failure(writing: error, output: kind.rawValue) }
    }

    /// Probabilities as the recipe wants them written.
    func exported(_ values: [Float]) -> PixelValues { setting.job.recipe.export?.pixels(values) ?? .float32(values) }

    /// Writes `bytes` from the file's beginning.
    func write(_ bytes: [UInt8]) throws(Failure) {
        guard WholeFile.write(bytes, to: descriptor) else { throw unwritable() }
    }

    /// What `errno` says about the file.
    func unwritable() -> Failure {
        Failure(
            kind: "output_unwritable",
            message: "writing the \(kind) failed: \(String(cString: strerror(errno)))",
            remedy: "check the free space and the permissions of the output folder",
            isTransient: true
        )
    }

    /// Nothing was made of the image that could be written.
    func missing() -> Failure { .internalFault("the engine gave nothing to write as \(kind)") }
}
