import Files
import FoundationEssentials
import Glibc
import Imaging
import TestSupport
import Training
import Worker
import WorkerProtocol

/// Trainings by a worker in this process.
struct TrainingBench {
    /// What a training wrote.
    struct Trained {
        var report: TrainingReport
        var classifier: [UInt8]
        var samples: [UInt8]

        /// The classifier as text, for messages that show differences.
        var text: String { String(decoding: classifier, as: UTF8.self) }
    }

    let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Trains from the files at these paths, in the order of the job.
    ///
    /// - Throws: the failure of the worker.
    func train(
        _ job: TrainingJob,
        _ paths: [String],
        earlier: [UInt8]? = nil,
        inForce: [UInt8]? = nil
    ) throws -> Trained {
        var job = job
        var descriptors = paths.map { open($0, O_RDONLY | O_CLOEXEC) }
        for (bytes, name) in [(earlier, "earlier"), (inForce, "in-force")] {
            guard let bytes else { continue }
            descriptors.append(open(try bench.write(bytes, to: name), O_RDONLY | O_CLOEXEC))
        }
        (job.continues, job.comparesInForce) = (earlier != nil, inForce != nil)
        let written = try ["new.cl", "new.samples"].map { try bench.write([], to: $0) }
        descriptors += written.map { open($0, O_RDWR | O_CLOEXEC) }
        defer { for descriptor in descriptors { close(descriptor) } }
        switch bench.answer(.train(job), descriptors: descriptors).reply {
        case .trained(let report):
            let bytes = try written.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
            return Trained(report: report, classifier: bytes[0], samples: bytes[1])
        case .failed(let failure): throw failure
        case let other: throw TestFailure("unexpected: \(other)")
        }
    }

    /// The samples in the bytes of a file.
    func book(_ bytes: [UInt8]) throws -> SampleBook {
        let file = open(try bench.write(bytes, to: "samples"), O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        return try SampleBook(reading: file)
    }

    /// Writes an image of soft spots and an annotation of them, by numpy, and gives their paths.
    ///
    /// - Parameter annotation: what numpy makes of `a`, which is empty, and `s`, the image without noise, from 0 to 1.
    func pair(
        _ name: String,
        seed: Int,
        size: (height: Int, width: Int) = (80, 90),
        annotation: String = "a[5:12, 5:30] = 1; a[40:44, 20:60] = 2; a[60:70, 70:75] = 1; a[20:23, 50:80] = 2"
    ) throws -> [String] {
        let paths = try [name, "annotation of \(name)"].map { try bench.write([], to: $0) }
        let script = """
            import numpy, sys, tifffile
            r = numpy.random.default_rng(\(seed)); y, x = numpy.mgrid[:\(size.height), :\(size.width)]
            s = 0.5 + 0.5 * numpy.sin(x / 7 + \(seed)) * numpy.cos(y / 9)
            i = (s * 900 + r.normal(0, 60, s.shape)).clip(0).astype('u2'); a = numpy.zeros(s.shape, 'u1')
            \(annotation)
            tifffile.imwrite(sys.argv[1], i); tifffile.imwrite(sys.argv[2], a)
            """
        _ = try GoldenArray.output(of: script, arguments: paths)
        return paths
    }
}

extension TrainingJob {
    /// A training of pixels from images of these names.
    static func pixels(
        _ names: [String],
        features: String = "original gaussian_blur=1 sobel_of_gaussian_blur=2"
    ) -> TrainingJob {
        var job = TrainingJob(kind: .pixelClassifier, features: features)
        job.trees = 20
        job.images = names.map { AnnotatedImage(image: $0, annotation: "annotation of \($0)") }
        return job
    }
}
