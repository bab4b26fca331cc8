import Files
import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// The cases that the worker can answer by itself: kernels against the host, and reading back what was written.
enum Selftest {
    /// Tests the device that is asked for, kernel group by kernel group.
    static func report(_ request: SelftestRequest, say: (WorkerSign) -> Void) throws(Failure) -> SelftestReport {
        say(.measuring("preparing the device"))
        let engine: SegmentationEngine
        if request.usesHost {
            engine = SegmentationEngine(host: EngineOptions(), notes: request.notes)
        } else {
            do { engine = try SegmentationEngine(selection: request.device, notes: request.notes) } catch {
                throw Failure(segmentation: error)
            }
        }
        let cases = engine.wholeSelfTest(of: request.wants) { say(.measuring($0)) }
        return SelftestReport(
            device: engine.deviceName,
            deviceKind: engine.deviceKind,
            warnings: engine.warnings,
            cases: cases.map {
                .init(name: $0.name, problem: $0.problem, milliseconds: $0.duration / .milliseconds(1))
            }
        )
    }

    /// SHA-256 of the labels in the first plane of a file.
    static func digestOfLabels(_ file: Int32, name: String) throws(Failure) -> String {
        let shape: ImageShape
        do { shape = try TIFFReader(fileDescriptor: file, name: name).layout.shape } catch {
            throw Failure(reading: error)
        }
        let image = try GivenLabels(descriptor: file, name: name, of: shape)
            .read(ClassifierImage.Place(frame: 0, slice: 0), size: shape.size) {}
        return FileDigest.sha256(image.labels.flatMap { label in withUnsafeBytes(of: label.littleEndian, Array.init) })
    }
}
