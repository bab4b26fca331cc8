package import Imaging

/// Reads the image of a TIFF, or of several that hold one image, plane by plane.
///
/// Not thread safe. Everything that can be refused is refused on opening, except damage inside compressed data.
package final class TIFFReader {
    /// Axes, extent, type and calibration of what is taken; samples of a pixel are channels.
    package let layout: ImageLayout
    /// The axes longer than 1 that the pages run through, slowest first, as the file names them.
    package let pageAxes: [PageAxis]
    /// The same axes as they are taken.
    package let takenAxes: [PageAxis]
    /// What was assumed or left out, as sentences.
    package let warnings: [String]
    /// Whether all that the file promises is there: the planes of its description, and the page after the last.
    package let isWhole: Bool
    /// A value of the planes that were read so far is another one as a 32-bit float (`lateWarnings`).
    private(set) var hasRounded = false

    /// Whether pages have several samples that lie side by side, pixel by pixel, as the colours of pictures do.
    package var storesSamplesTogether: Bool { series.firstPage.format.samples > 1 && !series.firstPage.format.isPlanar }

    private let files: [OpenTIFF]
    private let limits: TIFFLimits
    private let name: String
    private let series: ImageSeries
    /// The order of the pages, every axis by its name.
    private let order: PlaneOrder
    /// The samples of a page that are channels.
    private let samples: [Int]
    /// The places in the file of what is given out as position 0, 1, …, and as channel 0, 1, ….
    private let (positions, channels): ([Int], [Int])
    /// The planes of a page whose samples are stored together: they are decoded together.
    private var latest: (page: Int, planes: [PixelValues])?

    /// Opens the regular file behind `fileDescriptor`, which stays the caller's, and whose offset is not used.
    ///
    /// The other parameters are those of `init(sources:)`.
    package convenience init(
        fileDescriptor: Int32,
        name: String,
        limits: TIFFLimits = .standard,
        alpha: AlphaSamples = .leftOut,
        axes: AxisReading = AxisReading(),
        channels: AxisSelection? = nil,
        positions: AxisSelection? = nil
    ) throws(TIFFError) {
        try self.init(
            sources: [TIFFSource(fileDescriptor: fileDescriptor, name: name)],
            limits: limits,
            alpha: alpha,
            axes: axes,
            channels: channels,
            positions: positions
        )
    }

    /// Opens the image whose files are `sources`; the first is the one that messages name.
    ///
    /// Of several, their places say what is where, or an OME description in one of them. What is missing is an error, unless
    /// whole steps of the slowest axis are there.
    ///
    /// - Parameters:
    ///   - axes: what the axes of the pages are taken for.
    ///   - channels: those that are taken, samples of a pixel included; nil for all.
    ///   - positions: those that are taken; nil for all, which must have the same size and extents then.
    package init(
        sources: [TIFFSource],
        limits: TIFFLimits = .standard,
        alpha: AlphaSamples = .leftOut,
        axes: AxisReading = AxisReading(),
        channels: AxisSelection? = nil,
        positions: AxisSelection? = nil
    ) throws(TIFFError) {
        let name = sources.first?.name ?? "the image"
        do throws(TIFFFault) {
            let opened: (files: [OpenTIFF], series: ImageSeries)
            if sources.count == 1, sources[0].place == nil {
                let file = try OpenTIFF(sources[0], limits: limits)
                let resolver = ImageSeriesResolver(opened: file, limits: limits, positions: positions)
                opened = ([file], try resolver.series())
            } else {
                opened = try FileSetReading(limits: limits, positions: positions).image(sources)
            }
            let (files, series) = opened
            isWhole = !series.lacksPlanes && files.allSatisfy { $0.chain.linkPastEnd == nil }
            let page = series.firstPage
            (self.files, self.limits, self.name, self.series) = (files, limits, name, series)
            let order = try series.order.reading(axes, size: page.format.size)
            self.order = order
            samples = page.channelSamples(alpha)
            let left = page.format.samples - samples.count
            warnings = series.warnings + (left > 0 ? ["its opacity (alpha) samples are left out"] : [])
            let takenChannels = try ChosenPlanes(
                channels,
                of: order.channels * samples.count,
                // Names that are fewer or more than the channels, after axes were overruled, belong to other ones.
                names: series.channelNames,
                axis: "channels"
            )
            let takenPositions = try ChosenPlanes(
                series.hasChosenPositions ? nil : positions,
                of: order.positions,
                names: order.positions == 1 ? [series.position].compactMap(\.self) : series.positionNames,
                axis: "positions"
            )
            (self.channels, self.positions) = (takenChannels.indices, takenPositions.indices)
            // Where the samples of a page are channels, its axis C counts the pages that are left in whole.
            let pagesOfChannels = takenChannels.indices.count / samples.count
            func taken(_ axes: [PageAxis]) -> [PageAxis] {
                (channels == nil ? axes : axes.taking(max(1, pagesOfChannels), of: "C"))
                    .taking(takenPositions.indices.count, of: "P")
            }
            (pageAxes, takenAxes) = (taken(series.order.pageAxes), taken(order.pageAxes))
            var layout = ImageLayout(
                shape: ImageShape(
                    positions: takenPositions.indices.count,
                    frames: order.frames,
                    slices: order.slices,
                    channels: takenChannels.indices.count,
                    size: page.format.size
                ),
                pixelType: page.format.encoding.pixelType,
                pixelSize: series.pixelSize,
                // The interval belongs to an axis that is no longer time.
                frameInterval: axes.names != nil && order.frames == 1 ? nil : series.frameInterval,
                description: series.description
            )
            if !takenChannels.names.isEmpty { layout.channelNames = takenChannels.names }
            layout.storedType = page.format.encoding.storedType
            layout.position = takenPositions.names.first ?? (takenPositions.indices[0] == 0 ? series.position : nil)
            if takenPositions.names.count > 1 { layout.positionNames = takenPositions.names }
            // Where several are recorded, it is the first of them of which this is known.
            if takenPositions.indices[0] == 0 { layout.acquisition = series.acquisition(ofFrames: order.frames) }
            self.layout = layout
        } catch {
            throw error.inFile(name)
        }
    }

    /// Where the position that is given out as this one is in the file, from 0.
    package func positionInFile(_ position: Int) -> Int {
        let index = positions[position]
        return series.chosenPositions.indices.contains(index) ? series.chosenPositions[index] : index
    }

    /// The pixels of one plane; all indices from 0, among what is taken.
    package func plane(position: Int = 0, frame: Int, slice: Int, channel: Int) throws(TIFFError) -> PixelValues {
        let (pageChannel, sampleIndex) = channels[channel].quotientAndRemainder(dividingBy: samples.count)
        let index = order.index(position: positions[position], frame: frame, slice: slice, channel: pageChannel)
        if let latest, latest.page == index { return latest.planes[sampleIndex] }
        do throws(TIFFFault) {
            let stored = series.plane(index, of: files)
            let isTogether = samples.count > 1 && !series.firstPage.format.isPlanar
            guard isTogether else { return try pixels(of: stored, [samples[sampleIndex]])[0] }
            latest = nil
            let planes = try pixels(of: stored, samples)
            latest = (index, planes)
            return planes[sampleIndex]
        } catch {
            throw error.inFile(name)
        }
    }

    private func pixels(of plane: StoredPlane, _ samples: [Int]) throws(TIFFFault) -> [PixelValues] {
        let decoded = try plane.pixels(samples, limits: limits)
        noteRounding(decoded)
        return decoded.planes
    }

    private func noteRounding(_ decoded: DecodedPlanes) { if !hasRounded { hasRounded = decoded.isRoundedAsFloats } }

    /// The rows of one plane in all channels, for planes that are read in parts; all indices from 0, among what is taken.
    package func rows(position: Int = 0, frame: Int, slice: Int) throws(TIFFError) -> PlaneRows {
        var parts: [PlaneRows.Part] = []
        for channel in channels {
            let (pageChannel, sample) = channel.quotientAndRemainder(dividingBy: samples.count)
            let position = positions[position]
            let index = order.index(position: position, frame: frame, slice: slice, channel: pageChannel)
            if parts.last?.page == index {
                parts[parts.count - 1].samples.append(samples[sample])
                continue
            }
            do throws(TIFFFault) {
                let rows = try series.plane(index, of: files).rows(limits: limits)
                parts.append(PlaneRows.Part(page: index, rows: rows, samples: [samples[sample]]))
            } catch {
                throw error.inFile(name)
            }
        }
        return PlaneRows(parts, name: name, note: noteRounding)
    }
}
