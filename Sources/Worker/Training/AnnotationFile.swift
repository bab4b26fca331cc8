import Imaging
import TIFFFiles
import WorkerProtocol

/// A label TIFF of what somebody annotated: whole numbers from 1; 0, negative numbers and NaN are nothing, as in APOC.
///
/// Its planes, or volumes, belong to those of the image in their order P, T, Z, whatever its axes are called.
struct AnnotationFile {
    /// Annotated pixels of a plane or volume.
    struct Pixels {
        /// Their numbers, ascending; (Z, Y, X), x fastest.
        var places: [Int] = []
        var values: [Int32] = []
    }

    /// Beyond that a float32 no longer tells whole numbers apart.
    private static let largest = Float(1 << 24)

    private let reader: TIFFReader
    private let name: String
    private let shape: ImageShape
    /// Whether its planes are called channels, as by programs that take three or four planes for colours; a picture, whose
    /// colours are stored pixel by pixel, is none.
    private let areChannels: Bool

    /// Opens the annotation behind `descriptor` of an image of that shape.
    ///
    /// - Throws: a `Failure` where it cannot be read, or does not belong to such an image.
    init(
        _ descriptor: Int32,
        name: String,
        of image: ClassifierImage,
        called imageName: String,
        limits: TIFFLimits
    ) throws(Failure) {
        (self.name, shape) = (name, image.reader.layout.shape)
        do {
            let reader = try TIFFReader(fileDescriptor: descriptor, name: name, limits: limits)
            let own = reader.layout.shape
            let mayBePlanes = shape.placeCount > 1 && own.placeCount == 1 && !reader.storesSamplesTogether
            // The fourth of four planes would be opacity, which is left out otherwise.
            self.reader =
                mayBePlanes
                ? try TIFFReader(fileDescriptor: descriptor, name: name, limits: limits, alpha: .asChannel) : reader
            areChannels = mayBePlanes && self.reader.layout.shape.channels == shape.placeCount
        } catch {
            throw Failure(reading: error)
        }
        let own = reader.layout.shape
        guard own.size == shape.size, areChannels || own.channels == 1 && own.placeCount == shape.placeCount else {
            throw Failure(
                kind: "annotation_mismatch",
                message: "\(name) has \(Self.words(own)), but its image \(imageName) has \(Self.words(shape))",
                remedy: Self.remedy(own, image),
                mayBeUnfinished: true
            )
        }
    }

    /// The annotated pixels of the plane at `place`, or of the volume that begins there.
    func read(_ place: ClassifierImage.Place, depth: Int, beat: () -> Void) throws(Failure) -> Pixels {
        var pixels = Pixels()
        try read(place, depth: depth, beat: beat) { place, value in
            pixels.places.append(place)
            pixels.values.append(value)
        }
        return pixels
    }

    /// Tells `take` of the annotated pixels of the plane at `place`, or of the volume that begins there: number and value.
    func read(
        _ place: ClassifierImage.Place,
        depth: Int,
        beat: () -> Void,
        take: (_ place: Int, _ value: Int32) -> Void
    ) throws(Failure) {
        for z in 0..<depth {
            beat()
            let index = shape.index(position: place.position, frame: place.frame, slice: place.slice + z)
            let own = reader.layout.shape.place(at: areChannels ? 0 : index)
            do {
                let plane = try reader.plane(
                    position: own.position,
                    frame: own.frame,
                    slice: own.slice,
                    channel: areChannels ? index : 0
                )
                try collect(plane, slice: z, plane: index, take)
            } catch let failure as Failure {
                throw failure
            } catch let error as TIFFError {
                throw Failure(reading: error)
            } catch {
                throw .internalFault("\(error)")
            }
        }
    }

    private func collect(
        _ plane: PixelValues,
        slice: Int,
        plane index: Int,
        _ take: (_ place: Int, _ value: Int32) -> Void
    ) throws(Failure) {
        let base = slice * shape.size.width * shape.size.height
        func add(_ place: Int, _ value: Int32) { take(base + place, value) }
        switch plane {
        case .uint8(let values): for (place, value) in values.enumerated() where value > 0 { add(place, Int32(value)) }
        case .uint16(let values): for (place, value) in values.enumerated() where value > 0 { add(place, Int32(value)) }
        case .uint32(let values):
            for (place, value) in values.enumerated() where value > 0 {
                guard value <= Int32.max else { throw refusal("\(value)", at: place, plane: index) }
                add(place, Int32(value))
            }
        case .float32(let values):
            for (place, value) in values.enumerated() where value > 0 {
                guard value == value.rounded(), value <= Self.largest else {
                    throw refusal("\(value)", at: place, plane: index)
                }
                add(place, Int32(value))
            }
        }
    }

    private func refusal(_ value: String, at place: Int, plane: Int) -> Failure {
        let (y, x) = place.quotientAndRemainder(dividingBy: shape.size.width)
        let ofPlane = shape.placeCount > 1 ? ", plane \(plane + 1)" : ""
        return Failure(
            kind: "annotation_invalid",
            message: "\(name) has the value \(value) at x = \(x), y = \(y)\(ofPlane), which is no class number",
            remedy:
                "annotate with whole numbers from 1, and 0 where nothing is said; save it as a label image, not as a "
                + "probability map or a picture"
        )
    }

    private static func words(_ shape: ImageShape) -> String {
        "\(shape.size) pixels"
            + (shape.placeCount > 1 ? " in \(shape.placeCount) planes" : "")
            + (shape.channels > 1 ? " and \(shape.channels) channels" : "")
    }

    private static func remedy(_ own: ImageShape, _ image: ClassifierImage) -> String {
        let shape = image.reader.layout.shape
        if own.size != shape.size { return "save the annotation with as many pixels as the image has, not scaled" }
        if own.channels > 1 { return "save the annotation as a label image of one channel, not as a colour picture" }
        let isUnnamed = image.reader.pageAxes.lackNames
        if own.placeCount == 1, isUnnamed {
            return "if the \(shape.placeCount) pages of the image are channels, say so (--axes CYX); else annotate a "
                + "stack of as many planes, with 0 where nothing is said"
        }
        return "save the annotation with a plane for each plane of the image, and 0 where nothing is said"
    }
}
