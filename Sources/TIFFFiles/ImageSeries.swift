import Imaging

/// The image of a file: which pages it has, and which plane is where.
struct ImageSeries {
    /// Where planes are stored.
    enum Source {
        /// One page a plane, by position in the series.
        case pages([PageTags])
        /// All behind one directory.
        case contiguous(ContiguousPlanes)
    }

    var source: Source
    /// The axes over the pages; samples are not in it.
    var order: PlaneOrder
    /// What all pages have in common.
    var firstPage: StoredPage
    var description: ImageLayout.Description
    var pixelSize: PixelSize?
    var frameInterval: Double?
    var warnings: [String]
}

/// Finds the image of a file from its description: OME, ImageJ, tifffile's shape, or none.
struct ImageSeriesResolver {
    let file: FileBytes
    let chain: DirectoryChain
    let limits: TIFFLimits
    let name: String

    /// The image; the first one, of several.
    func series() throws(TIFFFault) -> ImageSeries {
        var warnings: [String] = []
        if chain.hasLoop {
            warnings.append(
                "the chain of directories runs in a loop; the \(chain.pages.count) pages before it are read"
            )
        }
        let mainPages = chain.pages.filter { !$0.isReduced }
        // A file of nothing but pages marked as thumbnails is an image all the same.
        guard let first = mainPages.first ?? chain.pages.first else { throw TIFFFault(.noImage, "it has no directory") }
        let texts =
            chain.pages[0].descriptionTexts(in: file, limits: limits)
            + (first.index == 0 ? [] : first.descriptionTexts(in: file, limits: limits))
        if let text = texts.first(where: OMEDescription.isPresent) {
            if let description = omeDescription(text, &warnings) { return try ome(description, warnings) }
        }
        return try described(by: texts, first: first, pages: try alike(first, mainPages, &warnings), warnings)
    }

    private func described(
        by texts: [String],
        first: PageTags,
        pages: [PageTags],
        _ warnings: [String]
    ) throws(TIFFFault) -> ImageSeries {
        let page = try StoredPage(checking: first, in: file, limits: limits)
        var series = ImageSeries(
            source: .pages(pages),
            order: .frames(pages.count),
            firstPage: page,
            description: .plain,
            pixelSize: Calibration.plain(first),
            warnings: warnings
        )
        if let description = texts.lazy.compactMap({ ImageJDescription($0) }).first {
            series.description = .imageJ
            series.pixelSize = Calibration.imageJ(description, first)
            series.frameInterval = description.frameInterval
            if let (order, source) = try imageJ(description, page, pages) {
                (series.order, series.source) = (order, source)
                return series
            }
            series.warnings.append("its ImageJ description does not fit its \(pages.count) pages, and is not used")
        } else if let description = texts.lazy.compactMap({ ShapedDescription($0) }).first {
            if let (order, isNamed) = description.order(pageAxes: page.format.samples > 1 ? 3 : 2),
                let planes = order.planeCount, planes == pages.count || pages.count == 1
            {
                series.order = order
                if planes != pages.count {
                    series.source = .contiguous(try ContiguousPlanes(behind: page, count: planes, fileSize: file.size))
                }
                if !isNamed { series.warnings.append(ImageSeriesResolver.unnamed(planes)) }
                return series
            }
            series.warnings.append("its description does not fit its \(pages.count) pages, and is not used")
        }
        if pages.count > 1 { series.warnings.append(ImageSeriesResolver.unnamed(pages.count)) }
        return series
    }

    /// The ImageJ order and source, or nil when the description contradicts the pages.
    private func imageJ(
        _ description: ImageJDescription,
        _ page: StoredPage,
        _ pages: [PageTags]
    ) throws(TIFFFault) -> (PlaneOrder, ImageSeries.Source)? {
        var order = description.order
        // Some writers count the samples of a page as channels.
        if page.format.samples > 1, order.channels == page.format.samples {
            var samplesAside = order
            samplesAside.channels = 1
            if samplesAside.planeCount == pages.count { order = samplesAside }
        }
        guard let planes = order.planeCount else { return nil }
        if planes == pages.count { return (order, .pages(pages)) }
        if pages.count == 1, planes > 1 {
            return (order, .contiguous(try ContiguousPlanes(behind: page, count: planes, fileSize: file.size)))
        }
        if description.images == planes, planes > pages.count {
            throw TIFFFault(.incompleteSeries, "it is described as \(planes) planes, and holds \(pages.count)")
        }
        return nil
    }

    private func omeDescription(_ text: String, _ warnings: inout [String]) -> OMEDescription? {
        do throws(XMLScanner.Problem) {
            if let description = try OMEDescription(text) { return description }
            warnings.append("its OME description describes no image; the pages are taken as they are")
        } catch .documentType {
            warnings.append("its OME description declares a document type, which is unsafe; it is not used")
        } catch {
            warnings.append("its OME description is damaged; the pages are taken as they are")
        }
        return nil
    }

    private func ome(_ description: OMEDescription, _ warnings: [String]) throws(TIFFFault) -> ImageSeries {
        if description.isBinaryOnly {
            throw TIFFFault(.incompleteSeries, "its description is in a companion file")
        }
        // Sizes are checked against the pages before a page is, so that a description that lies is what is reported.
        let samples = max(1, chain.pages[0].samples)
        let order = try description.order(samples: samples)
        let indices = try description.pages(order, samples: samples, pageCount: chain.pages.count, name: name)
        let pages = indices.map { chain.pages[$0] }
        let first = try StoredPage(checking: pages[0], in: file, limits: limits)
        for page in pages.dropFirst() {
            guard try StoredPage(checking: page, in: file, limits: limits).format == first.format else {
                throw TIFFFault(.unsupportedLayout, "page \(page.index + 1) differs from the others in size or type")
            }
        }
        var series = ImageSeries(
            source: .pages(pages),
            order: order,
            firstPage: first,
            description: .ome,
            pixelSize: description.pixelSize ?? Calibration.plain(first.tags),
            frameInterval: description.frameInterval,
            warnings: warnings
        )
        if description.imageCount > 1 {
            series.warnings.append("it holds \(description.imageCount) images; the first of them is read")
        }
        return series
    }

    /// The pages that can be one image with `first`: same size, samples and type.
    private func alike(
        _ first: PageTags,
        _ pages: [PageTags],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> [PageTags] {
        let candidates = pages.isEmpty ? [first] : pages
        var alike: [PageTags] = []
        for page in candidates {
            if let fault = page.fault { throw fault.onPage(page.index) }
            guard page.width == first.width, page.height == first.height, page.samples == first.samples,
                page.bits == first.bits, page.sampleFormats == first.sampleFormats, page.isPlanar == first.isPlanar
            else { continue }
            _ = try StoredPage(checking: page, in: file, limits: limits)
            alike.append(page)
        }
        if alike.count < candidates.count {
            let others = candidates.count - alike.count
            warnings.append("\(others) of its pages differ from the first in size or type, and are left out")
        }
        return alike
    }

    private static func unnamed(_ planes: Int) -> String {
        "the axis of its \(planes) pages has no name; each page is taken as a frame, a plane by itself"
    }
}
