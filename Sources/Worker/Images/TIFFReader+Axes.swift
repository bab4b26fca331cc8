import Imaging
import TIFFFiles

extension TIFFReader {
    /// Opens the image in `sources` with what somebody says about its axes.
    ///
    /// - Parameters:
    ///   - unnamed: what an axis is taken for that nobody names.
    ///   - limits: beyond which images are refused.
    convenience init(
        sources: [TIFFSource],
        taking axes: AxisChoice,
        unnamed: AxisReading.Unnamed = .frames,
        limits: TIFFLimits = .standard
    ) throws(TIFFError) {
        try self.init(
            sources: sources,
            limits: limits,
            axes: AxisReading(names: axes.names, unnamed: unnamed),
            channels: axes.channels,
            positions: axes.positions
        )
    }
}
