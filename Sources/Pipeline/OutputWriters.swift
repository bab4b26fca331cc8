import Glibc
import Imaging
import Measurement
import Results
import Segmentation
import TIFFFiles

/// The open outputs of one image, filled plane by plane in the order T, Z.
struct OutputWriters {
    private let job: SegmentationJob
    private let descriptors: [Int32]
    private let labelType: PixelType
    private var images: [OutputKind: TIFFWriter] = [:]
    private var table: ObjectTable

    /// Begins every output of `job` anew in `descriptors`.
    init(
        job: SegmentationJob,
        descriptors: [Int32],
        layout: ImageLayout,
        probabilityCount: Int,
        labelType: PixelType,
        isVolume: Bool
    ) throws(ImageFailure) {
        self.job = job
        self.descriptors = descriptors
        self.labelType = labelType
        table = ObjectTable(channelCount: layout.shape.channels, isVolume: isVolume)
        for (kind, descriptor) in zip(job.outputs, descriptors) {
            guard ftruncate(descriptor, 0) == 0 else { throw Self.unwritable(kind) }
            guard let pixelType = Self.pixelType(of: kind, labelType: labelType) else { continue }
            var output = layout
            output.pixelType = pixelType
            output.shape.channels = kind == .probabilities ? probabilityCount : 1
            do {
                images[kind] = try TIFFWriter(
                    fileDescriptor: descriptor,
                    name: "\(kind.rawValue) of \(job.imageName)",
                    layout: output,
                    provenance: "segmentd \(Version.current), \(kind.rawValue) of \(job.imageName), "
                        + "classifier sha256 \(job.classifierDigest)",
                    software: "\(TIFFMark.software) \(Version.current)"
                )
            } catch { throw ImageFailure(writing: error, output: kind.rawValue) }
        }
    }

    /// Writes what the plane `slice`, or the volume that begins with it, gave.
    mutating func append(
        _ result: SegmentationResult,
        frame: Int,
        slice: Int,
        size: ImageSize,
        channels: [PlanePixels],
        beat: () -> Void
    ) throws(ImageFailure) {
        let planeRows = size.height
        for kind in job.outputs {
            if kind == .objects {
                guard let labels = result.labels else { throw .internalFault("no labels to measure") }
                beat()
                table.append(frame: frame, slice: slice, labels: labels, channels: channels)
                continue
            }
            for z in 0..<size.depth {
                for part in try parts(of: result, as: kind) {
                    try write(as: kind) { rows in
                        beat()
                        return part(z * planeRows + rows.lowerBound..<z * planeRows + rows.upperBound, size.width)
                    }
                }
            }
        }
    }

    /// Gives some rows, counted in the order (Z, Y), of so many pixels each.
    private typealias Part = (_ rows: Range<Int>, _ width: Int) -> PlanePixels

    /// What is written of a slice, one after the other.
    private func parts(of result: SegmentationResult, as kind: OutputKind) throws(ImageFailure) -> [Part] {
        switch kind {
        case .mask:
            if let mask = result.mask { return [{ rows, _ in .uint8(mask.bytes(rows: rows)) }] }
        case .classes:
            if let map = result.classMap { return [{ .uint8(Array(map.classes[Self.pixels($0, $1)])) }] }
        case .labels:
            guard let labels = result.labels?.labels else { break }
            if labelType == .uint32 { return [{ .uint32(Array(labels[Self.pixels($0, $1)])) }] }
            return [{ .uint16(labels[Self.pixels($0, $1)].map(UInt16.init(truncatingIfNeeded:))) }]
        case .probabilities:
            return result.probabilities.map { map in { .float32(Array(map[Self.pixels($0, $1)])) } }
        case .objects: break
        }
        throw .internalFault("the engine gave nothing to write as \(kind.rawValue)")
    }

    private static func pixels(_ rows: Range<Int>, _ width: Int) -> Range<Int> {
        rows.lowerBound * width..<rows.upperBound * width
    }

    /// Completes every file and digests it; one entry per output of the job.
    func finish(beat: () -> Void) throws(ImageFailure) -> [JobReport.Output] {
        var written: [JobReport.Output] = []
        for (kind, descriptor) in zip(job.outputs, descriptors) {
            if let image = images[kind] {
                do { try image.finish() } catch { throw ImageFailure(writing: error, output: kind.rawValue) }
            } else {
                try Self.write(table.csv, to: descriptor, kind: kind)
            }
            do {
                written.append(
                    JobReport.Output(
                        bytes: Int(lseek(descriptor, 0, SEEK_END)),
                        sha256: try FileDigest.sha256(fileDescriptor: descriptor, name: kind.rawValue, progress: beat)
                    )
                )
            } catch { throw Self.unwritable(kind) }
        }
        return written
    }

    private func write(as kind: OutputKind, _ rows: (Range<Int>) -> PlanePixels) throws(ImageFailure) {
        guard let image = images[kind] else { throw .internalFault("there is no file for \(kind.rawValue)") }
        do { try image.append(rows) } catch { throw ImageFailure(writing: error, output: kind.rawValue) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, kind: OutputKind) throws(ImageFailure) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw unwritable(kind) }
            offset += count
        }
    }

    private static func pixelType(of kind: OutputKind, labelType: PixelType) -> PixelType? {
        switch kind {
        case .mask, .classes: .uint8
        case .labels: labelType
        case .probabilities: .float32
        case .objects: nil
        }
    }

    private static func unwritable(_ kind: OutputKind) -> ImageFailure {
        ImageFailure(
            kind: "output_unwritable",
            message: "writing the \(kind.rawValue) failed: \(String(cString: strerror(errno)))",
            remedy: "check the free space and the permissions of the output folder",
            isTransient: true
        )
    }
}
