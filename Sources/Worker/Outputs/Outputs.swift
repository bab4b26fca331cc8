import Dispatch
import Files
import Glibc
import Imaging
import Synchronization
import WorkerProtocol

/// The open outputs of one image.
struct Outputs {
    /// Every type of output; one for each kind.
    static let all: [any Output.Type] = [
        MaskOutput.self, LabelsOutput.self, ClassesOutput.self, ProbabilitiesOutput.self,
        UncertaintyOutput.self, FeaturesOutput.self,
        ObjectClassesOutput.self, ObjectsOutput.self,
        OverlayOutput.self, PolygonsOutput.self, RoisOutput.self, CocoOutput.self,
    ]

    var outputs: [any Output] = []
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

    /// Writes what was made of a plane, or of a volume, into all outputs side by side.
    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        try sideBySide(beat) { (output, _, beat) throws(Failure) in try output.append(plane, beat: beat) }
    }

    /// Completes every file and digests it; one entry for each output.
    mutating func finish(beat: () -> Void) throws(Failure) -> [JobReport.Output] {
        try sideBySide(beat) { (output, file, beat) throws(Failure) in
            try output.finish()
            do {
                let digest = try FileDigest.sha256(fileDescriptor: file.descriptor, progress: beat)
                let bytes = Int(lseek(file.descriptor, 0, SEEK_END))
                return JobReport.Output(bytes: bytes, sha256: digest, form: file.form)
            } catch { throw file.unwritable() }
        }
    }

    /// Runs `body` for every output, on as many threads as there are processors; `beat` is called by one at a time.
    ///
    /// - Throws: the failure of the first output that has one.
    @discardableResult
    private mutating func sideBySide<Result>(
        _ beat: () -> Void,
        _ body: (inout any Output, OutputFile, () -> Void) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        var results = [Swift.Result<Result, Failure>?](repeating: nil, count: outputs.count)
        let files = files
        let gate = Mutex(())
        outputs.withUnsafeMutableBufferPointer { outputs in
            results.withUnsafeMutableBufferPointer { results in
                // Each output, and its result, is touched by one thread alone; the caller waits for all of them.
                nonisolated(unsafe) let (outputs, results, files, beat, body) = (outputs, results, files, beat, body)
                DispatchQueue.concurrentPerform(iterations: outputs.count) { index in
                    results[index] = Swift.Result { () throws(Failure) in
                        try body(&outputs[index], files[index]) { gate.withLock { _ in beat() } }
                    }
                }
            }
        }
        return try results.compactMap(\.self).map { (result) throws(Failure) in try result.get() }
    }
}
