import Classifiers
import Files
import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// An output of an earlier result of the same image that takes the place of the pixels' classification.
struct KeptMap {
    /// Which output it is.
    let kind: OutputKind

    private let reader: TIFFReader
    private let name: String
    private let shape: ImageShape

    /// Looks at the files of an earlier result, and gives the one that the job starts from; nil where there is none, or
    /// where it is not what was written.
    ///
    /// - Parameter kept: the files, in the order of the job.
    /// - Throws: a `Failure` where a file that was to stay is not what was written.
    static func find(
        _ job: SegmentationJob,
        _ kept: [Int32],
        of image: ClassifierImage,
        limits: TIFFLimits,
        beat: () -> Void
    ) throws(Failure) -> KeptMap? {
        guard let earlier = job.earlier else { return nil }
        let layout = image.reader.layout
        guard earlier.axes ?? layout.axes == layout.axes, earlier.shape ?? layout.extents == layout.extents else {
            throw .readOtherwise(job.imageName)
        }
        var map: KeptMap?
        for (file, descriptor) in zip(earlier.files, kept) {
            let digest = try? FileDigest.sha256(fileDescriptor: descriptor, progress: beat)
            if digest == file.sha256 {
                if file.kind == earlier.start { map = KeptMap(file, descriptor, of: layout.shape, limits) }
            } else if file.stays {
                throw .keptOutputChanged(file.name)
            }
        }
        return map
    }

    /// The file behind `descriptor`; nil where it is no map of an image of `shape`.
    private init?(_ file: EarlierResult.File, _ descriptor: Int32, of shape: ImageShape, _ limits: TIFFLimits) {
        guard let reader = try? TIFFReader(fileDescriptor: descriptor, name: file.name, limits: limits) else {
            return nil
        }
        let own = reader.layout.shape
        guard own.size == shape.size, own.channels == 1, own.placeCount == shape.placeCount,
            Self.types(of: file.kind).contains(reader.layout.pixelType)
        else { return nil }
        (kind, name, self.reader, self.shape) = (file.kind, file.name, reader, shape)
    }

    private static func types(of kind: OutputKind) -> [PixelType] {
        switch kind {
        case .classes, .mask: [.uint8]
        case .labels: [.uint16, .uint32]
        case .probabilities: [.float32]
        default: []
        }
    }

    /// What the engine would have made of the plane, or volume, at `place`, as far as `request` wants it.
    func segmentation(
        at place: ClassifierImage.Place,
        size: ImageSize,
        _ classifier: Classifier?,
        _ request: SegmentationRequest?,
        beat: () -> Void
    ) throws(Failure) -> SegmentationResult {
        var result = SegmentationResult.none
        switch try read(place, size: size, beat: beat) {
        case .uint8(let classes) where kind == .classes:
            result.classMap = ClassMap(size: size, classes: classes)
            if request?.products.contains(.mask) ?? false {
                guard let positive = classifier?.foregroundClass(asked: request?.positiveClass) else { throw changed }
                result.mask = Mask(size: size, values: classes) { Int($0) == positive }
            }
        case .uint8(let mask): result.mask = Mask(size: size, values: mask) { $0 != 0 }
        case .float32(let probabilities):
            result.probabilities = [probabilities]
            if request?.products.contains(.mask) ?? false {
                guard let threshold = request?.threshold else { throw changed }
                result.mask = Mask(size: size, values: probabilities) { $0 >= threshold }
            }
        case .uint16(let labels): try take(labels.map { UInt32($0) }, size, into: &result)
        case .uint32(let labels): try take(labels, size, into: &result)
        }
        return result
    }

    private func take(_ labels: [UInt32], _ size: ImageSize, into result: inout SegmentationResult) throws(Failure) {
        let count = Int(labels.max() ?? 0)
        // Lists as long as the highest label follow; ours is never that high.
        guard count <= max(4 * size.pixelCount, 1_000_000) else { throw changed }
        let image = LabelImage(size: size, labels: labels, count: count)
        (result.labels, result.mask) = (image, Mask(foregroundOf: image))
    }

    /// The pixels of a plane or volume; the pages lie in the order P, T, Z, whatever their axes are called.
    private func read(
        _ place: ClassifierImage.Place,
        size: ImageSize,
        beat: () -> Void
    ) throws(Failure) -> PixelValues {
        var pixels: PixelValues?
        for z in place.slice..<place.slice + size.depth {
            beat()
            let index = shape.index(position: place.position, frame: place.frame, slice: z)
            let own = reader.layout.shape.place(at: index)
            let page = try? reader.plane(position: own.position, frame: own.frame, slice: own.slice, channel: 0)
            guard let page else { throw changed }
            if pixels == nil { pixels = page } else { pixels?.append(page) }
        }
        guard let pixels else { throw changed }
        return pixels
    }

    /// It was what was written a moment ago.
    private var changed: Failure { .keptOutputChanged(name) }
}

extension Mask {
    /// The pixels whose value is of the foreground; `values` lie in the order (Z, Y, X).
    init<Value>(size: ImageSize, values: [Value], isForeground: (Value) -> Bool) {
        let wordsPerRow = Self.wordsPerRow(size)
        var words = [UInt64](repeating: 0, count: Self.wordCount(size))
        values.withUnsafeBufferPointer { values in
            for row in 0..<size.height * size.depth {
                for word in 0..<wordsPerRow {
                    let first = row * size.width + 64 * word
                    var bits: UInt64 = 0
                    for bit in 0..<min(64, size.width - 64 * word) {
                        bits |= (isForeground(values[first + bit]) ? 1 : 0) << UInt64(bit)
                    }
                    words[row * wordsPerRow + word] = bits
                }
            }
        }
        self.init(size: size, words: words)
    }
}
