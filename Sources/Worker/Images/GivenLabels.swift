import Imaging
import TIFFFiles
import WorkerProtocol

/// The label image that others made of an image: its planes, or volumes, belong to those of the image in their order.
struct GivenLabels {
    /// APOC takes labels through float32, which tells whole numbers apart up to here; so do the tables' readers.
    static let largest = 1 << 24

    private let reader: TIFFReader
    private let name: String
    private let shape: ImageShape
    /// Whether its planes are called channels, as by programs that take three or four planes for colours (`AnnotationFile`).
    private let areChannels: Bool

    /// Opens the label image behind `descriptor`, which stays the caller's.
    ///
    /// - Parameters:
    ///   - shape: that of the image.
    ///   - positions: those of the image that are taken: of a label image of all, the same are.
    ///   - limits: beyond which the reader refuses images.
    /// - Throws: a `Failure` where it cannot be read, or is no label image of such an image.
    init(
        descriptor: Int32,
        name: String,
        of shape: ImageShape,
        taking positions: AxisSelection? = nil,
        limits: TIFFLimits = .standard
    ) throws(Failure) {
        do {
            let source = TIFFSource(fileDescriptor: descriptor, name: name)
            let whole = try TIFFReader(sources: [source], limits: limits)
            let isOfAll =
                positions != nil && whole.layout.shape.positions > 1
                && whole.layout.shape.placeCount != shape.placeCount
            let taken =
                isOfAll
                ? try TIFFReader(sources: [source], taking: AxisChoice(positions: positions), limits: limits)
                : whole
            let mayBePlanes =
                shape.placeCount > 1 && taken.layout.shape.placeCount == 1 && !taken.storesSamplesTogether
            // The fourth of four planes would be opacity, which is left out otherwise.
            reader =
                mayBePlanes ? try TIFFReader(sources: [source], limits: limits, alpha: .asChannel) : taken
            areChannels = mayBePlanes && reader.layout.shape.channels == shape.placeCount
        } catch {
            throw Failure(reading: error)
        }
        (self.name, self.shape) = (name, shape)
        let own = reader.layout.shape
        guard own.size == shape.size, areChannels || own.channels == 1 && own.placeCount == shape.placeCount else {
            throw Failure(
                kind: "labels_mismatch",
                message: "\(name) has \(Self.words(own)), the image has \(Self.words(shape))",
                remedy: "make the label image of this image: as many pixels and planes, without channels",
                mayBeUnfinished: true
            )
        }
    }

    /// The labels of the plane at `place`, or of the volume that begins there.
    func read(_ place: ClassifierImage.Place, size: ImageSize, beat: () -> Void) throws(Failure) -> LabelImage {
        var labels: [UInt32] = []
        labels.reserveCapacity(size.pixelCount)
        for z in place.slice..<place.slice + size.depth {
            beat()
            let index = shape.index(position: place.position, frame: place.frame, slice: z)
            let own = reader.layout.shape.place(at: areChannels ? 0 : index)
            do {
                let page = try reader.plane(
                    position: own.position,
                    frame: own.frame,
                    slice: own.slice,
                    channel: areChannels ? index : 0
                )
                labels += try numbers(page)
            } catch let failure as Failure {
                throw failure
            } catch let error as TIFFError {
                throw Failure(reading: error)
            } catch {
                throw .internalFault("\(error)")
            }
        }
        let count = Int(labels.max() ?? 0)
        // What is kept for each label must not take more than the image itself.
        let most = min(Self.largest, max(1_000_000, 4 * size.pixelCount))
        guard count <= most else {
            throw Failure(
                kind: "labels_too_large",
                message: "\(name) holds label \(count); the largest that is taken of such an image is \(most)",
                remedy: "number the objects anew, for example with skimage.segmentation.relabel_sequential"
            )
        }
        return LabelImage(size: size, labels: labels, count: count)
    }

    private func numbers(_ pixels: PixelValues) throws(Failure) -> [UInt32] {
        switch pixels {
        case .uint8(let values): return values.map { UInt32($0) }
        case .uint16(let values): return values.map { UInt32($0) }
        case .uint32(let values): return values
        case .float32(let values):
            guard values.allSatisfy({ $0 >= 0 && $0 <= Float(Self.largest) && $0 == $0.rounded() }) else {
                throw Failure(
                    kind: "labels_mismatch",
                    message: "\(name) holds numbers that are no labels: fractions, negative or very large ones",
                    remedy: "name a label image: whole numbers, 0 for the background"
                )
            }
            return values.map { UInt32($0) }
        }
    }

    private static func words(_ shape: ImageShape) -> String {
        "\(shape.size) pixels, \(shape.placeCount) plane(s)"
            + (shape.channels > 1 ? ", \(shape.channels) channels" : "")
    }
}
