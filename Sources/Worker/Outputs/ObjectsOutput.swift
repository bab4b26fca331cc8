import Imaging
import Measurement
import Segmentation
import WorkerProtocol

/// The object table.
struct ObjectsOutput: Output {
    static let kind = OutputKind.objects

    private let file: OutputFile
    private var table: ObjectTable

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        table = ObjectTable(channelCount: file.setting.layout.shape.channels, isVolume: file.setting.isVolume)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let labels = plane.segmentation.labels else { throw .internalFault("no labels to measure") }
        beat()
        table.append(frame: plane.frame, slice: plane.slice, labels: labels, channels: plane.channels)
    }

    func finish() throws(Failure) { try file.write(table.csv) }
}
