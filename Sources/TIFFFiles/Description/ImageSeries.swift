import Imaging

/// The image of a file: which pages it has, and which plane is where.
struct ImageSeries {
    /// Where planes are stored.
    enum Source {
        /// One page a plane, by position in the series.
        case pages([PageTags])
        /// In several files, of each of which it is said where its own planes are stored.
        indirect case spread([PlanePlace], of: [Source])
        /// All behind one directory.
        case contiguous(ContiguousPlanes)
    }

    var source: Source
    /// The axes over the pages, as the file names them; samples are not in it.
    var order: PlaneOrder
    /// What all pages have in common.
    var firstPage: StoredPage
    var description: ImageLayout.Description
    var pixelSize: PixelSize?
    var frameInterval: Double?
    /// Names of the channels; empty where they have none.
    var channelNames: [String] = []
    /// Name of the position; of the first of several.
    var position: String?
    /// The names of the positions that `order` has; empty where not every one has a name.
    var positionNames: [String] = []
    /// Whether only positions that were asked for are in it.
    var hasChosenPositions = false
    /// Where those are in the file, from 0; empty where all are in it.
    var chosenPositions: [Int] = []
    /// Where and when it was recorded.
    var acquisition: Acquisition?
    var warnings: [String]
    /// Whether the file promises more planes than it has.
    var lacksPlanes = false
}

/// Finds the image of a file from its description: OME, ImageJ, tifffile's shape, or none.
struct ImageSeriesResolver {
    let opened: OpenTIFF
    let limits: TIFFLimits
    /// The positions that are asked for; nil for all.
    var positions: AxisSelection?

    var file: FileBytes { opened.file }
    var chain: DirectoryChain { opened.chain }

