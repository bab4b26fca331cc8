package import Imaging

/// Reads the image of a TIFF, plane by plane.
///
/// Not thread safe. Everything that can be refused is refused on opening, except damage inside compressed data.
package final class TIFFReader {
    /// Axes, extent, type and calibration; samples of a pixel are channels.
    package let layout: ImageLayout
    /// The axes longer than 1 that the pages run through, slowest first, as the file names them.
    package let pageAxes: [PageAxis]
    /// The same axes as they are taken.
    package let takenAxes: [PageAxis]
    /// What was assumed or left out, as sentences.
    package let warnings: [String]
    /// Whether all that the file promises is there: the planes of its description, and the page after the last.
    package let isWhole: Bool

    private let file: FileBytes
    private let header: TIFFHeader
    private let limits: TIFFLimits
    private let name: String
    private let series: ImageSeries
    /// The order of the pages, every axis by its name.
    private let order: PlaneOrder
    /// The samples of a page that are channels.
    private let samples: [Int]
    /// The planes of a page whose samples are stored together: they are decoded together.
    private var latest: (page: Int, planes: [PixelValues])?

    /// Opens the regular file behind `fileDescriptor`, which stays the caller's, and whose offset is not used.
    ///
    /// `name` is for messages, and is compared with the file names in an OME description; `axes` says what the axes of
    /// the pages are taken for.
    package init(
        fileDescriptor: Int32,
        name: String,
        limits: TIFFLimits = .standard,
        alpha: AlphaSamples = .leftOut,
        axes: AxisReading = AxisReading()
    ) throws(TIFFError) {
        do throws(TIFFFault) {
            let file = try FileBytes(duplicating: fileDescriptor)
            let header = try TIFFHeader(reading: file)
            let chain = try DirectoryChain(walking: file, header: header, limits: limits)
            let series = try ImageSeriesResolver(file: file, chain: chain, limits: limits, name: name).series()
            isWhole = !series.lacksPlanes && chain.linkPastEnd == nil
            let page = series.firstPage
            (self.file, self.header, self.limits, self.name, self.series) = (file, header, limits, name, series)
            let order = try series.order.reading(axes, size: page.format.size)
            (self.order, pageAxes, takenAxes) = (order, series.order.pageAxes, order.pageAxes)
            samples = page.channelSamples(alpha)
            let left = page.format.samples - samples.count
            warnings = series.warnings + (left > 0 ? ["its opacity (alpha) samples are left out"] : [])
            var layout = ImageLayout(
                shape: ImageShape(
                    positions: order.positions,
                    frames: order.frames,
                    slices: order.slices,
                    channels: order.channels * samples.count,
                    size: page.format.size
                ),
                pixelType: page.format.encoding.pixelType,
                pixelSize: series.pixelSize,
                // The interval belongs to an axis that is no longer time.
                frameInterval: axes.names != nil && order.frames == 1 ? nil : series.frameInterval,
                description: series.description
            )
            // Names that are fewer or more than the channels, after axes were overruled, belong to other ones.
            if series.channelNames.count == layout.shape.channels { layout.channelNames = series.channelNames }
            layout.position = series.position
            layout.acquisition = series.acquisition(ofFrames: order.frames)
            self.layout = layout
        } catch {
            throw error.inFile(name)
        }
    }

    /// The pixels of one plane; all indices from 0.
    package func plane(position: Int = 0, frame: Int, slice: Int, channel: Int) throws(TIFFError) -> PixelValues {
        let index = order.index(position: position, frame: frame, slice: slice, channel: channel / samples.count)
        let sample = channel % samples.count
        if let latest, latest.page == index { return latest.planes[sample] }
        do throws(TIFFFault) {
            let isTogether = samples.count > 1 && !series.firstPage.format.isPlanar
            guard isTogether else { return try planes(ofPage: index, [samples[sample]])[0] }
            latest = nil
            let planes = try planes(ofPage: index, samples)
            latest = (index, planes)
            return planes[sample]
        } catch {
            throw error.inFile(name)
        }
    }

    private func planes(ofPage index: Int, _ samples: [Int]) throws(TIFFFault) -> [PixelValues] {
        switch series.source {
        case .pages(let pages):
            let page = try StoredPage(checking: pages[index], in: file, limits: limits)
            return try PageDecoder(page: page, file: file, header: header, limits: limits).planes(samples)
        case .contiguous(let planes):
            return try planes.planes(index, samples, in: file, isBigEndian: header.isBigEndian)
        }
    }
}
