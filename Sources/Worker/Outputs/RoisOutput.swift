import Exports
import Imaging
import WorkerProtocol

/// The objects as selections for ImageJ.
struct RoisOutput: Output {
    static let kind = OutputKind.rois

    private let shape: ImageShape
    private var archive = ZIPArchive(version: Version.current)
    private var file: GrowingFile

    init(_ file: OutputFile) throws(Failure) {
        shape = file.setting.layout.shape
        self.file = GrowingFile(file)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        try plane.forEachOutline(beat: beat) { (object, outlines) throws(Failure) in
            let content = ImageJROI.bytes(of: object, outlines: outlines, in: shape)
            file.bytes += archive.entry("\(ImageJROI.name(of: object, in: shape)).roi", content)
            try file.flush(beat: beat)
        }
    }

    mutating func finish() throws(Failure) {
        file.bytes += archive.end
        try file.finish()
    }
}