    /// The image; several that fit each other are its positions. What cannot be read is refused by what it is.
    func series() throws(TIFFFault) -> ImageSeries {
        let texts = chain.pages.first?.descriptionTexts(in: file, limits: limits) ?? []
        // Beginnings are enough to tell whose they are; OME-XML may have tens of megabytes.
        let beginnings = texts.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(4096))) }
        let system = ForeignSystem.of(describedFile(beginnings, Array(chain.pages.prefix(1))))
        do throws(TIFFFault) {
            if let reason = system?.reason { throw TIFFFault(.unsupportedLayout, reason) }
            return try series(describedBy: texts)
        } catch {
            throw error.ofFile(system)
        }
    }

    private func series(describedBy firstTexts: [String]) throws(TIFFFault) -> ImageSeries {
        var warnings = try chainWarnings()
        let (mainPages, marked) = mainPages()
        guard let first = mainPages.first else { throw TIFFFault(.noImage, "it has no directory") }
        let texts =
            firstTexts
            + (first.index == 0 ? [] : first.descriptionTexts(in: file, limits: limits))
        if let text = texts.first(where: OMEDescription.isPresent) {
            if let description = omeDescription(text, &warnings) {
                guard description.images.isEmpty else {
                    var images = OMESeries(description, home: 0, files: [opened], limits: limits)
                    images.positions = positions
                    return try images.series(&warnings)
                }
                guard let place = MemberName.inside(description.companion ?? "") else {
                    return try withoutCompanion(description.companion ?? "")
                }
                throw TIFFFault(.unsupportedFileSet, "it is one of the files of an image that \(place) describes")
            }
        }
        if let part = StackPart(opened, texts: texts) {
            let place = MemberName.listed(Array(part.names.dropLast()))
            throw TIFFFault(.unsupportedFileSet, "it is the continuation of \(place)")
        }
        // A page that cannot be told is no page of another size.
        for page in mainPages { if let fault = page.fault { throw fault.onPage(page.index) } }
        let file = describedFile(texts, mainPages.filter { $0.isLike(first) })
        if let series = try described(in: file, marked: marked, &warnings) { return series }
        if let marked { warnings.append(marked) }
        let image = try image(among: mainPages)
        // A chosen image may have a description of its own.
        let ownTexts =
            image.first.index == first.index ? texts : image.first.descriptionTexts(in: self.file, limits: limits)
        let isDescribed = ownTexts.contains { ImageJDescription($0) != nil || ShapedDescription($0) != nil }
        let main = isDescribed ? image.pages : try withImages(inDirectoriesOf: image.pages, like: image.first)
        let pages = try alike(image.first, main, &warnings)
        if let warning = image.warning { warnings.append(warning) }
        var series = try described(by: ownTexts, first: image.first, pages: pages, warnings)
        series.hasChosenPositions = image.isChosen
        return series
    }

    /// What of its chain of directories is tolerated, in words.
    func chainWarnings() throws(TIFFFault) -> [String] {
        var warnings: [String] = []
        if chain.hasLoop {
            warnings.append(
                "the chain of directories runs in a loop; the \(chain.pages.count) pages before it are read"
            )
        }
        if let link = chain.linkPastEnd { warnings.append(try passing(link)) }
        if chain.pages.contains(where: \.hasSignedNumbers) {
            warnings.append("numbers of its tags are stored with a sign, against the TIFF specification; they are read")
        }
        return warnings
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
            order: .pages(pages.count),
            firstPage: page,
            description: .plain,
            pixelSize: Calibration.plain(first),
            warnings: warnings
        )
        if let description = texts.lazy.compactMap({ ImageJDescription($0) }).first {
            series.description = .imageJ
            series.pixelSize = Calibration.imageJ(description, first, &series.warnings)
            series.frameInterval = description.frameInterval
            if let order = imageJ(description, page, pages) {
                try apply(order, to: pages, of: &series)
                return series
            }
            series.lacksPlanes = description.order.planeCount.map { $0 > pages.count } ?? false
            series.warnings.append("its ImageJ description does not fit its \(pages.count) pages, and is not used")
        } else if let description = texts.lazy.compactMap({ ShapedDescription($0) }).first {
            try apply(description, to: pages, of: &series)
        }
        return series
    }

    /// The ImageJ order, or nil when the description contradicts the pages.
    private func imageJ(_ description: ImageJDescription, _ page: StoredPage, _ pages: [PageTags]) -> PlaneOrder? {
        var order = description.order
        // Some writers count the samples of a page as channels.
        if page.format.samples > 1, order.channels == page.format.samples {
            var samplesAside = order
            samplesAside.channels = 1
            if samplesAside.planeCount == pages.count { order = samplesAside }
        }
        guard let planes = order.planeCount else { return nil }
        return planes == pages.count || (planes > pages.count && (pages.count == 1 || description.promises(planes)))
            ? order : nil
    }

    /// Lays `order` over `pages`, or as much of it as there is: a plan that was not fulfilled, or the description of a
    /// stack in a file that has a part of it.
    func apply(_ order: PlaneOrder, to pages: [PageTags], of series: inout ImageSeries) throws(TIFFFault) {
        series.order = order
        guard let planes = order.planeCount, planes > pages.count else { return }
        var present = pages.count
        if present == 1 {
            let stack = try ContiguousPlanes(
                behind: series.firstPage,
                count: planes,
                fileSize: file.size,
                landmarks: chain.landmarks
            )
            if let stack { (series.source, present) = (.contiguous(stack), stack.count) }
        }
        guard present < planes else { return }
        series.lacksPlanes = true
        series.order = order.beginning(present)
        let used = series.order.planeCount ?? present
        series.warnings.append(
            "\(present) of \(planes) planes that its description promises are there"
                + (used < present ? "; the first \(used) are whole steps of its axes, and are read" : ", and are read")
        )
    }

    /// The words for a link past the end, in a file whose directories speak of all its bytes: nothing was cut off.
    private func passing(_ link: Int) throws(TIFFFault) -> String {
        let count = chain.pages.count
        let ends = chain.pages.map { page in
            (try? StoredPage(checking: page, in: file, limits: limits, landmarks: chain.landmarks))?.end ?? 0
        }
        // Some writers fill up to the next multiple of 16 bytes.
        guard !ends.contains(0), file.size - max(chain.end, ends.max() ?? 0) < 16 else {
            throw TIFFFault(
                .truncatedDirectory,
                "directory \(count + 1) at \(link) is not whole: the file ends at \(file.size)"
            )
        }
        return "its last page names a next one at \(link), past the end of the file; pages read: \(count)"
    }

    /// The pages that are not smaller copies or masks of others, and what was taken for none of them in spite of its mark.
    private func mainPages() -> (pages: [PageTags], warning: String?) {
        let whole = chain.pages.only { !$0.isReduced }
        guard let first = whole.first else {
            // Nothing that they could be copies of.
            let warning = "all of its pages are marked as reduced copies; they are taken as its image"
            return (chain.pages, chain.pages.count > 1 ? warning : nil)
        }
        // A mask (4) may have the size of its image; what is called a reduced copy (1) may not.
        let pages = chain.pages.only { !$0.isReduced || ($0.subfileType & 4 == 0 && $0.isLike(first)) }
        let more = pages.count - whole.count
        let warning = "\(more) of its pages are marked as reduced copies, but have full size; they are read"
        return (pages, more > 0 ? warning : nil)
    }

    /// A single page needs no description to be an image, where the file that has it is not there.
    func withoutCompanion(_ companion: String) throws(TIFFFault) -> ImageSeries {
        var warnings = try chainWarnings()
        let pages = mainPages().pages
        let isInside = MemberName.inside(companion) != nil
        let place =
            companion.isEmpty
            ? "an unnamed file" : companion.onOneLine + (isInside ? ", which is not there" : ", outside its folder")
        guard let first = pages.first, pages.count == 1 else {
            throw TIFFFault(.incompleteSeries, "the description of its \(pages.count) pages is in \(place)")
        }
        warnings.append("its description is in \(place)")
        var series = try described(by: [], first: first, pages: try alike(first, pages, &warnings), warnings)
        series.lacksPlanes = isInside
        return series
    }

    /// The pages that can be one image with `first`: same size, samples and type.
    private func alike(
        _ first: PageTags,
        _ pages: [PageTags],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> [PageTags] {
        let alike = pages.only { $0.fault != nil || $0.isLike(first) }
        var understates = false
        var shared = SharedBlocks()
        for page in alike {
            if let fault = page.fault { throw fault.onPage(page.index) }
            let stored = try StoredPage(checking: page, in: file, limits: limits, landmarks: chain.landmarks)
            if stored.understatesLengths { understates = true }
            try shared.add(stored, in: file)
        }
        if understates { warnings.append(ImageSeriesResolver.understated) }
        return alike
    }

    /// The warning for `StoredPage.understatesLengths`.
    static let understated =
        "the lengths of its strips or tiles are listed too short; the bytes that its pixels need are there, and are read"
}
