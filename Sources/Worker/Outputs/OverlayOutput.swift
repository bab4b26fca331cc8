import Imaging
import Pictures
import Segmentation
import WorkerProtocol

/// The picture for people: the image with its objects outlined, and a legend.
///
/// Of several positions it shows the first, of a time series the middle frame, of slices the brightest at each pixel; one plane a channel is kept.
struct OverlayOutput: Output {
    static let kind = OutputKind.overlay

    private let file: OutputFile
    private let frame: Int
    private var stack: OverlayStack

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        let shape = file.setting.layout.shape
        frame = (shape.frames - 1) / 2
        stack = OverlayStack(size: shape.size, isLooped: shape.slices > 1 && !file.setting.isVolume)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard plane.position == 0, plane.frame == frame else { return }
        guard let labels = plane.segmentation.labels else { throw file.missing() }
        beat()
        stack.add(channels: plane.channels, labels: labels, classes: plane.exportedClasses(file.setting.job.recipe))
    }

    func finish() throws(Failure) {
        guard stack.slices > 0 else { throw file.missing() }
        let (job, layout) = (file.setting.job, file.setting.layout)
        let facts = OverlayFacts(
            imageName: job.imageName,
            pixelSize: layout.pixelSize,
            channelNames: layout.channelNames ?? [],
            // What cameras of brightfield microscopes and scanners save; fluorescence has more bits or other numbers.
            isPhotograph: layout.shape.channels == 3 && layout.pixelType == .uint8,
            frame: frame,
            frameCount: layout.shape.frames,
            position: layout.positionTexts.first,
            positionCount: layout.shape.positions,
            classNames: job.recipe.classNames ?? [],
            classColors: job.recipe.classColors ?? [],
            classOfObjects: job.recipe.classOfObjects
        )
        let picture = OverlayPicture(stack, facts: facts)
        do {
            let bytes = try PNGFile.encode(
                picture.canvas,
                software: "\(SoftwareTag.program) \(Version.current)",
                comment: picture.image.text
            )
            try file.write(bytes)
        } catch let problem as PNGFile.Problem {
            throw .internalFault("the picture of \(job.imageName) cannot be encoded: \(problem)")
        } catch let failure as Failure {
            throw failure
        } catch { throw .internalFault("\(error)") }
    }
}
