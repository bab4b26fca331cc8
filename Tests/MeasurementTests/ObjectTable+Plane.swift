import Imaging
import Measurement

extension ObjectTable {
    /// A table without objects, with the columns of the first version.
    init(channelCount: Int, isVolume: Bool = false) {
        self.init(TableContent(channelCount: channelCount, isVolume: isVolume))
    }

    /// Measures the objects of one plane or volume and adds a row for each.
    mutating func append(
        frame: Int,
        slice: Int,
        labels: LabelImage,
        channels: [PixelValues],
        classes: ObjectClasses? = nil,
        pixelClasses: [UInt8]? = nil,
        extra: [ExtraColumn] = []
    ) {
        append(
            PlaneMeasurement(
                content,
                frame: frame,
                slice: slice,
                labels: labels,
                channels: channels,
                classes: classes,
                pixelClasses: pixelClasses,
                extra: extra
            )
        )
    }
}
