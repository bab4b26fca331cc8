import Imaging
import Measurement
import Segmentation
import WorkerProtocol

/// The object table.
struct ObjectsOutput: Output {
    static let kind = OutputKind.objects

    private let file: OutputFile
    let columns: ObjectColumns
    private var table: ObjectTable

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        columns = ObjectColumns(file.setting)
        table = ObjectTable(columns.content)
    }

    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        guard let labels = plane.segmentation.labels else { throw .internalFault("no labels to measure") }
        beat()
        table.append(columns.measurement(of: plane, labels))
    }

    /// Adds objects that are measured already.
    mutating func append(_ measured: PlaneMeasurement) { table.append(measured) }

    func finish() throws(Failure) { try file.write(table.csv) }
}
