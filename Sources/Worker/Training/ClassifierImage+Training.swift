import Imaging
import TIFFFiles
import WorkerProtocol

extension ClassifierImage {
    /// Opens an annotated image.
    ///
    /// - Parameter dimensions: 2 takes each slice by itself, and an axis that nobody names for time; nil and 3 take an image
    ///   with a Z for a volume, and an axis that nobody names for Z, as APOC does with whatever it is trained on.
    /// - Throws: a `Failure` where it cannot be read.
    init(
        training descriptor: Int32,
        name: String,
        axes: AxisChoice,
        dimensions: Int?,
        limits: TIFFLimits
    ) throws(Failure) {
        do {
            reader = try TIFFReader(
                sources: [TIFFSource(fileDescriptor: descriptor, name: name)],
                taking: axes,
                unnamed: dimensions == 2 ? .frames : .slices,
                limits: limits
            )
        } catch {
            throw Failure(reading: error)
        }
        isVolume = dimensions != 2 && reader.layout.shape.slices > 1
        let isAssumed = axes.names == nil && reader.pageAxes.lackNames && reader.layout.shape.placeCount > 1
        warnings =
            reader.warnings
            + (isAssumed
                ? [
                    "\(name): its pages have no axis names and are taken as \(reader.takenAxes.names); --axes names them"
                ]
                : [])
    }

    /// The number of each of `places`, as the file has them: the same whichever positions are taken.
    var placeNumbers: [Int] {
        let each = places.count / reader.layout.shape.positions
        return places.enumerated().map { reader.positionInFile($1.position) * each + $0 % each }
    }
}
