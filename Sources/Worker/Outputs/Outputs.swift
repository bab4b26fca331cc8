import Files
import Glibc
import Imaging
import WorkerProtocol

/// The open outputs of one image.
struct Outputs {
    /// Every type of output; one for each kind.
    static let all: [any Output.Type] = [
        MaskOutput.self, LabelsOutput.self, ClassesOutput.self, ProbabilitiesOutput.self,
        ObjectClassesOutput.self, ObjectsOutput.self,
        OverlayOutput.self, PolygonsOutput.self, RoisOutput.self, CocoOutput.self,
    ]

    private var outputs: [any Output] = []
    private var files: [OutputFile] = []

    /// Begins the outputs of `setting` anew in `descriptors`, one for each.
    init(_ setting: OutputSetting, descriptors: [Int32]) throws(Failure) {
        for (kind, descriptor) in zip(setting.job.recipe.outputs, descriptors) {
            guard let type = Self.all.first(where: { $0.kind == kind }) else {
                throw .internalFault("nothing writes \(kind)")
            }
            let file = OutputFile(kind: kind, descriptor: descriptor, setting: setting)
            guard ftruncate(descriptor, 0) == 0 else { throw file.unwritable() }
            outputs.append(try type.init(file))
            files.append(file)
        }
    }

    /// Writes what was made of a plane, or of a volume.
    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        for index in outputs.indices { try outputs[index].append(plane, beat: beat) }
    }

    /// Completes every file and digests it; one entry for each output.
    mutating func finish(beat: () -> Void) throws(Failure) -> [JobReport.Output] {
        var written: [JobReport.Output] = []
        for (index, file) in files.enumerated() {
            try outputs[index].finish()
            do {
                let digest = try FileDigest.sha256(fileDescriptor: file.descriptor, progress: beat)
                let bytes = Int(lseek(file.descriptor, 0, SEEK_END))
                written.append(JobReport.Output(bytes: bytes, sha256: digest, form: file.form))
            } catch { throw file.unwritable() }
        }
        return written
    }
}
